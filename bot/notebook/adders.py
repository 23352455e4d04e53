"""Who put which article on a chat's own shelf."""

from sqlalchemy import Connection, delete, select

from bot.storage.schema import adders
from bot.storage.transaction import inserting

__all__ = ["added", "adder", "removed"]


def added(connection: Connection, chat_id: int, article_id: str, person: str) -> None:
    """Note who put the article there, in the place of who did before."""
    new = inserting(connection, adders).values(chat_id=chat_id, article_id=article_id, person=person)
    ids = [adders.c.chat_id, adders.c.article_id]
    connection.execute(new.on_conflict_do_update(index_elements=ids, set_={"person": person}))


def removed(connection: Connection, chat_id: int, article_id: str) -> None:
    """Forget who put the article there."""
    of = (adders.c.chat_id == chat_id) & (adders.c.article_id == article_id)
    connection.execute(delete(adders).where(of))


def adder(connection: Connection, chat_id: int, article_id: str) -> str | None:
    """The hash of who put the article there; None where nobody knows."""
    of = (adders.c.chat_id == chat_id) & (adders.c.article_id == article_id)
    found: str | None = connection.scalar(select(adders.c.person).where(of))
    return found
