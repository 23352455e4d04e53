"""Counting and forgetting the data stored of a chat or a person."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select

from bot.notebook import inbox, keys
from bot.notebook.chats import ChatId, of_chat
from bot.storage.schema import adders, answers, chats, topics, unanswered, updates, votes

__all__ = ["StoredCounts", "forget_before", "forget_chat", "forget_person", "stored_counts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCounts:
    """The amount of data stored: of the chat, and of the person in all chats."""

    settings: bool
    answers: int
    unanswered: int
    asked: int
    """Answers that the person asked for."""
    votes: int
    """Answers that the person voted on."""
    in_hand: int = 0
    """Messages and presses in the chat that are not finished yet."""
    sent: int = 0
    """The same of the person, in all chats."""


def stored_counts(connection: Connection, chat: ChatId, person: str | None) -> StoredCounts:
    """Count the data stored of the chat and of the person with that hash."""
    return StoredCounts(
        settings=_count(connection, chats, of_chat(chats, chat)) > 0,
        answers=_count(connection, answers, of_chat(answers, chat)),
        unanswered=_count(connection, unanswered, of_chat(unanswered, chat)),
        asked=0 if person is None else _count(connection, answers, answers.c.asker == person),
        votes=0 if person is None else _count(connection, votes, votes.c.person == person),
        in_hand=inbox.count_in_hand(connection, of_chat(updates, chat)),
        sent=0 if person is None else inbox.count_in_hand(connection, updates.c.person == person),
    )


def forget_before(connection: Connection, moment: datetime) -> None:
    """Delete the answers with their votes, unanswered questions and updates from before `moment`."""
    connection.execute(delete(answers).where(answers.c.asked_at < moment))
    connection.execute(delete(unanswered).where(unanswered.c.asked_at < moment))
    connection.execute(delete(updates).where(updates.c.seen_at < moment))


def forget_chat(connection: Connection, chat: ChatId) -> None:
    """Delete the settings, adders, answers, votes, gaps, updates and key of the chat and its topics."""
    keys.forget(connection, chat)
    inbox.forget(connection, [of_chat(updates, chat)])
    for table in (chats, topics, adders, answers, unanswered):
        connection.execute(delete(table).where(of_chat(table, chat)))


def forget_person(connection: Connection, person: str) -> None:
    """Delete the answers that the person asked for, their updates and votes, and the record of what they added."""
    inbox.forget(connection, [updates.c.person == person])
    connection.execute(delete(answers).where(answers.c.asker == person))
    for table in (votes, adders):
        connection.execute(delete(table).where(table.c.person == person))


def _count(connection: Connection, table: Table, condition: ColumnElement[bool]) -> int:
    return connection.execute(select(func.count()).select_from(table).where(condition)).scalar_one()
