"""Keys: each opens one chat's own shelf in a browser, to whoever has it, until the chat is forgotten."""

import hmac
import re
from dataclasses import dataclass
from secrets import token_urlsafe

from sqlalchemy import Connection, delete, exists, select, update

from bot.notebook import chats
from bot.notebook.signing import signature
from bot.storage.schema import keys
from bot.storage.transaction import inserting

__all__ = ["OwnShelf", "forget", "key", "move", "opened"]

_HANDLE_BYTES, _HANDLE = 12, 16
_KEY = re.compile(r"[A-Za-z0-9_-]{38}", re.ASCII)


@dataclass(frozen=True, slots=True)
class OwnShelf:
    """A chat and the name of its own shelf."""

    chat_id: int
    name: str


def key(connection: Connection, secret: bytes, chat_id: int) -> str:
    """The key to the chat's own shelf: 38 characters of `[A-Za-z0-9_-]`, always the same until it is forgotten.

    A random handle, which tells nothing of the chat, and its signature together with the shelf's name.
    """
    found = connection.scalar(select(keys.c.handle).where(keys.c.chat_id == chat_id))
    if found is None:
        row = {"chat_id": chat_id, "handle": token_urlsafe(_HANDLE_BYTES)}
        new = inserting(connection, keys).values(row)
        connection.execute(new.on_conflict_do_nothing(index_elements=[keys.c.chat_id]))
        found = connection.execute(select(keys.c.handle).where(keys.c.chat_id == chat_id)).scalar_one()
    return _written(secret, OwnShelf(chat_id, chats.own_shelf(connection, chat_id)), str(found))


def opened(connection: Connection, secret: bytes, key: str) -> OwnShelf | None:
    """What the key opens; None for one that was never given out, was forgotten, or was tampered with."""
    if not _KEY.fullmatch(key):
        return None
    handle = key[:_HANDLE]
    chat_id: int | None = connection.scalar(select(keys.c.chat_id).where(keys.c.handle == handle))
    # no chat has that number: who tries handles learns nothing from how long it takes
    own = OwnShelf(chat_id or 0, chats.own_shelf(connection, chat_id or 0))
    fits = hmac.compare_digest(key, _written(secret, own, handle))
    return own if fits and chat_id is not None else None


def move(connection: Connection, old: int, new: int) -> None:
    """The key of the chat `old` opens the shelf of `new` from now on, which is the same one."""
    there = exists().where(keys.alias("old").c.chat_id == old)
    connection.execute(delete(keys).where(keys.c.chat_id == new, there))
    connection.execute(update(keys).where(keys.c.chat_id == old).values(chat_id=new))


def forget(connection: Connection, chat_id: int) -> None:
    """The chat's key opens nothing any more, nor will it ever: the next one has another handle."""
    connection.execute(delete(keys).where(keys.c.chat_id == chat_id))


def _written(secret: bytes, own: OwnShelf, handle: str) -> str:
    return handle + signature(secret, "key", handle, own.name)
