"""The notebook: what the bot remembers of chats, each change one transaction."""

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import count
from typing import Self

from sqlalchemy import ColumnElement, Connection, Engine

from bot.model import ShelfRef
from bot.notebook import adders, answers, chats, gaps, keys, privacy, signing, updates, votes
from bot.notebook.answers import GivenAnswer
from bot.notebook.chats import ChatId, ChatSettings, of_chat
from bot.notebook.gaps import Gap
from bot.notebook.keys import OwnShelf
from bot.notebook.privacy import StoredCounts
from bot.notebook.signing import PersonId
from bot.notebook.votes import Tally
from bot.storage.database import open_database
from bot.storage.schema import answers as _answers
from bot.storage.transaction import erase_deleted, transaction

__all__ = ["Notebook"]

_OF = _answers.c
_PRUNED_EVERY = 512


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Notebook:
    """All that is remembered in one database; `styles` are the citation styles a chat may choose.

    Its methods may be called from several threads and raise LibraryUnavailable when the database fails.
    """

    def __init__(
        self, engine: Engine, *, styles: Collection[str], now: Callable[[], datetime] = _utc_now
    ) -> None:
        self._engine = engine
        self._styles = styles
        self._now = now
        self._updates, self._noted = count(), count()

    @classmethod
    def at(cls, url: str, *, styles: Collection[str], now: Callable[[], datetime] = _utc_now) -> Self:
        """The notebook in the database at `url`, made or migrated where that is due."""
        return cls(open_database(url), styles=styles, now=now)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def settings(self, chat: ChatId, topic_id: int | None = None) -> ChatSettings:
        """Return the settings of the chat with the shelf of the topic; the defaults if nobody chose."""
        with self._transaction() as connection:
            settings = chats.settings(connection, chat)
            shelf = None if topic_id is None else chats.topic_shelf(connection, chat, topic_id)
            return settings if shelf is None else replace(settings, shelf=shelf)

    def change(self, chat: ChatId, **changes: object) -> ChatSettings:
        """Return the settings of the chat after `changes`. Raises ValueError, saying what they could be."""
        checked = chats.checked(changes, self._styles)
        with self._transaction() as connection:
            chats.change(connection, chat, checked)
            return chats.settings(connection, chat)

    def bind(self, chat: ChatId, shelf: ShelfRef, topic_id: int | None = None) -> ChatSettings:
        """Let the chat, or its topic, ask `shelf` from now on; return the settings that it then has."""
        if topic_id is None:
            return self.change(chat, shelf=shelf)
        chats.checked({"shelf": shelf}, self._styles)
        with self._transaction() as connection:
            chats.bind_topic(connection, chat, topic_id, shelf)
        return self.settings(chat, topic_id)

    def own_shelf(self, chat: ChatId) -> str:
        """Return the name of the chat's own shelf; it stays the same if the chat moves."""
        with self._transaction() as connection:
            return chats.own_shelf(connection, chat)

    def move_chat(self, old: ChatId, new: ChatId) -> None:
        """Give all that is stored of a chat to the one it became; doing so twice changes nothing more."""
        with self._transaction() as connection:
            chats.move(connection, old, new)
            keys.move(connection, old, new)

    def key(self, chat: ChatId) -> str:
        """Return the key that opens the chat's own shelf in a browser until the chat is forgotten."""
        secret = self._pages_secret
        with self._transaction() as connection:
            return keys.key(connection, secret, chat)

    def shelf_for_key(self, key: str) -> OwnShelf | None:
        """Return the shelf that the key opens; None if no such key is in force."""
        secret = self._pages_secret
        with self._transaction() as connection:
            return keys.opened(connection, secret, key)

    def sign(self, *parts: str) -> str:
        """Return a signature that nobody else can put under these parts in this order."""
        return signing.signature(self._pages_secret, "parts", *parts)

    def hash_person(self, person: PersonId) -> str:
        """Return the keyed hash that the notebook knows the person by."""
        return signing.person_hash(self._persons_secret, person)

    def note_adder(self, chat: ChatId, article_id: str, person: PersonId) -> None:
        """Note who put the article on the chat's own shelf."""
        hashed = self.hash_person(person)
        with self._transaction() as connection:
            adders.note_adder(connection, chat, article_id, hashed)

    def forget_adder(self, chat: ChatId, article_id: str) -> None:
        """Forget who added the article, as it is gone."""
        with self._transaction() as connection:
            adders.forget_adder(connection, chat, article_id)

    def is_adder(self, chat: ChatId, article_id: str, person: PersonId) -> bool:
        """Return whether it was this person who put the article on the chat's own shelf."""
        with self._transaction() as connection:
            adder = adders.adder(connection, chat, article_id)
        return adder is not None and adder == self.hash_person(person)

    def write(self, given: GivenAnswer) -> GivenAnswer:
        """Return `given` with its number; if it has one, it replaces that answer and loses its votes."""
        with self._transaction() as connection:
            return answers.write(connection, given)

    def write_once(self, given: GivenAnswer) -> GivenAnswer:
        """Return the same answer if a page gave it before, else `given`, written, with its number."""
        with self._transaction() as connection:
            return answers.same_on_a_page(connection, given) or answers.write(connection, given)

    def note_message(self, number: int, message_id: int) -> None:
        """Note as which message of its chat the answer was sent."""
        with self._transaction() as connection:
            answers.note(connection, number, answer_message_id=message_id)

    def note_position(self, number: int, position: int) -> None:
        """Note which hit the answer shows now."""
        with self._transaction() as connection:
            answers.note(connection, number, position=position)

    def answer(self, number: int) -> GivenAnswer | None:
        """Return the answer of that number; None if it was forgotten."""
        return self._newest(_OF.number == number)

    def answer_to(self, chat: ChatId, asked_message_id: int) -> GivenAnswer | None:
        """Return the newest answer to that message."""
        return self._newest(of_chat(_answers, chat), _OF.asked_message_id == asked_message_id)

    def recent_answer(
        self, chat: ChatId, topic_id: int | None, question: str, within: timedelta
    ) -> GivenAnswer | None:
        """Return the newest answer sent in that topic to the same question, asked at most `within` ago.

        Questions are the same if they differ in punctuation, case or script only.
        """
        same = (_OF.question_key == answers.question_key(question), _OF.asked_at >= self._now() - within)
        sent = _OF.answer_message_id.is_not(None)
        return self._newest(of_chat(_answers, chat), _OF.topic_id == topic_id, *same, sent)

    def _newest(self, *conditions: ColumnElement[bool]) -> GivenAnswer | None:
        with self._transaction() as connection:
            return answers.newest(connection, *conditions)

    def vote(self, number: int, person: PersonId, value: int) -> tuple[int, Tally]:
        """Return the person's vote on the answer from now on, 1, -1 or 0 for none, and all votes.

        The same vote again takes it back. Raises ValueError if `value` is no vote.
        """
        hashed = self.hash_person(person)
        with self._transaction() as connection:
            stands = 0 if votes.standing(connection, number, hashed) == value else value
            votes.vote(connection, number, hashed, stands)
            return stands, votes.tally(connection, number)

    def note_unanswered(self, chat: ChatId, shelf: ShelfRef, question: str) -> None:
        """Note a question that found nothing; of each chat about the newest 10,000 are remembered."""
        with self._transaction() as connection:
            gaps.note(connection, chat, shelf, question, self._now())
            if next(self._noted) % _PRUNED_EVERY == 0:
                gaps.prune(connection, chat)

    def gaps(self, chat: ChatId, limit: int = 20, *, days: int = 90) -> tuple[Gap, ...]:
        """Return what found nothing or was voted down in the chat in the last `days`, most wanted first."""
        with self._transaction() as connection:
            missed = gaps.missed(connection, chat, self._now() - timedelta(days=days))
        return gaps.clustered(missed)[:limit]

    def is_new(self, platform: str, update_id: int) -> bool:
        """Return True once for each update, over all threads, processes and restarts."""
        with self._transaction() as connection:
            new = updates.is_new(connection, platform, update_id, self._now())
            if next(self._updates) % _PRUNED_EVERY == 0:
                updates.prune(connection, platform, self._now())
            return new

    def stored_counts(self, chat: ChatId, person: PersonId | None = None) -> StoredCounts:
        """Count what is stored of the chat, and of the person in all chats."""
        hashed = None if person is None else self.hash_person(person)
        with self._transaction() as connection:
            return privacy.stored_counts(connection, chat, hashed)

    def forget_older_than(self, days: int) -> None:
        """Delete for good all that is older, except settings."""
        moment = self._now() - timedelta(days=days)
        self._forget(lambda connection: privacy.forget_before(connection, moment))

    def forget_chat(self, chat: ChatId) -> None:
        """Delete for good all that is stored of the chat."""
        self._forget(lambda connection: privacy.forget_chat(connection, chat))

    def forget_person(self, person: PersonId) -> None:
        """Delete for good what is stored of the person in any chat: answers they asked for, their votes."""
        hashed = self.hash_person(person)
        self._forget(lambda connection: privacy.forget_person(connection, hashed))

    def _forget(self, forget: Callable[[Connection], None]) -> None:
        with self._transaction() as connection:
            forget(connection)
        erase_deleted(self._engine)

    def _transaction(self) -> AbstractContextManager[Connection]:
        return transaction(self._engine)

    @cached_property
    def _persons_secret(self) -> bytes:
        with self._transaction() as connection:
            return signing.secret(connection, "persons")

    @cached_property
    def _pages_secret(self) -> bytes:
        with self._transaction() as connection:
            return signing.secret(connection, "pages")
