"""One module per citation style: `LABEL` and `cite(article, accessed) -> str`, found by itself."""

from collections.abc import Iterator, Mapping
from datetime import date
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Protocol

from bot.model import Article

__all__ = ["DEFAULT_STYLE", "STYLES", "Style"]

DEFAULT_STYLE = "gbt7714"
_FAMILIAR = (DEFAULT_STYLE, "apa", "mla", "bibtex")
"""These stand where readers are used to finding them; any other style follows, in alphabetical order."""


class Style(Protocol):
    """A citation style: a module whose name is the style's name."""

    LABEL: str
    """The style's name on a button, the same in every language."""

    def cite(self, article: Article, accessed: date | None = None) -> str:
        """Return the citation of `article`, without what its source does not say.

        `accessed` is the day its address was opened; a style that has no place for it leaves it out.
        """
        ...


def _styles() -> Iterator[tuple[str, Style]]:
    names = (module.name for module in iter_modules(__path__))
    for name in sorted(names, key=lambda name: (_place(name), name)):
        yield name, import_module(f"{__name__}.{name}")  # a module stands for its style


def _place(name: str) -> int:
    return _FAMILIAR.index(name) if name in _FAMILIAR else len(_FAMILIAR)


STYLES: Mapping[str, Style] = MappingProxyType(dict(_styles()))
"""Every style by its name, the default first."""
