"""The notebook: what the bot remembers of chats, each change one transaction."""

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import count
from typing import Self

from sqlalchemy import ColumnElement, Connection, Engine

from bot.notebook import adders, answers, chats, gaps, keys, persons, privacy, signing, topics, updates, votes
from bot.notebook.answers import Given
from bot.notebook.chats import ChatSettings
from bot.notebook.gaps import Gap
from bot.notebook.keys import OwnShelf
from bot.notebook.privacy import Kept
from bot.notebook.votes import Tally
from bot.storage.database import opened
from bot.storage.schema import answers as _answers
from bot.storage.transaction import erase, transaction

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
        return cls(opened(url), styles=styles, now=now)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def settings(self, chat_id: int, thread_id: int | None = None) -> ChatSettings:
        """The settings of the chat, with the shelf of the topic; the defaults where nobody chose."""
        with self._transaction() as connection:
            settings = chats.settings(connection, chat_id)
            shelf = None if thread_id is None else topics.shelf(connection, chat_id, thread_id)
            return settings if shelf is None else replace(settings, shelf=shelf)

    def change(self, chat_id: int, **changes: object) -> ChatSettings:
        """The settings of the chat after `changes`. Raises ValueError, saying what they could be."""
        checked = chats.checked(changes, self._styles)
        with self._transaction() as connection:
            chats.change(connection, chat_id, checked)
            return chats.settings(connection, chat_id)

    def bind(self, chat_id: int, shelf: str, thread_id: int | None = None) -> ChatSettings:
        """The settings of the chat, which from now on asks `shelf`; or of the topic, which then does."""
        if thread_id is None:
            return self.change(chat_id, shelf=shelf)
        checked = chats.checked({"shelf": shelf}, self._styles)
        with self._transaction() as connection:
            topics.bind(connection, chat_id, thread_id, str(checked["shelf"]))
        return self.settings(chat_id, thread_id)

    def own_shelf(self, chat_id: int) -> str:
        """The name of the chat's own shelf; it stays when a group becomes a supergroup."""
        with self._transaction() as connection:
            return chats.own_shelf(connection, chat_id)

    def moved(self, old_chat_id: int, new_chat_id: int) -> None:
        """Give all that is kept of a group to the supergroup it became; twice is as good as once."""
        with self._transaction() as connection:
            chats.move(connection, old_chat_id, new_chat_id)
            keys.move(connection, old_chat_id, new_chat_id)

    def key(self, chat_id: int) -> str:
        """The key that opens the chat's own shelf in a browser, until the chat is forgotten."""
        secret = self._pages_secret
        with self._transaction() as connection:
            return keys.key(connection, secret, chat_id)

    def opened_by(self, key: str) -> OwnShelf | None:
        """The shelf that the key opens; None for none that is in force."""
        secret = self._pages_secret
        with self._transaction() as connection:
            return keys.opened(connection, secret, key)

    def signature(self, *parts: str) -> str:
        """What nobody else can put under these parts, in this order."""
        return signing.signature(self._pages_secret, "parts", *parts)

    def person(self, person_id: int | str) -> str:
        """What the notebook knows a person, or a browser by a name of its own, as: a keyed hash."""
        return persons.hashed(self._persons_secret, person_id)

    def added(self, chat_id: int, article_id: str, person_id: int) -> None:
        """Note who put the article on the chat's own shelf."""
        person = self.person(person_id)
        with self._transaction() as connection:
            adders.added(connection, chat_id, article_id, person)

    def removed(self, chat_id: int, article_id: str) -> None:
        """Forget that, as the article is gone."""
        with self._transaction() as connection:
            adders.removed(connection, chat_id, article_id)

    def is_adder(self, chat_id: int, article_id: str, person_id: int) -> bool:
        """Whether it was this person who put the article on the chat's own shelf."""
        with self._transaction() as connection:
            adder = adders.adder(connection, chat_id, article_id)
        return adder is not None and adder == self.person(person_id)

    def write(self, given: Given) -> Given:
        """`given` with its number; one that has a number takes that one's place, its votes start anew."""
        with self._transaction() as connection:
            return answers.write(connection, given)

    def written_once(self, given: Given) -> Given:
        """The answer that a page gave before, where it is the same; else `given`, written, with its number."""
        with self._transaction() as connection:
            return answers.same_page(connection, given) or answers.write(connection, given)

    def sent(self, number: int, message_id: int) -> None:
        """Note as which message of its chat the answer was sent."""
        with self._transaction() as connection:
            answers.note(connection, number, answer_message_id=message_id)

    def show(self, number: int, position: int) -> None:
        """Note which hit the answer shows now."""
        with self._transaction() as connection:
            answers.note(connection, number, position=position)

    def given(self, number: int) -> Given | None:
        """The answer of that number; None where it was forgotten."""
        return self._newest(_OF.number == number)

    def given_to(self, chat_id: int, asked_message_id: int) -> Given | None:
        """The answer to that message, the newest where there are several."""
        return self._newest(_OF.chat_id == chat_id, _OF.asked_message_id == asked_message_id)

    def same_lately(
        self, chat_id: int, thread_id: int | None, question: str, within: timedelta
    ) -> Given | None:
        """The newest answer sent in that topic to the same question, asked at most `within` ago.

        Questions are the same that differ in punctuation, case or script only.
        """
        same = (_OF.question_key == answers.question_key(question), _OF.asked_at >= self._now() - within)
        sent = _OF.answer_message_id.is_not(None)
        return self._newest(_OF.chat_id == chat_id, _OF.thread_id == thread_id, *same, sent)

    def _newest(self, *conditions: ColumnElement[bool]) -> Given | None:
        with self._transaction() as connection:
            return answers.newest(connection, *conditions)

    def pressed(self, number: int, person_id: int | str, value: int) -> tuple[int, Tally]:
        """The person's vote on the answer after this press, 1, -1 or 0 for none, and all votes.

        The same vote again takes it back. Raises ValueError for what is no vote.
        """
        person = self.person(person_id)
        with self._transaction() as connection:
            stands = 0 if votes.standing(connection, number, person) == value else value
            votes.vote(connection, number, person, stands)
            return stands, votes.tally(connection, number)

    def unanswered(self, chat_id: int, shelf: str, question: str) -> None:
        """Note a question that found nothing; of a chat, or of all browsers, the newest 10,000 or so are kept."""
        with self._transaction() as connection:
            gaps.note(connection, chat_id, shelf, question, self._now())
            if next(self._noted) % _PRUNED_EVERY == 0:
                gaps.prune(connection, chat_id)

    def gaps(self, chat_id: int, limit: int = 20, *, days: int = 90) -> tuple[Gap, ...]:
        """What found nothing or was voted down in the chat in the last `days`, most wanted first."""
        with self._transaction() as connection:
            asked = gaps.asked(connection, chat_id, self._now() - timedelta(days=days))
        return gaps.clustered(asked)[:limit]

    def first_time(self, update_id: int) -> bool:
        """True once for each update, over all threads, processes and restarts."""
        with self._transaction() as connection:
            first = updates.first_time(connection, update_id, self._now())
            if next(self._updates) % _PRUNED_EVERY == 0:
                updates.prune(connection, self._now())
            return first

    def kept(self, chat_id: int, person_id: int | None = None) -> Kept:
        """How much is kept of the chat, and of the person in all chats."""
        person = None if person_id is None else self.person(person_id)
        with self._transaction() as connection:
            return privacy.kept(connection, chat_id, person)

    def forget_older_than(self, days: int) -> None:
        """Delete for good all that is older, except settings."""
        moment = self._now() - timedelta(days=days)
        self._forget(lambda connection: privacy.forget_before(connection, moment))

    def forget_chat(self, chat_id: int) -> None:
        """Delete for good all that is kept of the chat."""
        self._forget(lambda connection: privacy.forget_chat(connection, chat_id))

    def forget_person(self, person_id: int) -> None:
        """Delete for good all that is kept of the person: answers they asked for, votes, their private chat."""
        person = self.person(person_id)
        # the chat with one person has that person's id
        self._forget(lambda connection: privacy.forget_person(connection, person, person_id))

    def _forget(self, forget: Callable[[Connection], None]) -> None:
        with self._transaction() as connection:
            forget(connection)
        erase(self._engine)

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
