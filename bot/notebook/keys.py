"""Keys: each opens a chat's own shelf in a browser for whoever has it, until the chat is forgotten."""

import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from secrets import token_urlsafe

from sqlalchemy import Connection, delete, exists, select, update

from bot.notebook import chats
from bot.notebook.chats import ChatId, of_chat
from bot.notebook.signing import signature
from bot.storage.schema import keys
from bot.storage.transaction import insert_into

__all__ = ["OwnShelf", "forget", "key", "move", "shelf_for_key"]

_HANDLE_BYTES, _HANDLE_CHARACTERS = 12, 16
_KEY = re.compile(r"[A-Za-z0-9_-]{38}", re.ASCII)


@dataclass(frozen=True, slots=True)
class OwnShelf:
    """A chat and the name of its own shelf."""

    chat: ChatId
    name: str


def key(connection: Connection, secret: bytes, chat: ChatId) -> str:
    """Return the key to the chat's own shelf, the same until it is forgotten.

    It has 38 characters of `[A-Za-z0-9_-]`: a random handle, which reveals nothing about the chat, and a
    signature of the handle and the shelf's name.
    """
    handle = connection.scalar(select(keys.c.handle).where(of_chat(keys, chat)))
    if handle is None:
        row = {**chat.columns(), "handle": token_urlsafe(_HANDLE_BYTES)}
        new = insert_into(connection, keys).values(row)
        connection.execute(new.on_conflict_do_nothing(index_elements=[keys.c.platform, keys.c.chat_id]))
        handle = connection.execute(select(keys.c.handle).where(of_chat(keys, chat))).scalar_one()
    return _with_signature(secret, OwnShelf(chat, chats.own_shelf(connection, chat)), str(handle))


def shelf_for_key(connection: Connection, secrets: Sequence[bytes], key: str) -> OwnShelf | None:
    """Return the shelf that the key opens, signed with any of `secrets`; None for a key unknown, forgotten or tampered with."""
    if not _KEY.fullmatch(key):
        return None
    handle = key[:_HANDLE_CHARACTERS]
    row = connection.execute(select(keys.c.platform, keys.c.chat_id).where(keys.c.handle == handle)).first()
    # no chat has the id 0; with it, guessing handles reveals nothing through how long it takes
    chat = ChatId(*row) if row is not None else ChatId("telegram", 0)
    own = OwnShelf(chat, chats.own_shelf(connection, chat))
    fits = any(hmac.compare_digest(key, _with_signature(secret, own, handle)) for secret in secrets)
    return own if fits and row is not None else None


def move(connection: Connection, old: ChatId, new: ChatId) -> None:
    """Let the key of the chat `old` open the shelf of the chat `new`, which is the same shelf."""
    there = exists().where(of_chat(keys.alias("old"), old))
    connection.execute(delete(keys).where(of_chat(keys, new), there))
    connection.execute(update(keys).where(of_chat(keys, old)).values(**new.columns()))


def forget(connection: Connection, chat: ChatId) -> None:
    """Make the chat's key open nothing for ever: the next key has another handle."""
    connection.execute(delete(keys).where(of_chat(keys, chat)))


def _with_signature(secret: bytes, own: OwnShelf, handle: str) -> str:
    return handle + signature(secret, "key", handle, own.name)
