"""A large shelf while its index is built for the first time, and finds some of its articles only."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tools import until
from unfinished import LAMP, being_built, unfinished

from bot.assistant.desk import Desk
from bot.library import Library
from bot.retrieval.memory import MemoryEngine
from web.site import client_of

_ASKED, _LAMP_ASKED = "流动书车送给几个村", "灯塔有多高"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library with two articles, and an index that has the first of them."""
    with unfinished(tmp_path) as library:
        yield library


@pytest.fixture
def builder(library: Library, tmp_path: Path) -> Iterator[None]:
    """Another process that goes on building it."""
    with being_built(library, tmp_path):
        yield


def _client(library: Library, tmp_path: Path) -> httpx.AsyncClient:
    return client_of(Desk(library, MemoryEngine, keep=tmp_path, large=1))


@pytest.mark.usefixtures("builder")
async def test_what_is_not_indexed_yet_is_never_told_to_be_missing(library: Library, tmp_path: Path) -> None:
    """What is found is quoted; of the rest pages and API say that the archive cannot be searched just now."""
    async with _client(library, tmp_path) as client:
        found = await client.get("/api/ask", params={"q": _ASKED})
        verified = await client.get("/api/verify", params={"q": found.json()["focus"]})
        assert [200, 200] == [found.status_code, verified.status_code]
        assert (True, "exact") == (found.json()["found"], verified.json()["outcome"])
        for address, asked in (
            ("/api/ask", {"q": _LAMP_ASKED}),
            ("/api/ask", {"q": _LAMP_ASKED, "article": LAMP.id}),
            ("/api/verify", {"q": LAMP.text}),
            (f"/api/articles/{LAMP.id}", {}),
        ):
            said = await client.get(address, params=asked)
            assert (503, "archive_unavailable") == (said.status_code, said.json()["code"])
        pages = [await client.get(page) for page in (f"/a/{LAMP.id}", f"/a/{LAMP.id}/whole")]
        assert [503, 503] == [page.status_code for page in pages]


@pytest.mark.usefixtures("builder")
async def test_whoever_watches_is_told_that_an_index_is_being_built(library: Library, tmp_path: Path) -> None:
    """The bot is ready, since what is indexed is answered."""
    async with _client(library, tmp_path) as client:
        await client.get("/api/ask", params={"q": _ASKED})
        ready = (await client.get("/readyz")).json()
    assert (True, ["the index of the public shelf is being built"]) == (ready["ready"], ready["degraded"])


async def test_all_is_found_once_the_index_is_built(library: Library, tmp_path: Path) -> None:
    """What an earlier process left unfinished is built by whoever is asked next."""
    desk = Desk(library, MemoryEngine, keep=tmp_path, large=1)
    desk.warm_up()
    until(lambda: not desk.is_unfinished())
    async with client_of(desk) as client:
        assert "二十八米" in (await client.get("/api/ask", params={"q": _LAMP_ASKED})).json()["passage"]
        assert 404 == (await client.get("/a/abcdefghij")).status_code
