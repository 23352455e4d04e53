"""A chat's settings and the name of its own shelf."""

import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum

from sqlalchemy import Connection, delete, exists, func, select, update

from bot.locale import languages
from bot.model import PUBLIC_SHELF
from bot.storage.schema import adders, answers, chats, unanswered
from bot.storage.transaction import inserting

__all__ = [
    "WEB",
    "Adding",
    "ChatSettings",
    "Length",
    "Quiet",
    "belongs_to_a_chat",
    "change",
    "checked",
    "move",
    "own_shelf",
    "settings",
]


WEB = 0
"""The chat of all who ask the public shelf in a browser; no platform's chat has that id."""


class Length(StrEnum):
    """How much of a passage an answer shows at once."""

    SHORT = "short"
    FULL = "full"


class Quiet(StrEnum):
    """What a group gets where nothing was found."""

    REACTION = "reaction"
    SILENT = "silent"
    MESSAGE = "message"


class Adding(StrEnum):
    """Who may put articles on a group's own shelf."""

    ADMINS = "admins"
    EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSettings:
    """How the bot behaves in one chat; the defaults hold where nobody chose."""

    language: str | None = None
    """None is the language of whoever asks."""
    citation_style: str = "gbt7714"
    length: Length = Length.SHORT
    quiet: Quiet = Quiet.REACTION
    buttons: bool = True
    lookup: bool = False
    """True where an answer is shown to its asker alone, as far as the platform can."""
    adding: Adding = Adding.ADMINS
    shelf: str = PUBLIC_SHELF


_NAMES = tuple(field.name for field in fields(ChatSettings))
_SWITCHES = ("buttons", "lookup")
_KINDS: Mapping[str, type[StrEnum]] = {"length": Length, "quiet": Quiet, "adding": Adding}
_COLUMNS = tuple(chats.c[name] for name in _NAMES)


def checked(changes: Mapping[str, object], styles: Collection[str]) -> dict[str, object]:
    """`changes` as they stand. Raises ValueError for a name or value that is no setting, saying which are."""
    choices = _choices(styles)
    for name, value in changes.items():
        if name == "shelf":
            _check_shelf(value)
        elif name not in choices:
            raise ValueError(f"{name}: no such setting; there are: {' '.join(_NAMES)}")
        elif value not in choices[name] or (name in _SWITCHES and not isinstance(value, bool)):
            raise ValueError(f"{name}: cannot be {value!r}; choose from: {' '.join(map(str, choices[name]))}")
    return dict(changes)


def _choices(styles: Collection[str]) -> dict[str, tuple[object, ...]]:
    return {
        "language": (None, *languages()),
        "citation_style": tuple(styles),
        "length": tuple(Length),
        "quiet": tuple(Quiet),
        "adding": tuple(Adding),
        **dict.fromkeys(_SWITCHES, (True, False)),
    }


def _check_shelf(name: object) -> None:
    if not isinstance(name, str) or not 0 < len(name) <= 64:
        raise ValueError(f"shelf: cannot be {name!r}; give a name of at most 64 characters")


def settings(connection: Connection, chat_id: int) -> ChatSettings:
    """The settings of the chat; the defaults where it has none."""
    row = connection.execute(select(*_COLUMNS).where(chats.c.chat_id == chat_id)).mappings().first()
    if row is None:
        return ChatSettings()
    return ChatSettings(**{**row, **{name: kind(row[name]) for name, kind in _KINDS.items()}})


def change(connection: Connection, chat_id: int, changes: Mapping[str, object]) -> None:
    """Set what `changes` names and nothing else, so that two admins do not undo one another."""
    row = {"chat_id": chat_id, **asdict(ChatSettings()), **changes}
    new = inserting(connection, chats).values(row)
    if changes:
        connection.execute(new.on_conflict_do_update(index_elements=[chats.c.chat_id], set_=dict(changes)))


def own_shelf(connection: Connection, chat_id: int) -> str:
    """The name of the chat's own shelf, whether or not there is one."""
    kept: str | None = connection.scalar(select(chats.c.own_shelf).where(chats.c.chat_id == chat_id))
    return kept or _named_after(chat_id)


def belongs_to_a_chat(shelf: str) -> bool:
    """Whether a shelf of that name is some chat's own."""
    return re.fullmatch(r"chat-?[0-9]+", shelf) is not None


def _named_after(chat_id: int) -> str:
    return f"chat{chat_id}"


def move(connection: Connection, old: int, new: int) -> None:
    """Give all that is kept of the chat `old` to the chat `new`; its settings replace those of `new`."""
    # in one statement: who is told twice at one moment would otherwise delete what was just moved
    there = exists().where(chats.alias("old").c.chat_id == old)
    connection.execute(delete(chats).where(chats.c.chat_id == new, there))
    named = func.coalesce(chats.c.own_shelf, _named_after(old))
    connection.execute(update(chats).where(chats.c.chat_id == old).values(chat_id=new, own_shelf=named))
    # a supergroup numbers its messages anew: an old id would mean another message
    forgotten = {"asked_message_id": None, "answer_message_id": None}
    connection.execute(update(answers).where(answers.c.chat_id == old).values(chat_id=new, **forgotten))
    connection.execute(update(unanswered).where(unanswered.c.chat_id == old).values(chat_id=new))
    known = exists().where(adders.alias("old").c.chat_id == old)
    connection.execute(delete(adders).where(adders.c.chat_id == new, known))
    connection.execute(update(adders).where(adders.c.chat_id == old).values(chat_id=new))
