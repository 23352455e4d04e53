"""What people read, language by language."""

import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.locale import DEFAULT, languages, locale

SOURCE = Path(__file__).parents[1] / "bot"


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_there_are_three_languages_the_default_among_them() -> None:
    """Languages are found by their files."""
    assert {"zh-Hans", "zh-Hant", "en"} <= set(languages())
    assert DEFAULT in languages()


@pytest.mark.parametrize("language", languages())
def test_every_language_has_the_same_messages_with_the_same_places(language: str) -> None:
    """No message is missing, and none asks for a value the others do not get."""
    ours = {key: _places(text) for key, text in locale(language).messages.items()}
    assert {key: _places(text) for key, text in locale(DEFAULT).messages.items()} == ours


def _used() -> Iterator[str]:
    for file in SOURCE.rglob("*.py"):
        yield from re.findall(r'say\(\s*f?"([a-z_]+\.[a-z_{}]+)', file.read_text(encoding="utf-8"))


def test_every_message_the_code_asks_for_is_there() -> None:
    """Also those whose key is put together from a prefix."""
    keys = set(locale(DEFAULT).messages)
    for used in _used():
        prefix = used.split("{")[0]
        assert used in keys if "{" not in used else any(key.startswith(prefix) for key in keys), used
