"""Sites on loopback, and questions asked on their pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from databases import sqlite
from web.site import served

from bot.answering.quoting.citation import STYLES
from bot.assistant.assistant import Assistant
from bot.assistant.desk import Desk
from bot.chat.web import build
from bot.library import Library
from bot.model import Article
from bot.notebook import Notebook
from bot.retrieval.memory import MemoryEngine

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["Site", "asked", "site_of"]


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


def asked(page: "Page", question: str) -> None:
    """Ask the question on the page, and wait until its answer stands there."""
    answered = page.locator(".turn:not(.waiting)")
    earlier = answered.count()
    page.get_by_role("textbox").fill(question)
    page.keyboard.press("Enter")
    answered.nth(earlier).wait_for()
