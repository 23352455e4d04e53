"""The answers the bot gave, as far as buttons, edited and repeated questions need them later."""

import re
from dataclasses import dataclass, fields, replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, insert, select, update

from bot.language.normalise import folded
from bot.model import ShelfRef
from bot.notebook.chats import ChatId, of_chat
from bot.storage.schema import answers, votes

__all__ = [
    "GivenAnswer",
    "QuotedPassage",
    "every",
    "newest",
    "note",
    "question_key",
    "same_on_a_page",
    "write",
]

# + and # stay, so that C, C++ and C# are three questions
_BREAKS = re.compile(r"(?:[^\w+#]|_)+")
_INNER_BLANK = re.compile(r"(?<![!-~]) | (?![!-~])")


@dataclass(frozen=True, slots=True)
class QuotedPassage:
    """A quoted passage: characters `start` to `end` of the article's text as it was then."""

    article_id: str
    text_hash: str
    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    """An answer as it is stored; its `number` never changes, 0 before it is stored."""

    number: int = 0
    chat: ChatId
    topic_id: int | None = None
    asked_message_id: int | None = None
    answer_message_id: int | None = None
    asker: str | None = None
    """The hash of who asked, `Notebook.hash_person`, never an id."""
    question: str
    shelf: ShelfRef
    shelf_revision: int
    hits: tuple[QuotedPassage, ...] = ()
    """Best first."""
    position: int = 0
    """The index of the hit that is shown."""
    asked_at: datetime
    after: int | None = None
    """The number of the answer that it came after, which may be forgotten by now."""
    after_position: int = 0
    """The index of the hit that was shown of that answer then."""
    leans: bool = False
    """Whether it was found in the light of that answer."""
    of_several: bool = False
    """Whether its message asked other things, too."""


_PLAIN_FIELDS = tuple(
    field.name for field in fields(GivenAnswer) if field.name not in ("chat", "shelf", "hits")
)


def question_key(question: str) -> str:
    """Return 64 hexadecimal digits, which punctuation, case and script do not change."""
    words = _INNER_BLANK.sub("", _BREAKS.sub(" ", folded(question)).strip())
    return sha256((words or question.strip()).encode("utf-8", "replace")).hexdigest()


def write(connection: Connection, given: GivenAnswer) -> GivenAnswer:
    """Return `given` with its number; if it has one, replace that answer and delete its votes."""
    row = {name: getattr(given, name) for name in _PLAIN_FIELDS} | given.chat.columns()
    row["shelf"] = str(given.shelf)
    row["hits"] = [[q.article_id, q.text_hash, q.paragraph, q.start, q.end] for q in given.hits]
    row["question_key"] = question_key(given.question)
    number = row.pop("number")
    if number and connection.execute(update(answers).where(answers.c.number == number).values(row)).rowcount:
        connection.execute(delete(votes).where(votes.c.number == number))
        return given
    inserted = connection.execute(insert(answers).values(row).returning(answers.c.number))
    return replace(given, number=inserted.scalar_one())


def same_on_a_page(connection: Connection, given: GivenAnswer) -> GivenAnswer | None:
    """Return the answer that a page gave before to the question, with the same first quotation."""
    same = answers.c.question_key == question_key(given.question)
    on_a_page = (answers.c.asked_message_id.is_(None), answers.c.answer_message_id.is_(None))
    of = (of_chat(answers, given.chat), answers.c.shelf == str(given.shelf))
    before = newest(connection, same, *of, *on_a_page)
    return before if before is not None and before.hits[:1] == given.hits[:1] else None


def note(connection: Connection, number: int, **values: int | str) -> None:
    """Change columns of the answer; do nothing if it was forgotten."""
    connection.execute(update(answers).where(answers.c.number == number).values(**values))


def newest(connection: Connection, *conditions: ColumnElement[bool]) -> GivenAnswer | None:
    """Return the newest answer that meets all `conditions`."""
    query = select(answers).where(*conditions).order_by(answers.c.number.desc()).limit(1)
    row = connection.execute(query).mappings().first()
    return None if row is None else _given(row)


def every(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[GivenAnswer, ...]:
    """Return the answers that meet all `conditions`, the oldest first."""
    query = select(answers).where(*conditions).order_by(answers.c.number)
    return tuple(map(_given, connection.execute(query).mappings()))


def _given(row: RowMapping) -> GivenAnswer:
    return GivenAnswer(
        **{name: row[name] for name in _PLAIN_FIELDS},
        chat=ChatId(row["platform"], row["chat_id"]),
        shelf=ShelfRef.parse(row["shelf"]),
        hits=tuple(QuotedPassage(*hit) for hit in row["hits"]),
    )
