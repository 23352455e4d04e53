"""Forms of the short texts that buttons and links carry: each is written and read by one line, such as `art:list:{page}`."""

import re
from collections.abc import Callable
from typing import Any, ClassVar, Self

__all__ = ["ARTICLE_ID", "PAGE", "Form"]

ARTICLE_ID = r"[a-z2-7]{10}"
PAGE = r"\d{1,6}"
_FIELD = re.compile(r"\{(\w+)\}")
_FIELDS: dict[str, tuple[str, Callable[[str], object]]] = {
    "article_id": (ARTICLE_ID, str),
    "name": (r"[a-z_]{1,20}", str),
    "number": (r"\d{1,12}", int),
    "page": (PAGE, int),
    "paragraph": (r"\d{1,6}", int),
    "shelf": (r"[A-Za-z0-9_-]{1,60}", str),
    "value": (r"[A-Za-z0-9_-]{1,20}", str),
}
"""What each field may hold, and how it is read."""


class Form:
    """A dataclass that is written as its `FORM`, with its fields in their braces, and read back from that."""

    __slots__ = ()
    FORM: ClassVar[str]
    PATTERN: ClassVar[str]

    def __init_subclass__(cls) -> None:
        if "FORM" in vars(cls):
            cls.PATTERN = _FIELD.sub(lambda field: f"({_FIELDS[field[1]][0]})", cls.FORM)

    def written(self) -> str:
        """Return the form with the values of the fields."""
        return _FIELD.sub(lambda field: str(getattr(self, field[1])), self.FORM)

    @classmethod
    def read(cls, match: re.Match[str]) -> Self | None:
        """Return what a match of `PATTERN` was written from."""
        names = _FIELD.findall(cls.FORM)
        make: Any = cls  # of the fields that the form names
        made: Self = make(
            **{name: _FIELDS[name][1](value) for name, value in zip(names, match.groups(), strict=True)}
        )
        return made
