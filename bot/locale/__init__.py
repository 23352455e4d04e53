"""What people read, one TOML file per language; every file has the same keys and places."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

__all__ = ["DEFAULT", "INTERNATIONAL", "Locale", "languages", "locale", "nearest_language"]

DEFAULT = "zh-Hans"
INTERNATIONAL = "en"
"""For people who read another language than ours."""

_TRADITIONAL_REGIONS = {"tw", "hk", "mo"}
_SCRIPTS = {"hans", "hant"}
_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Locale:
    """The messages of one language."""

    language: str
    messages: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Return the message `key`, its places filled with `values`. Raises KeyError for an unknown key or place."""
        return self.messages[key].format(**values)


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that have a file, like `zh-Hans`, in alphabetical order."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.toml")))


@cache
def locale(language: str = DEFAULT) -> Locale:
    """Return the messages of `language`. Raises FileNotFoundError if it has no file."""
    tables = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    messages = {f"{table}.{key}": text for table, texts in tables.items() for key, text in texts.items()}
    return Locale(language, MappingProxyType(messages))


def nearest_language(tag: str) -> str | None:
    """Return the one of our languages that suits a BCP-47 tag best; None if we have none of its kind.

    The longest beginning of the tag counts (RFC 4647, 3.4): `fr-CA` before `fr`, then any other French.
    Chinese is told apart by its script, or else by its region.
    """
    ours = {language.lower(): language for language in languages()}
    subtags = _with_script(re.split(r"[-_]", tag.lower()))
    for end in range(len(subtags), 0, -1):
        if language := ours.get("-".join(subtags[:end])):
            return language
    return next((language for name, language in ours.items() if name.split("-")[0] == subtags[0]), None)


def _with_script(subtags: list[str]) -> list[str]:
    """Return the subtags of a Chinese tag with its script in second place, any other's as they are."""
    first, *rest = subtags
    if first != "zh":
        return subtags
    script = next((subtag for subtag in rest if subtag in _SCRIPTS), None)
    script = script or ("hant" if _TRADITIONAL_REGIONS & set(rest) else "hans")
    return [first, script, *(subtag for subtag in rest if subtag not in _SCRIPTS)]
