"""Shelves and clients for the web pages."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from articles import LIBRARY, NOTE
from shelves import demo
from stocked import stocked
from tools import unavailable

from bench.chromium import lacking, launched
from bot.assistant.desk import Desk
from bot.library import Library
from bot.retrieval.memory import MemoryEngine
from web.browsing import Open, Site, opening
from web.site import client_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library with an article on the public shelf, and one on another that nobody may see."""
    library = Library.at(stocked(tmp_path / "zhaiyin.db", demo(), LIBRARY, secret=NOTE))
    yield library
    library.close()


@pytest.fixture
def desk(library: Library) -> Desk:
    """The desk that the pages ask."""
    return Desk(library, MemoryEngine)


@pytest.fixture
async def client(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """A browser without JavaScript."""
    async with client_of(desk) as client:
        yield client


@pytest.fixture(scope="module")
def chromium() -> Iterator["Browser"]:
    """A real browser; the test is skipped if there is none."""
    if why := lacking():
        unavailable(why)
    with launched() as browser:
        yield browser


@pytest.fixture
def opened(chromium: "Browser", site: Site) -> Iterator[Open]:
    """Opens a page of the module's site; console messages and requests to other hosts fail the test."""
    with opening(chromium, site.address) as opened:
        yield opened
