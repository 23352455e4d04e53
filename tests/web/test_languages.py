"""The pages speak the reader's language."""

import re
from html import escape
from pathlib import Path

import httpx
import pytest

from bot.chat.web.language import language_for
from bot.locale import DEFAULT, languages, locale

WEB = Path(__file__).parents[2] / "bot" / "chat" / "web"


@pytest.mark.parametrize(
    ("chosen", "accepted", "language"),
    [
        (None, "", "zh-Hans"),
        (None, "zh-CN,zh;q=0.9", "zh-Hans"),
        (None, "zh-TW", "zh-Hant"),
        (None, "zh-HK;q=0.8, en;q=0.7", "zh-Hant"),
        (None, "zh-Hant-CN", "zh-Hant"),
        (None, "en-GB,en;q=0.5", "en"),
        (None, "fr, en;q=0.1", "en"),
        (None, "en;q=0, zh", "zh-Hans"),
        (None, "de", "zh-Hans"),
        (None, ";;;,q=9,*;q=0.1," + "a" * 9999, "zh-Hans"),
        ("en", "zh-CN", "en"),
        ("klingon", "zh-TW", "zh-Hant"),
    ],
)
def test_a_choice_counts_more_than_what_the_browser_asks_for(
    chosen: str | None, accepted: str, language: str
) -> None:
    """Then the best of the browser's wishes, then the default."""
    assert language == language_for(chosen, accepted)


@pytest.mark.parametrize("language", languages())
async def test_every_page_is_in_the_language_and_keeps_it(language: str, client: httpx.AsyncClient) -> None:
    """`lang` is said to screen readers, and every link and form passes the choice on."""
    for address in ("/", "/?q=书车", "/a", "/nothing"):
        page = (
            await client.get(
                address, params={"lang": language, **httpx.QueryParams(address.partition("?")[2])}
            )
        ).text
        assert f'<html lang="{language}">' in page
        assert locale(language)("web.shelf") in page
        links = re.findall(r'<a (?![^>]*data-share)[^>]*href="(/[^"]*)"', page)
        assert [] == [link for link in links if f"lang={language}" not in link]
        if "<form" in page:
            assert f'<input type="hidden" name="lang" value="{language}">' in page


async def test_the_other_languages_show_the_same_page_and_repeat_nothing_else(
    client: httpx.AsyncClient,
) -> None:
    """Question and place are repeated, but no unknown parameters and nothing too long."""
    for query, kept in (
        ({"q": "书车", "lang": "en", "x": "y" * 9000}, "?q=%E4%B9%A6%E8%BD%A6&lang=zh-Hant"),
        ({"q": "书" * 2001}, "?lang=zh-Hant"),
        ({"at": "1.12345678", "key": "none"}, "?at=1.12345678&key=none&lang=zh-Hant"),
    ):
        page = (await client.get("/", params=query)).text
        assert f'href="{escape(kept)}" lang="zh-Hant"' in page
        assert len(page) < 10_000


def test_every_message_the_pages_ask_for_is_there() -> None:
    """Also those whose key is built from a prefix; and none of ours is unused."""
    keys = set(locale(DEFAULT).messages)
    text = "".join(
        file.read_text(encoding="utf-8") for file in WEB.rglob("*.*") if file.suffix in {".html", ".py"}
    )
    named = set(re.findall(r"""["'](web\.[a-z_0-9]+)["'{]""", text))
    prefixes = {name for name in named if name.endswith("_")}
    assert named - prefixes <= keys
    assert set() == {
        key for key in keys - named if key.startswith("web.") and not key.startswith(tuple(prefixes))
    }
