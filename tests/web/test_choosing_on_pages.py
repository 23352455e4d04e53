"""Outlines and choices on the pages, in the API and over MCP; what is in our own words looks like no quotation."""

import re

import httpx
import pytest
from articles import LIBRARY, NOTE

from bot.assistant.assistant import Assistant
from bot.assistant.desk import Desk
from bot.library import Library


async def test_an_outline_links_each_point_to_its_paragraph(client: httpx.AsyncClient) -> None:
    """Numbered, with a source that can be cited."""
    page = (await client.get("/answer", params={"q": f"《{LIBRARY.source.title}》讲了什么"})).text
    points = re.findall(r'<li class="depth1"><a href="([^"]+)">([^<]+)</a></li>', page)
    assert ["p1", "p2", "p3"] == [link.partition("#")[2] for link, _ in points]
    assert "今年要办好“三件事”。" == points[1][1]
    assert "data-copy" in page


@pytest.mark.parametrize("address", ["/", "/answer"])
async def test_a_choice_links_to_the_same_question_of_each_article(
    address: str, client: httpx.AsyncClient
) -> None:
    """Without a script; nothing of it is quoted, copied or cited."""
    page = (await client.get(address, params={"q": "谁写的"})).text
    links = dict(re.findall(r'href="([^"]+)" data-ask="谁写的" data-of="([^"]+)"', page))
    assert LIBRARY.id in links.values()
    assert ("<blockquote" in page, "data-copy" in page) == (False, False)
    [link] = [link for link, article_id in links.items() if article_id == LIBRARY.id]
    assert "<li>作者：林知远</li>" in (await client.get(link.replace("&amp;", "&"))).text


async def test_what_the_record_lacks_is_said_in_our_own_words(
    client: httpx.AsyncClient, library: Library
) -> None:
    """No quotation mark-up, nothing marked, no buttons to copy or to cite."""
    library.add(NOTE)
    page = (await client.get("/answer", params={"q": "谁写的", "of": NOTE.id})).text
    assert '<p class="state">来源记录里没有作者。</p>' in page
    assert not any(mark in page for mark in ("<blockquote", "<mark", "data-copy", 'class="votes', "— <a"))


async def test_the_reader_shows_the_outline_when_asked(client: httpx.AsyncClient) -> None:
    """Each point leads down the same page."""
    page = (await client.get(f"/a/{LIBRARY.id}", params={"q": "概括一下"})).text
    assert ["#p1", "#p2", "#p3"] == re.findall(r'<li class="depth1"><a href="(#p\d)" lang', page)


async def test_the_api_gives_points_and_choices(client: httpx.AsyncClient) -> None:
    """The points as slices with their paragraphs; of the choices, `of` takes one."""
    choice = (await client.get("/api/ask", params={"q": "讲了啥"})).json()
    assert ("choice", False, None) == (choice["kind"], choice["found"], choice["passage"])
    assert LIBRARY.id in {article["id"] for article in choice["choices"]}
    outline = (await client.get("/api/ask", params={"q": "讲了啥", "of": LIBRARY.id})).json()
    assert ("outline", True) == (outline["kind"], outline["found"])
    assert {"paragraph": 2, "depth": 1, "text": "今年要办好“三件事”。"} == outline["outline"][1]


async def test_the_api_tells_our_own_words_from_the_record(
    client: httpx.AsyncClient, library: Library
) -> None:
    """In `note`; there is no passage and nothing to cite."""
    library.add(NOTE)
    answer = (await client.get("/api/ask", params={"q": "谁写的", "of": NOTE.id})).json()
    assert (None, None, False, "来源记录里没有作者。") == tuple(
        answer[key] for key in ("passage", "citation", "found", "note")
    )


@pytest.mark.parametrize("of", ["x", "../../etc", "A" * 10, "a" * 11, "<script>"])
async def test_an_id_that_is_none_is_refused(of: str, client: httpx.AsyncClient) -> None:
    """On the page and in the API."""
    for address in ("/", "/answer", "/api/ask"):
        assert 400 == (await client.get(address, params={"q": "讲了啥", "of": of})).status_code


async def test_an_article_of_another_shelf_cannot_be_asked(client: httpx.AsyncClient) -> None:
    """Its id opens nothing; the shelf's own answer comes."""
    answer = (await client.get("/api/ask", params={"q": "讲了啥", "of": NOTE.id})).json()
    assert "choice" == answer["kind"]
    assert NOTE.id not in {article["id"] for article in answer["choices"]}


async def test_over_mcp_the_article_is_named_by_its_id(desk: Desk) -> None:
    """As `choices` give it."""
    mcp = pytest.importorskip("mcp", reason="needs the extra mcp")
    from bot.chat.mcp import server

    async with mcp.Client(server(Assistant(desk))) as client:
        asked = {"question": "谁写的", "article_id": LIBRARY.id}
        result = await client.call_tool("search_passages", asked)
    assert "作者：林知远" == result.structured_content["passage"]
