"""Sites on loopback and the browser that reads them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from databases import sqlite
from tools import HANG_S

from bot.answering.quoting.citation import STYLES
from bot.assistant.assistant import Assistant
from bot.assistant.desk import Desk
from bot.chat.web import build
from bot.library import Library
from bot.model import Article
from bot.notebook import Notebook
from bot.retrieval.memory import MemoryEngine
from web.site import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["Open", "Site", "asked", "opening", "site_of"]

Open = Callable[..., "Page"]
_OFFLINE = "net::ERR_INTERNET_DISCONNECTED"
"""What Chromium itself says in the console where a test takes the network away."""


@dataclass(frozen=True, slots=True)
class Site:
    """The address of a site on loopback, and the desk that it asks."""

    address: str
    desk: Desk


@contextmanager
def site_of(folder: Path, *articles: Article) -> Iterator[Site]:
    """Serve the articles as a public shelf, with a notebook, from a database in the folder."""
    url = sqlite(folder / "zhaiyin.db")
    notebook, library = Notebook.at(url, styles=STYLES), Library.at(url)
    for article in articles:
        library.add(article)
    desk = Desk(library, MemoryEngine)
    with served(build(Assistant(desk, notebook), notebook, per_minute=10_000)) as address:
        yield Site(address, desk)
    notebook.close()
    library.close()


@contextmanager
def opening(chromium: "Browser", site: str) -> Iterator[Open]:
    """Yield what opens a page; console messages, cookies and requests to other hosts fail the test."""
    said: list[str] = []
    contexts = []

    def open_(path: str = "/", **options: object) -> "Page":
        context = chromium.new_context(**{"locale": "zh-CN", "base_url": site, **options})  # type: ignore[arg-type]  # Playwright's own options
        context.set_default_timeout(HANG_S * 1000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith(site) else said.append(r.url))
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        assert [] == context.cookies()
        context.close()
    assert [] == [line for line in said if _OFFLINE not in line]


def asked(page: "Page", question: str) -> None:
    """Ask the question on the page, and wait until its answer stands there."""
    answered = page.locator(".turn:not(.waiting)")
    earlier = answered.count()
    page.get_by_role("textbox").fill(question)
    page.keyboard.press("Enter")
    answered.nth(earlier).wait_for()
