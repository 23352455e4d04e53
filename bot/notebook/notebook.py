"""The notebook: the bot's memory of chats, each change one transaction."""

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from hmac import compare_digest
from itertools import count
from typing import TYPE_CHECKING, Self

from sqlalchemy import ColumnElement, Connection, Engine

from bot.model import ShelfRef
from bot.notebook import adders, answers, chats, gaps, keys, privacy, signing, votes
from bot.notebook.answers import GivenAnswer
from bot.notebook.chats import ChatId, ChatSettings, of_chat
from bot.notebook.gaps import Gap
from bot.notebook.inbox import Inbox
from bot.notebook.keys import OwnShelf
from bot.notebook.memory import Memory
from bot.notebook.privacy import StoredCounts
from bot.notebook.signing import PersonId
from bot.notebook.votes import Tally
from bot.storage.database import open_database
from bot.storage.schema import answers as _answers
from bot.storage.transaction import erase_deleted, transaction

if TYPE_CHECKING:
    from bot.notebook.shared_inbox import SharedInbox
    from bot.replicas.replica import Replica

__all__ = ["Notebook"]

_COLUMNS = _answers.c
_PRUNE_INTERVAL = 512
_PAGES = "pages"
"""The name of the secret that keys and ballots are signed with."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Notebook:
    """All that one database remembers of chats; `styles` are the citation styles a chat may choose.

    Its methods may be called from several threads and raise LibraryUnavailable when the database fails, but for settings,
    keys and answers by their numbers that it knows from before.
    """

    def __init__(
        self, engine: Engine, *, styles: Collection[str], now: Callable[[], datetime] = _utc_now
    ) -> None:
        self._engine = engine
        self._styles = styles
        self._now = now
        self._noted = count()
        self._memory = Memory()

    @classmethod
    def at(cls, url: str, *, styles: Collection[str], now: Callable[[], datetime] = _utc_now) -> Self:
        """Return the notebook in the database at `url`, created or migrated if necessary."""
        return cls(open_database(url), styles=styles, now=now)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def settings(self, chat: ChatId, topic_id: int | None = None) -> ChatSettings:
        """Return the chat's settings with the topic's shelf; the defaults if nobody chose."""
        return self._memory.read(("settings", chat, topic_id), lambda: self._settings(chat, topic_id))

    def _settings(self, chat: ChatId, topic_id: int | None) -> ChatSettings:
        with self._transaction() as connection:
            settings = chats.settings(connection, chat)
            shelf = None if topic_id is None else chats.topic_shelf(connection, chat, topic_id)
            return settings if shelf is None else replace(settings, shelf=shelf)

    def change(self, chat: ChatId, **changes: object) -> ChatSettings:
        """Make `changes` and return the chat's settings. Raises ValueError, naming the choices."""
        checked = chats.check(changes, self._styles)
        with self._transaction() as connection:
            chats.change(connection, chat, checked)
            return chats.settings(connection, chat)

    def bind(self, chat: ChatId, shelf: ShelfRef, topic_id: int | None = None) -> ChatSettings:
        """Let the chat, or its topic, ask `shelf` from now on; return the settings after that."""
        if topic_id is None:
            return self.change(chat, shelf=shelf)
        chats.check({"shelf": shelf}, self._styles)
        with self._transaction() as connection:
            chats.bind_topic(connection, chat, topic_id, shelf)
        return self.settings(chat, topic_id)

    def own_shelf(self, chat: ChatId) -> str:
        """Return the name of the chat's own shelf; it stays the same if the chat moves."""
        return self._memory.read(("own shelf", chat), lambda: self._own_shelf(chat))

    def _own_shelf(self, chat: ChatId) -> str:
        with self._transaction() as connection:
            return chats.own_shelf(connection, chat)

    def move_chat(self, old: ChatId, new: ChatId) -> None:
        """Give all data of a chat to the chat that it became; a second call changes nothing."""
        self._memory.clear()
        with self._transaction() as connection:
            chats.move(connection, old, new)
            keys.move(connection, old, new)

    def key(self, chat: ChatId) -> str:
        """Return the key that opens the chat's own shelf in a browser until the chat is forgotten."""
        return self._memory.read(("key", chat), lambda: self._key(chat))

    def _key(self, chat: ChatId) -> str:
        with self._transaction() as connection:
            return keys.key(connection, signing.secret(connection, _PAGES), chat)

    def shelf_for_key(self, key: str) -> OwnShelf | None:
        """Return the shelf that the key opens; None if the key is not valid."""
        with self._transaction() as connection:
            secrets = signing.valid_secrets(connection, _PAGES, self._now())
            return keys.shelf_for_key(connection, secrets, key)

    def sign(self, *parts: str) -> str:
        """Return a signature of these parts in this order; only this database can make it."""
        return signing.signature(self._pages_secrets()[0], "parts", *parts)

    def signed(self, signature: str, *parts: str) -> bool:
        """Return whether `sign` made the signature of these parts, also with a secret that was replaced lately."""
        made = [signing.signature(secret, "parts", *parts) for secret in self._pages_secrets()]
        return any(compare_digest(one.encode(), signature.encode()) for one in made)

    def rotate(self, believed: timedelta) -> None:
        """Sign keys and ballots with a new secret; those of before are believed for so long."""
        with self._transaction() as connection:
            signing.rotate(connection, _PAGES, self._now(), believed)
        self._memory.clear()
        erase_deleted(self._engine)

    def hash_person(self, person: PersonId) -> str:
        """Return the keyed hash that stands for the person in the notebook."""
        return signing.person_hash(self._persons_secret, person)

    def note_adder(self, chat: ChatId, article_id: str, person: PersonId) -> None:
        """Note who put the article on the chat's own shelf."""
        hashed = self.hash_person(person)
        with self._transaction() as connection:
            adders.note_adder(connection, chat, article_id, hashed)

    def move_adder(self, chat: ChatId, article_id: str, earlier_id: str) -> None:
        """Note who added an article under the id of the one whose place it took."""
        with self._transaction() as connection:
            person = adders.adder(connection, chat, article_id)
            for gone in (article_id, earlier_id):
                adders.forget_adder(connection, chat, gone)
            if person is not None:
                adders.note_adder(connection, chat, earlier_id, person)

    def forget_adder(self, chat: ChatId, article_id: str) -> None:
        """Forget who added the article, which is gone."""
        with self._transaction() as connection:
            adders.forget_adder(connection, chat, article_id)

    def is_adder(self, chat: ChatId, article_id: str, person: PersonId) -> bool:
        """Return whether this person put the article on the chat's own shelf."""
        with self._transaction() as connection:
            adder = adders.adder(connection, chat, article_id)
        return adder is not None and adder == self.hash_person(person)

    def write(self, given: GivenAnswer) -> GivenAnswer:
        """Store `given` and return it numbered; with a number it replaces that answer and deletes its votes."""
        with self._hasty_transaction() as connection:
            written = answers.write(connection, given)
        self._memory.keep(("answer", written.number), written)
        return written

    def write_once(self, given: GivenAnswer) -> GivenAnswer:
        """Return the same answer if a page gave it before; otherwise store `given` and number it."""
        with self._transaction() as connection:
            return answers.same_on_a_page(connection, given) or answers.write(connection, given)

    def note_message(self, number: int, message_id: int) -> None:
        """Note the message in which the answer was sent."""
        with self._hasty_transaction() as connection:
            answers.note(connection, number, answer_message_id=message_id)
        self._note_known(number, answer_message_id=message_id)

    def note_position(self, number: int, position: int) -> None:
        """Note the index of the hit that the answer shows now."""
        with self._hasty_transaction() as connection:
            answers.note(connection, number, position=position)
        self._note_known(number, position=position)

    def _note_known(self, number: int, **values: int) -> None:
        def changed(given: GivenAnswer) -> GivenAnswer:
            return replace(given, **values)  # type: ignore[arg-type]  # the names are those of fields

        self._memory.change(("answer", number), changed)

    def answer(self, number: int) -> GivenAnswer | None:
        """Return the answer of that number; None if it was forgotten."""
        return self._memory.read(("answer", number), lambda: self._newest(_COLUMNS.number == number))

    def answer_to(self, chat: ChatId, asked_message_id: int) -> GivenAnswer | None:
        """Return the newest answer to that message."""
        return self._newest(of_chat(_answers, chat), _COLUMNS.asked_message_id == asked_message_id)

    def answers_to(self, chat: ChatId, asked_message_id: int) -> tuple[GivenAnswer, ...]:
        """Return the answers to that message, to its first question first."""
        condition = (of_chat(_answers, chat), _COLUMNS.asked_message_id == asked_message_id)
        with self._transaction() as connection:
            return answers.every(connection, *condition)

    def answer_in(self, chat: ChatId, answer_message_id: int) -> GivenAnswer | None:
        """Return the answer that was sent in that message."""
        return self._newest(of_chat(_answers, chat), _COLUMNS.answer_message_id == answer_message_id)

    def latest_answer(
        self, chat: ChatId, topic_id: int | None, person: PersonId, within: timedelta
    ) -> GivenAnswer | None:
        """Return the newest answer to that person in that chat and topic, asked for at most `within` ago."""
        theirs = (_COLUMNS.topic_id == topic_id, _COLUMNS.asker == self.hash_person(person))
        return self._newest(of_chat(_answers, chat), _COLUMNS.asked_at >= self._now() - within, *theirs)

    def recent_answer(
        self, chat: ChatId, topic_id: int | None, question: str, within: timedelta
    ) -> GivenAnswer | None:
        """Return the newest answer sent in that topic to the same question, asked at most `within` ago.

        Questions are the same if they differ only in punctuation, case or script, and neither leans on another.
        """
        same = (
            _COLUMNS.question_key == answers.question_key(question),
            _COLUMNS.asked_at >= self._now() - within,
            ~_COLUMNS.leans,
        )
        sent = _COLUMNS.answer_message_id.is_not(None)
        return self._newest(of_chat(_answers, chat), _COLUMNS.topic_id == topic_id, *same, sent)

    def _newest(self, *conditions: ColumnElement[bool]) -> GivenAnswer | None:
        with self._transaction() as connection:
            return answers.newest(connection, *conditions)

    def vote(self, number: int, person: PersonId, value: int, *, repeated: bool = False) -> tuple[int, Tally]:
        """Vote; return the person's vote on the answer after that (1, -1, 0 for none) and all votes.

        The same vote again takes it back, unless it is one that may be counted already, `repeated`. Raises ValueError if `value` is no vote.
        """
        hashed = self.hash_person(person)
        with self._hasty_transaction() as connection:
            taken_back = not repeated and votes.vote_of(connection, number, hashed) == value
            new_vote = 0 if taken_back else value
            votes.vote(connection, number, hashed, new_vote)
            return new_vote, votes.tally(connection, number)

    def note_unanswered(self, chat: ChatId, shelf: ShelfRef, question: str) -> None:
        """Note a question that found nothing; about the newest 10,000 of each chat are remembered."""
        with self._hasty_transaction() as connection:
            gaps.note(connection, chat, shelf, question, self._now())
            if next(self._noted) % _PRUNE_INTERVAL == 0:
                gaps.prune(connection, chat)

    def gaps(self, chat: ChatId, limit: int = 20, *, days: int = 90) -> tuple[Gap, ...]:
        """Return the chat's gaps of the last `days`, those asked and voted down most first."""
        with self._transaction() as connection:
            missed = gaps.missed_questions(connection, chat, self._now() - timedelta(days=days))
        return gaps.cluster_questions(missed)[:limit]

    def inbox(self, platform: str, bot_id: int) -> Inbox:
        """Return the inbox of the bot with that id."""
        return Inbox(self._engine, platform, bot_id, self._now, self.hash_person)

    def shared_inbox(self, platform: str, bot_id: int, replica: "Replica") -> "SharedInbox":
        """Return the inbox of the bot with that id, which other processes handle the updates of, too."""
        from bot.notebook.shared_inbox import SharedInbox  # with what one process alone does not need

        return SharedInbox(self._engine, platform, bot_id, self._now, self.hash_person, replica)

    def stored_counts(self, chat: ChatId, person: PersonId | None = None) -> StoredCounts:
        """Count the data stored of the chat, and of the person in all chats."""
        hashed = None if person is None else self.hash_person(person)
        with self._transaction() as connection:
            return privacy.stored_counts(connection, chat, hashed)

    def forget_older_than(self, days: int) -> None:
        """Delete for good everything older, except settings."""
        moment = self._now() - timedelta(days=days)
        self._forget(lambda connection: privacy.forget_before(connection, moment))

    def forget_chat(self, chat: ChatId) -> None:
        """Delete for good everything stored of the chat."""
        self._forget(lambda connection: privacy.forget_chat(connection, chat))

    def forget_person(self, person: PersonId) -> None:
        """Delete for good everything stored of the person, in every chat."""
        hashed = self.hash_person(person)
        self._forget(lambda connection: privacy.forget_person(connection, hashed))

    def _forget(self, forget: Callable[[Connection], None]) -> None:
        self._memory.clear()
        with self._transaction() as connection:
            forget(connection)
        erase_deleted(self._engine)

    def _transaction(self) -> AbstractContextManager[Connection]:
        return transaction(self._engine)

    def _hasty_transaction(self) -> AbstractContextManager[Connection]:
        """Return a transaction for what an answer waits for; what is not written now can be written later."""
        return transaction(self._engine, hasty=True)

    @cached_property
    def _persons_secret(self) -> bytes:
        with self._transaction() as connection:
            return signing.secret(connection, "persons")

    def _pages_secrets(self) -> tuple[bytes, ...]:
        def read() -> tuple[bytes, ...]:
            with self._transaction() as connection:
                return signing.valid_secrets(connection, _PAGES, self._now())

        return self._memory.read(_PAGES, read)
