"""What people read, one TOML file a language; every file has the same keys and places."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

__all__ = ["DEFAULT", "Locale", "languages", "locale"]

DEFAULT = "zh-Hans"


@dataclass(frozen=True, slots=True)
class Locale:
    """The messages of one language."""

    language: str
    messages: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The message `key`, its places filled with `values`. Raises KeyError for an unknown key or place."""
        return self.messages[key].format(**values)


def languages() -> tuple[str, ...]:
    """The languages there are, in alphabetical order, like `zh-Hans`."""
    return tuple(
        sorted(f.name.removesuffix(".toml") for f in files(__name__).iterdir() if f.name.endswith(".toml"))
    )


@cache
def locale(language: str = DEFAULT) -> Locale:
    """The messages of `language`. Raises FileNotFoundError where there are none."""
    table = tomllib.loads((files(__name__) / f"{language}.toml").read_text(encoding="utf-8"))
    messages = {f"{part}.{key}": text for part, texts in table.items() for key, text in texts.items()}
    return Locale(language, MappingProxyType(messages))
