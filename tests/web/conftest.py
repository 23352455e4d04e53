"""Shelves and clients for the web pages."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from articles import LIBRARY, NOTE
from shelves import demo
from stocked import stocked

from bot.assistant.desk import Desk
from bot.library import Library
from bot.retrieval.memory import MemoryEngine
from web.site import client_of


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
