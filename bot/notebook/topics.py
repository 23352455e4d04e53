"""The shelf that a topic of a chat asks, where it has chosen one of its own."""

from sqlalchemy import Connection, select

from bot.storage.schema import topics
from bot.storage.transaction import inserting

__all__ = ["bind", "shelf"]


def shelf(connection: Connection, chat_id: int, thread_id: int) -> str | None:
    """The name of the shelf; None where the topic asks what its chat asks."""
    of = (topics.c.chat_id == chat_id) & (topics.c.thread_id == thread_id)
    found: str | None = connection.scalar(select(topics.c.shelf).where(of))
    return found


def bind(connection: Connection, chat_id: int, thread_id: int, name: str) -> None:
    """Let the topic ask the shelf `name`."""
    new = inserting(connection, topics).values(chat_id=chat_id, thread_id=thread_id, shelf=name)
    ids = [topics.c.chat_id, topics.c.thread_id]
    connection.execute(new.on_conflict_do_update(index_elements=ids, set_={"shelf": name}))
