"""The callback data of the bot's buttons; each kind is written and read in this one file.

A wish is what a button asks for. `data()` is at most 64 bytes, and `parse_wish(data)` returns the wish. Buttons stay
under messages for years, so old data must stay readable.
"""

import re
from dataclasses import dataclass
from typing import ClassVar, Literal, Self, TypeAlias, cast, get_args

from bot.assistant.own_shelves import ShelfChoice
from bot.chat.telegram.forms import ARTICLE_ID, PAGE, Form

__all__ = [
    "AnswerAction",
    "AnswerWish",
    "AskInstead",
    "ChangeSetting",
    "ChoicePage",
    "ChooseArticle",
    "CorrectSource",
    "Correctable",
    "ForgetData",
    "ForgetShelf",
    "GapsPage",
    "KeepBoth",
    "ListPage",
    "OpenArticle",
    "RemoveArticle",
    "ReplaceEarlier",
    "SwitchShelf",
    "UndoAdding",
    "UndoAll",
    "Wish",
    "parse_wish",
    "turns_a_page",
]

AnswerAction = Literal["hit", "near", "styles", "back", "cite", "up", "down", "delete", "public", "outline"]
Correctable = Literal["title", "author", "published", "publication"]

_CODES: dict[str, AnswerAction] = {
    "h": "hit", "n": "near", "s": "styles", "b": "back", "c": "cite", "u": "up", "d": "down", "x": "delete", "p": "public",
    "o": "outline",
}  # fmt: skip
_TURNING: frozenset[AnswerAction] = frozenset({"hit", "near", "styles", "back", "outline"})
_LETTERS = {action: code for code, action in _CODES.items()}


class _Plain(Form):
    """A wish that is written as its form."""

    __slots__ = ()

    def data(self) -> str:
        """The button's callback data."""
        return self.written()


@dataclass(frozen=True, slots=True)
class AnswerWish:
    """A button of an answer, with the hit's index and the passage's distance from it."""

    PATTERN: ClassVar[str] = r"([a-z]):(\d{1,12}):(\d{1,3}):(-?\d{1,4})(?::([a-z0-9_]{1,16}))?"

    action: AnswerAction
    number: int
    position: int = 0
    offset: int = 0
    style: str = ""

    def data(self) -> str:
        """The button's callback data."""
        style = f":{self.style}" if self.style else ""
        return f"{_LETTERS[self.action]}:{self.number}:{self.position}:{self.offset}{style}"

    @classmethod
    def read(cls, match: re.Match[str]) -> Self | None:
        """Return the wish of the matched data."""
        action = _CODES.get(match[1])
        return action and cls(action, int(match[2]), int(match[3]), int(match[4]), match[5] or "")


@dataclass(frozen=True, slots=True)
class ChooseArticle(_Plain):
    """Put the question of the answer with that number to the article."""

    FORM: ClassVar[str] = "of:{number}:{article_id}"

    number: int
    article_id: str


@dataclass(frozen=True, slots=True)
class ChoicePage(_Plain):
    """Turn to a page of the articles that the question may be about, counted from 0."""

    FORM: ClassVar[str] = "which:{number}:{page}"

    number: int
    page: int


@dataclass(frozen=True, slots=True)
class UndoAdding(_Plain):
    """Remove the article that was just added."""

    FORM: ClassVar[str] = "art:undo:{article_id}"

    article_id: str


@dataclass(frozen=True, slots=True)
class UndoAll(_Plain):
    """Remove all articles that the buttons of its own message open: those that came together."""

    FORM: ClassVar[str] = "art:undo:all"


@dataclass(frozen=True, slots=True)
class AskInstead(_Plain):
    """Remove the article that was just added, and answer its text as a question."""

    FORM: ClassVar[str] = "art:question:{article_id}"

    article_id: str


@dataclass(frozen=True, slots=True)
class ReplaceEarlier:
    """Put the article that was just added in the place of an earlier one."""

    PATTERN: ClassVar[str] = rf"art:new:({ARTICLE_ID}):({ARTICLE_ID})"

    article_id: str
    earlier_id: str

    def data(self) -> str:
        """The button's callback data."""
        return f"art:new:{self.article_id}:{self.earlier_id}"

    @classmethod
    def read(cls, match: re.Match[str]) -> Self | None:
        """Return the wish of the matched data."""
        return cls(match[1], match[2])


@dataclass(frozen=True, slots=True)
class KeepBoth(_Plain):
    """Leave the article that was just added beside the one that it is like."""

    FORM: ClassVar[str] = "art:both:{article_id}"

    article_id: str


@dataclass(frozen=True, slots=True)
class CorrectSource:
    """Ask for another value of a field of the article's source record."""

    PATTERN: ClassVar[str] = rf"art:fix:([a-z]{{1,16}}):({ARTICLE_ID})"

    field: Correctable
    article_id: str

    def data(self) -> str:
        """The button's callback data."""
        return f"art:fix:{self.field}:{self.article_id}"

    @classmethod
    def read(cls, match: re.Match[str]) -> Self | None:
        """Return the wish of the matched data."""
        return cls(cast(Correctable, match[1]), match[2]) if match[1] in get_args(Correctable) else None


@dataclass(frozen=True, slots=True)
class ListPage(_Plain):
    """Turn to a page of the list of articles, counted from 0."""

    FORM: ClassVar[str] = "art:list:{page}"

    page: int


@dataclass(frozen=True, slots=True)
class OpenArticle(_Plain):
    """Open an article of the list; the list was at that page."""

    FORM: ClassVar[str] = "art:open:{article_id}:{page}"

    article_id: str
    page: int


@dataclass(frozen=True, slots=True)
class RemoveArticle:
    """Take an article off the shelf, after asking unless `sure`; the list was at that page."""

    PATTERN: ClassVar[str] = rf"art:(drop|gone):({ARTICLE_ID}):({PAGE})"

    article_id: str
    page: int = 0
    sure: bool = False

    def data(self) -> str:
        """The button's callback data."""
        return f"art:{'gone' if self.sure else 'drop'}:{self.article_id}:{self.page}"

    @classmethod
    def read(cls, match: re.Match[str]) -> Self | None:
        """Return the wish of the matched data."""
        return cls(match[2], int(match[3]), match[1] == "gone")


@dataclass(frozen=True, slots=True)
class ForgetShelf:
    """Delete the chat's own shelf after /forget, or keep it."""

    PATTERN: ClassVar[str] = r"art:forget:(yes|no)"

    sure: bool

    def data(self) -> str:
        """The button's callback data."""
        return f"art:forget:{'yes' if self.sure else 'no'}"

    @classmethod
    def read(cls, match: re.Match[str]) -> Self | None:
        """Return the wish of the matched data."""
        return cls(match[1] == "yes")


@dataclass(frozen=True, slots=True)
class SwitchShelf:
    """Ask another shelf from now on; `shown` if the button is under /shelf, which it updates."""

    PATTERN: ClassVar[str] = rf"art:(ask|shelf):({'|'.join(ShelfChoice)})"

    choice: ShelfChoice
    shown: bool = True

    def data(self) -> str:
        """The button's callback data."""
        return f"art:{'shelf' if self.shown else 'ask'}:{self.choice}"

    @classmethod
    def read(cls, match: re.Match[str]) -> Self | None:
        """Return the wish of the matched data."""
        return cls(ShelfChoice(match[2]), match[1] == "shelf")


@dataclass(frozen=True, slots=True)
class GapsPage(_Plain):
    """Turn to a page of /gaps, counted from 0."""

    FORM: ClassVar[str] = "gaps:{page}"

    page: int


@dataclass(frozen=True, slots=True)
class ForgetData:
    """Delete the person's or the chat's data, after asking unless `sure`; "back" to /privacy."""

    PATTERN: ClassVar[str] = r"keep:(?:(back)|(me|chat)(:yes)?)"

    what: Literal["me", "chat", "back"]
    sure: bool = False

    def data(self) -> str:
        """The button's callback data."""
        return f"keep:{self.what}{':yes' if self.sure else ''}"

    @classmethod
    def read(cls, match: re.Match[str]) -> Self | None:
        """Return the wish of the matched data."""
        return cls(cast(Literal["me", "chat", "back"], match[1] or match[2]), match[3] is not None)


@dataclass(frozen=True, slots=True)
class ChangeSetting(_Plain):
    """Set a setting to a value; never to "the next", since two presses at once would skip a value."""

    FORM: ClassVar[str] = "set:{name}:{value}"

    name: str
    value: str


Wish: TypeAlias = (
    AnswerWish
    | ChooseArticle
    | ChoicePage
    | UndoAdding
    | UndoAll
    | AskInstead
    | ReplaceEarlier
    | KeepBoth
    | CorrectSource
    | ListPage
    | OpenArticle
    | RemoveArticle
    | ForgetShelf
    | SwitchShelf
    | GapsPage
    | ForgetData
    | ChangeSetting
)


def turns_a_page(wish: Wish | None) -> bool:
    """Return whether the wish only shows something else in its message, so that of several the last will do."""
    if isinstance(wish, AnswerWish):
        return wish.action in _TURNING
    return isinstance(wish, ChoicePage | GapsPage | ListPage)


def parse_wish(data: str | None) -> Wish | None:
    """Return the wish of the callback data; None for data that the bot never wrote."""
    for kind in get_args(Wish):
        if match := re.fullmatch(kind.PATTERN, data or "", re.ASCII):
            wish: Wish | None = kind.read(match)
            return wish
    return None
