"""The persons who put articles on a chat's own shelf."""

from sqlalchemy import Connection, delete, select

from bot.notebook.chats import ChatId, of_chat
from bot.storage.schema import adders
from bot.storage.transaction import insert_into

__all__ = ["adder", "forget_adder", "note_adder"]


def note_adder(connection: Connection, chat: ChatId, article_id: str, person: str) -> None:
    """Note who put the article on the chat's own shelf, replacing whoever was noted before."""
    row = {**chat.columns(), "article_id": article_id, "person": person}
    keys = [adders.c.platform, adders.c.chat_id, adders.c.article_id]
    new = insert_into(connection, adders).values(row)
    connection.execute(new.on_conflict_do_update(index_elements=keys, set_={"person": person}))


def forget_adder(connection: Connection, chat: ChatId, article_id: str) -> None:
    """Forget who put the article on the chat's own shelf."""
    connection.execute(delete(adders).where(of_chat(adders, chat), adders.c.article_id == article_id))


def adder(connection: Connection, chat: ChatId, article_id: str) -> str | None:
    """Return the hash of the person who put the article on the shelf; None if unknown."""
    condition = of_chat(adders, chat) & (adders.c.article_id == article_id)
    person: str | None = connection.scalar(select(adders.c.person).where(condition))
    return person
