"""Keys: each opens one chat's own shelf in a browser, to whoever has it, until the chat is forgotten."""

import hmac
import re
from dataclasses import dataclass
from secrets import token_urlsafe

from sqlalchemy import Connection, delete, exists, select, update

from bot.notebook import chats
from bot.notebook.chats import ChatId, of_chat
from bot.notebook.signing import signature
from bot.storage.schema import keys
from bot.storage.transaction import insert_into

__all__ = ["OwnShelf", "forget", "key", "move", "opened"]

_HANDLE_BYTES, _HANDLE = 12, 16
_KEY = re.compile(r"[A-Za-z0-9_-]{38}", re.ASCII)


@dataclass(frozen=True, slots=True)
class OwnShelf:
    """A chat and the name of its own shelf."""

    chat: ChatId
    name: str


def key(connection: Connection, secret: bytes, chat: ChatId) -> str:
    """The key to the chat's own shelf: 38 characters of `[A-Za-z0-9_-]`, always the same until it is forgotten.

    A random handle, which tells nothing of the chat, and its signature together with the shelf's name.
    """
    found = connection.scalar(select(keys.c.handle).where(of_chat(keys, chat)))
    if found is None:
        row = {**chat.columns(), "handle": token_urlsafe(_HANDLE_BYTES)}
        new = insert_into(connection, keys).values(row)
        connection.execute(new.on_conflict_do_nothing(index_elements=[keys.c.platform, keys.c.chat_id]))
        found = connection.execute(select(keys.c.handle).where(of_chat(keys, chat))).scalar_one()
    return _written(secret, OwnShelf(chat, chats.own_shelf(connection, chat)), str(found))


def opened(connection: Connection, secret: bytes, key: str) -> OwnShelf | None:
    """What the key opens; None for one that was never given out, was forgotten, or was tampered with."""
    if not _KEY.fullmatch(key):
        return None
    handle = key[:_HANDLE]
    row = connection.execute(select(keys.c.platform, keys.c.chat_id).where(keys.c.handle == handle)).first()
    # no chat has the other id: whoever tries handles learns nothing from how long it takes
    chat = ChatId(*row) if row is not None else ChatId("telegram", 0)
    own = OwnShelf(chat, chats.own_shelf(connection, chat))
    fits = hmac.compare_digest(key, _written(secret, own, handle))
    return own if fits and row is not None else None


def move(connection: Connection, old: ChatId, new: ChatId) -> None:
    """Let the key of the chat `old` open the shelf of `new`, which is the same shelf."""
    there = exists().where(of_chat(keys.alias("old"), old))
    connection.execute(delete(keys).where(of_chat(keys, new), there))
    connection.execute(update(keys).where(of_chat(keys, old)).values(**new.columns()))


def forget(connection: Connection, chat: ChatId) -> None:
    """Let the chat's key open nothing any more, for ever: the next one has another handle."""
    connection.execute(delete(keys).where(of_chat(keys, chat)))


def _written(secret: bytes, own: OwnShelf, handle: str) -> str:
    return handle + signature(secret, "key", handle, own.name)
