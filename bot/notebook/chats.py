"""A chat's settings and the name of its own shelf."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, FromClause, delete, exists, func, select, update

from bot.locale import languages
from bot.model import PUBLIC, ShelfRef
from bot.storage.schema import adders, answers, chats, topics, unanswered, updates
from bot.storage.transaction import insert_into

__all__ = [
    "WEB",
    "Adders",
    "ChatId",
    "ChatSettings",
    "Length",
    "Quiet",
    "belongs_to_a_chat",
    "bind_topic",
    "change",
    "check",
    "move",
    "of_chat",
    "own_shelf",
    "settings",
    "topic_shelf",
]


class ChatId(NamedTuple):
    """A chat: its platform, and its id there."""

    platform: str
    id: int

    def columns(self) -> dict[str, str | int]:
        """Return the columns that name the chat in a table."""
        return {"platform": self.platform, "chat_id": self.id}


WEB = ChatId("web", 0)
"""The chat of everybody who asks the public shelf in a browser."""

_UNPREFIXED = "telegram"
"""The platform whose chats' shelves are named after the id alone, as when it was the only one."""


class Length(StrEnum):
    """The amount of a passage that an answer shows at first."""

    SHORT = "short"
    FULL = "full"


class Quiet(StrEnum):
    """The bot's reaction in a group when nothing was found."""

    REACTION = "reaction"
    SILENT = "silent"
    MESSAGE = "message"


class Adders(StrEnum):
    """The members who may put articles on a group's own shelf."""

    ADMINS = "admins"
    EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSettings:
    """The settings of one chat; the defaults hold until somebody chooses."""

    language: str | None = None
    """None means the language of whoever asks."""
    citation_style: str = "gbt7714"
    length: Length = Length.SHORT
    quiet: Quiet = Quiet.REACTION
    buttons: bool = True
    lookup: bool = False
    """True if an answer is shown to its asker alone, as far as the platform can."""
    adding: Adders = Adders.ADMINS
    shelf: ShelfRef = PUBLIC


_MAX_SHELF_CHARACTERS = 64
_SETTING_NAMES = tuple(field.name for field in fields(ChatSettings))
_SWITCHES = ("buttons", "lookup")
_KINDS: Mapping[str, type[StrEnum]] = {"length": Length, "quiet": Quiet, "adding": Adders}
_COLUMNS = tuple(chats.c[name] for name in _SETTING_NAMES)


def check(changes: Mapping[str, object], styles: Collection[str]) -> dict[str, object]:
    """Return `changes` as a dict. Raises ValueError, naming the choices, for what is no setting."""
    choices = _choices(styles)
    for name, value in changes.items():
        if name == "shelf":
            _check_shelf(value)
        elif name not in choices:
            raise ValueError(f"{name}: no such setting; there are: {' '.join(_SETTING_NAMES)}")
        elif value not in choices[name] or (name in _SWITCHES and not isinstance(value, bool)):
            raise ValueError(f"{name}: cannot be {value!r}; choose from: {' '.join(map(str, choices[name]))}")
    return dict(changes)


def _choices(styles: Collection[str]) -> dict[str, tuple[object, ...]]:
    return {
        "language": (None, *languages()),
        "citation_style": tuple(styles),
        "length": tuple(Length),
        "quiet": tuple(Quiet),
        "adding": tuple(Adders),
        **dict.fromkeys(_SWITCHES, (True, False)),
    }


def _check_shelf(shelf: object) -> None:
    if not isinstance(shelf, ShelfRef) or not 0 < len(str(shelf)) <= _MAX_SHELF_CHARACTERS:
        raise ValueError(
            f"shelf: cannot be {shelf!r}; give a name of at most {_MAX_SHELF_CHARACTERS} characters"
        )


def of_chat(table: FromClause, chat: ChatId) -> ColumnElement[bool]:
    """Return the condition that a row of `table` belongs to the chat."""
    return (table.c.platform == chat.platform) & (table.c.chat_id == chat.id)


def settings(connection: Connection, chat: ChatId) -> ChatSettings:
    """Return the settings of the chat; the defaults if it has none."""
    row = connection.execute(select(*_COLUMNS).where(of_chat(chats, chat))).mappings().first()
    if row is None:
        return ChatSettings()
    kinds = {name: kind(row[name]) for name, kind in _KINDS.items()}
    return ChatSettings(**{**row, **kinds, "shelf": ShelfRef.parse(row["shelf"])})


def change(connection: Connection, chat: ChatId, changes: Mapping[str, object]) -> None:
    """Set only what `changes` names, so that two admins do not undo each other's changes."""
    defaults = {name: getattr(ChatSettings(), name) for name in _SETTING_NAMES}
    changed = {name: _column_value(value) for name, value in changes.items()}
    row = {**chat.columns(), **{name: _column_value(value) for name, value in defaults.items()}, **changed}
    new = insert_into(connection, chats).values(row)
    keys = [chats.c.platform, chats.c.chat_id]
    if changes:
        connection.execute(new.on_conflict_do_update(index_elements=keys, set_=changed))


def _column_value(value: object) -> object:
    return str(value) if isinstance(value, ShelfRef) else value


def topic_shelf(connection: Connection, chat: ChatId, topic_id: int) -> ShelfRef | None:
    """Return the shelf that the topic asks; None if it asks the same as its chat."""
    condition = of_chat(topics, chat) & (topics.c.topic_id == topic_id)
    name: str | None = connection.scalar(select(topics.c.shelf).where(condition))
    return None if name is None else ShelfRef.parse(name)


def bind_topic(connection: Connection, chat: ChatId, topic_id: int, shelf: ShelfRef) -> None:
    """Let the topic ask `shelf`."""
    new = insert_into(connection, topics).values(
        {**chat.columns(), "topic_id": topic_id, "shelf": str(shelf)}
    )
    keys = [topics.c.platform, topics.c.chat_id, topics.c.topic_id]
    connection.execute(new.on_conflict_do_update(index_elements=keys, set_={"shelf": str(shelf)}))


def own_shelf(connection: Connection, chat: ChatId) -> str:
    """Return the name of the chat's own shelf, whether or not it exists yet."""
    name: str | None = connection.scalar(select(chats.c.own_shelf).where(of_chat(chats, chat)))
    return name or _named_after(chat)


def belongs_to_a_chat(shelf: str) -> bool:
    """Return whether a shelf of that name is some chat's own."""
    return re.fullmatch(r"(?:[a-z]+:)?chat-?[0-9]+", shelf) is not None


def _named_after(chat: ChatId) -> str:
    prefix = "" if chat.platform == _UNPREFIXED else f"{chat.platform}:"
    return f"{prefix}chat{chat.id}"


def move(connection: Connection, old: ChatId, new: ChatId) -> None:
    """Give all data of the chat `old` to the chat `new`, whose settings are replaced."""
    # in one statement: a second report of the same move would otherwise delete what was just moved
    there = exists().where(of_chat(chats.alias("old"), old))
    connection.execute(delete(chats).where(of_chat(chats, new), there))
    named = func.coalesce(chats.c.own_shelf, _named_after(old))
    connection.execute(update(chats).where(of_chat(chats, old)).values(**new.columns(), own_shelf=named))
    # a supergroup numbers its messages anew: an old id would mean another message
    forgotten = {"asked_message_id": None, "answer_message_id": None}
    connection.execute(update(answers).where(of_chat(answers, old)).values(**new.columns(), **forgotten))
    for table in (unanswered, updates):
        connection.execute(update(table).where(of_chat(table, old)).values(**new.columns()))
    known = exists().where(of_chat(adders.alias("old"), old))
    connection.execute(delete(adders).where(of_chat(adders, new), known))
    connection.execute(update(adders).where(of_chat(adders, old)).values(**new.columns()))
