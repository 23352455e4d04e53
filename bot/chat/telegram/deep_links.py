"""Deep links into the private chat, `https://t.me/<bot>?start=<payload>`.

Each kind is written and read here. A payload holds at most 64 characters of `[A-Za-z0-9_-]`.
"""

import re
from dataclasses import dataclass
from typing import ClassVar, Literal, Self, TypeAlias, cast, get_args

from bot.chat.telegram.callbacks import Correctable
from bot.chat.telegram.forms import ARTICLE_ID, Form

__all__ = ["ChooseShelf", "Correction", "DeepLink", "OpenParagraph", "ShowPage", "link_to", "parse_link"]


class _Plain(Form):
    """A link that is written as its form."""

    __slots__ = ()

    def payload(self) -> str:
        """The text after `?start=`."""
        return self.written()


@dataclass(frozen=True, slots=True)
class OpenParagraph(_Plain):
    """Show a paragraph of an article."""

    FORM: ClassVar[str] = "p_{article_id}_{paragraph}"

    article_id: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class ChooseShelf(_Plain):
    """Let the chat ask that shelf from now on; operators write such links by hand."""

    FORM: ClassVar[str] = "s_{shelf}"

    shelf: str


@dataclass(frozen=True, slots=True)
class Correction:
    """The article and field of a question of the bot's; only read from there, never opened."""

    PATTERN: ClassVar[str] = rf"fix_([a-z]{{1,16}})_({ARTICLE_ID})"

    field: Correctable
    article_id: str

    def payload(self) -> str:
        """The text after `?start=`."""
        return f"fix_{self.field}_{self.article_id}"

    @classmethod
    def read(cls, match: re.Match[str]) -> Self | None:
        """Return the link of the matched payload."""
        return cls(cast(Correctable, match[1]), match[2]) if match[1] in get_args(Correctable) else None


@dataclass(frozen=True, slots=True)
class ShowPage:
    """Show what a command shows."""

    PATTERN: ClassVar[str] = r"(privacy|help)"

    page: Literal["privacy", "help"]

    def payload(self) -> str:
        """The text after `?start=`."""
        return self.page

    @classmethod
    def read(cls, match: re.Match[str]) -> Self | None:
        """Return the link of the matched payload."""
        return cls(cast(Literal["privacy", "help"], match[1]))


DeepLink: TypeAlias = OpenParagraph | ChooseShelf | Correction | ShowPage


def link_to(target: DeepLink, username: str) -> str:
    """Return the address that opens `target` in the private chat with the bot `username`."""
    return f"https://t.me/{username}?start={target.payload()}"


def parse_link(payload: str) -> DeepLink | None:
    """Return the link of a /start payload; None for a payload that the bot never wrote."""
    for kind in get_args(DeepLink):
        if match := re.fullmatch(kind.PATTERN, payload, re.ASCII):
            target: DeepLink | None = kind.read(match)
            return target
    return None
