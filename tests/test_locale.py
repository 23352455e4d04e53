"""What people read, language by language; languages are found by themselves."""

import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from texts import texts

from bot.locale import DEFAULT, INTERNATIONAL, languages, locale, nearest_language

SOURCE = Path(__file__).parents[1] / "bot"
KEYS = set(locale(DEFAULT).messages)


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_there_are_three_languages_the_default_among_them() -> None:
    """Languages are found by their files."""
    assert {"zh-Hans", "zh-Hant", "en"} <= set(languages())
    assert {DEFAULT, INTERNATIONAL} <= set(languages())


@pytest.mark.parametrize("language", languages())
def test_every_language_has_the_same_messages(language: str) -> None:
    """None is missing, since nothing stands in for it, and none is there for nothing."""
    theirs = set(locale(language).messages)
    assert ([], []) == (sorted(KEYS - theirs), sorted(theirs - KEYS)), f"{language}.toml: missing, unknown"


@pytest.mark.parametrize("language", languages())
def test_every_message_has_the_same_places_in_every_language(language: str) -> None:
    """None asks for a value that the others do not get, and none leaves one out."""
    expected = {key: _places(text) for key, text in locale(DEFAULT).messages.items()}
    theirs = {key: _places(text) for key, text in locale(language).messages.items() if key in KEYS}
    assert {} == {key: places for key, places in theirs.items() if places != expected[key]}


@pytest.mark.parametrize("language", languages())
def test_the_name_of_a_language_is_one_that_settings_keep(language: str) -> None:
    """A tag like `pt-BR`: in 16 characters, the column of the chat's settings, and in a button's data."""
    assert re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", language)
    assert len(language) <= 16


def _used() -> Iterator[str]:
    """The messages that the code and the templates ask for; `{` begins what is put into a key."""
    tables = "|".join(sorted({key.split(".")[0] for key in KEYS}))
    for file in (*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html")):
        yield from re.findall(rf"""["']((?:{tables})\.[a-z_0-9]*\{{?)""", file.read_text(encoding="utf-8"))


def test_every_message_the_code_asks_for_is_there_and_no_other() -> None:
    """Also those whose key is put together from a prefix."""
    used = {key for key in _used() if not key.endswith(".html")}
    whole = {key for key in used if not key.endswith(("{", "_", "."))}
    beginnings = tuple(key.removesuffix("{") for key in used - whole)
    assert set() == whole - KEYS
    assert set() == {key for key in KEYS - whole if not key.startswith(beginnings)}


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-hans", "zh-Hans"),
        ("zh-hant", "zh-Hant"),
        ("zh-TW", "zh-Hant"),
        ("zh-hk", "zh-Hant"),
        ("zh-yue-MO", "zh-Hant"),
        ("zh_TW", "zh-Hant"),
        ("zh-Hans-HK", "zh-Hans"),
        ("zh-Hant-CN", "zh-Hant"),
        ("en", "en"),
        ("EN-gb-oxendict", "en"),
        ("eng", None),
        ("tlh", None),
        ("*", None),
        ("", None),
    ],
)
def test_a_tag_gets_the_nearest_language_there_is(tag: str, language: str | None) -> None:
    """Chinese by its script, or else by its region; anything else by its beginning; else none."""
    assert language == nearest_language(tag)


@pytest.mark.parametrize("language", languages())
def test_every_language_is_the_nearest_to_itself(language: str) -> None:
    """However it is written."""
    assert {language} == {nearest_language(tag) for tag in (language, language.lower(), f"{language}-x-a")}


@given(texts(max_size=40))
def test_any_tag_gets_a_language_there_is_or_none(tag: str) -> None:
    """Tags come from strangers."""
    assert nearest_language(tag) in (None, *languages())
