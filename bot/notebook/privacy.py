"""What is kept of a chat or a person, and forgetting it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select

from bot.notebook import keys
from bot.storage.schema import adders, answers, chats, topics, unanswered, updates, votes

__all__ = ["Kept", "forget_before", "forget_chat", "forget_person", "kept"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How much is kept: of the chat, and of the person in all chats."""

    settings: bool
    answers: int
    unanswered: int
    asked: int
    """Answers that the person asked for."""
    votes: int
    """Answers that the person voted on."""


def kept(connection: Connection, chat_id: int, person: str | None) -> Kept:
    """What is kept of the chat and, by its hash, of the person."""
    return Kept(
        settings=_count(connection, chats, chats.c.chat_id == chat_id) > 0,
        answers=_count(connection, answers, answers.c.chat_id == chat_id),
        unanswered=_count(connection, unanswered, unanswered.c.chat_id == chat_id),
        asked=0 if person is None else _count(connection, answers, answers.c.asker == person),
        votes=0 if person is None else _count(connection, votes, votes.c.person == person),
    )


def forget_before(connection: Connection, moment: datetime) -> None:
    """Delete the answers, with their votes, the unanswered questions and the updates seen before `moment`."""
    connection.execute(delete(answers).where(answers.c.asked_at < moment))
    connection.execute(delete(unanswered).where(unanswered.c.asked_at < moment))
    connection.execute(delete(updates).where(updates.c.seen_at < moment))


def forget_chat(connection: Connection, chat_id: int) -> None:
    """Delete the chat's settings and its topics', who added its articles, its answers with their votes, its gaps, its key."""
    keys.forget(connection, chat_id)
    for table in (chats, topics, adders, answers, unanswered):
        connection.execute(delete(table).where(table.c.chat_id == chat_id))


def forget_person(connection: Connection, person: str, private_chat_id: int) -> None:
    """Delete the answers the person asked for, their votes, that they added articles, and the chat that is theirs alone."""
    forget_chat(connection, private_chat_id)
    connection.execute(delete(answers).where(answers.c.asker == person))
    for table in (votes, adders):
        connection.execute(delete(table).where(table.c.person == person))


def _count(connection: Connection, table: Table, condition: ColumnElement[bool]) -> int:
    return connection.execute(select(func.count()).select_from(table).where(condition)).scalar_one()
