"""The answers the bot gave: what a button, an edited or a repeated question needs of them later."""

import re
from dataclasses import dataclass, fields, replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from bot.language.normalise import folded
from bot.storage.schema import answers, votes

__all__ = ["Given", "Quoted", "newest", "note", "question_key", "same_page", "write"]

# + and # stay, so that C, C++ and C# are three questions
_BREAKS = re.compile(r"(?:[^\w+#]|_)+")
_INNER_BLANK = re.compile(r"(?<![!-~]) | (?![!-~])")


@dataclass(frozen=True, slots=True)
class Quoted:
    """Where a quoted passage stood: characters `start` to `end` of the article's text as it then was."""

    article_id: str
    text_hash: str
    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer that was given; `number` is its own for ever, 0 before it is written."""

    number: int = 0
    chat_id: int | None = None
    """None where the platform does not tell, as inline."""
    thread_id: int | None = None
    asked_message_id: int | None = None
    answer_message_id: int | None = None
    asker: str | None = None
    """`Notebook.person` of who asked, never an id."""
    question: str
    shelf: str
    shelf_revision: int
    hits: tuple[Quoted, ...] = ()
    """Best first."""
    position: int = 0
    """Which hit is shown, counted from 0."""
    asked_at: datetime


_COLUMNS = tuple(answers.c[field.name] for field in fields(Given))


def question_key(question: str) -> str:
    """64 hexadecimal digits, the same for questions that differ in punctuation, case or script only."""
    words = _INNER_BLANK.sub("", _BREAKS.sub(" ", folded(question)).strip())
    return sha256((words or question.strip()).encode()).hexdigest()


def write(connection: Connection, given: Given) -> Given:
    """`given` with its number. One that has a number takes that one's place, and votes on the old are gone."""
    row = {field.name: getattr(given, field.name) for field in fields(given)}
    row["hits"] = [[q.article_id, q.text_hash, q.paragraph, q.start, q.end] for q in given.hits]
    row["question_key"] = question_key(given.question)
    number = row.pop("number")
    if number and connection.execute(update(answers).where(answers.c.number == number).values(row)).rowcount:
        connection.execute(delete(votes).where(votes.c.number == number))
        return given
    added = connection.execute(insert(answers).values(row).returning(answers.c.number))
    return replace(given, number=added.scalar_one())


def same_page(connection: Connection, given: Given) -> Given | None:
    """The answer that a page gave before to the same question with the same quotation in first place."""
    same = answers.c.question_key == question_key(given.question)
    on_a_page = (answers.c.asked_message_id.is_(None), answers.c.answer_message_id.is_(None))
    of = (answers.c.chat_id == given.chat_id, answers.c.shelf == given.shelf)
    before = newest(connection, same, *of, *on_a_page)
    return before if before is not None and before.hits[:1] == given.hits[:1] else None


def note(connection: Connection, number: int, **values: int | str) -> None:
    """Note something more of the answer; nothing where it was forgotten."""
    connection.execute(update(answers).where(answers.c.number == number).values(**values))


def newest(connection: Connection, *conditions: ColumnElement[bool]) -> Given | None:
    """The answer given last of those that meet all `conditions`."""
    query = select(*_COLUMNS).where(*conditions).order_by(answers.c.number.desc()).limit(1)
    row = connection.execute(query).mappings().first()
    if row is None:
        return None
    return Given(**{**row, "hits": tuple(Quoted(*hit) for hit in row["hits"])})
