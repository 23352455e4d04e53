"""The pages are safe whatever stands in articles and questions."""

import re
from dataclasses import replace

import httpx
import pytest
from articles import LIBRARY

from bot.answering.quoting.citation import STYLES, cite
from bot.assistant.desk import Desk
from bot.chat.web.headers import POLICY
from bot.chat.web.server import Address
from bot.errors import ArchiveUnavailable, LibraryUnavailable
from bot.library import Library
from bot.model import PUBLIC, Article, ShelfRef, Source
from bot.readers.formats.markdown.writing import write
from bot.retrieval.memory import MemoryEngine
from web.site import client_of

SCRIPT = "<script>alert(1)</script>"
BREAKOUT = "\"'><img src=x onerror=alert(1)>{{ 7*7 }}</textarea></title>"
ADDRESSES = [
    "/",
    "/?q=书车",
    "/answer?q=书车",
    "/a",
    f"/a/{LIBRARY.id}?q=书车",
    "/api",
    "/verify?q=书车里有几本",
    "/api/ask?q=书车",
    "/api/openapi.json",
    "/health",
    "/healthz",
    "/readyz",
    "/static/style.css",
    "/static/../pages.py",
    "/nothing",
    "/api/nothing",
    "/a?page=x",
]


@pytest.mark.parametrize("address", ADDRESSES)
async def test_every_response_forbids_what_is_not_ours(address: str, client: httpx.AsyncClient) -> None:
    """Content-Security-Policy and its kin, faults included; never a cookie."""
    headers = (await client.get(address)).headers
    assert POLICY == headers["content-security-policy"]
    assert "nosniff" == headers["x-content-type-options"]
    assert "same-origin" == headers["referrer-policy"]
    assert "DENY" == headers["x-frame-options"]
    assert "set-cookie" not in headers
    assert "'unsafe" not in POLICY


@pytest.mark.parametrize("address", ADDRESSES[:8])
async def test_no_page_holds_a_script_or_style_of_its_own(address: str, client: httpx.AsyncClient) -> None:
    """Nor handlers in attributes, nor anything from another host."""
    page = (await client.get(address)).text
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page)
    assert all(
        src.startswith("/static/")
        for src in re.findall(r'<(?:script|img|link)[^>]*?(?:src|href)="([^"]+)"', page)
    )
    assert not re.search(r"<script[^>]*>[^<]", page)


def _hostile() -> Article:
    source = Source(
        title=f"坏标题{SCRIPT}{BREAKOUT}",
        author=f"某人{BREAKOUT}",
        author_post=SCRIPT,
        publication=SCRIPT,
        column=BREAKOUT,
        edition=SCRIPT,
        url="javascript:alert(1)",
        language='zh" onload="alert(1)',
        rights=SCRIPT,
    )
    return Article(source, f"狐狸在花园里说“{SCRIPT}”和{BREAKOUT}。\n第二段里狐狸又说了{SCRIPT}。")


@pytest.mark.parametrize("address", ["/", "/?q={q}", "/answer?q={q}", "/a", "/a/{id}", "/a/{id}?q={q}"])
@pytest.mark.parametrize(
    "question", ["狐狸在花园里说了什么", "狐狸 " + SCRIPT, "狐狸 " + BREAKOUT, "作者是谁"]
)
async def test_hostile_articles_and_questions_are_only_text(
    address: str, question: str, library: Library
) -> None:
    """Script tags in titles, texts, sources and questions are escaped; a script's address is no link."""
    article = _hostile()
    library.add(article)
    async with client_of(Desk(library, MemoryEngine)) as client:
        response = await client.get(address.format(q=httpx.QueryParams({"q": question})["q"], id=article.id))
    assert 200 == response.status_code
    tags = re.findall(r"<[a-z][^>]*>", response.text)
    assert not [tag for tag in tags if re.search(r"\son[a-z]+=|alert", re.sub(r'"[^"]*"', '""', tag))]
    assert not [tag for tag in tags if tag.startswith("<img src=x") or re.search(r'href="javascript', tag)]
    assert "<script>" not in response.text


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///x",
        "//evil.example",
        "tg://resolve?domain=x",
        "https://a.example/\njavascript:alert(1)",
        "https:",
    ],
)
async def test_an_address_of_another_scheme_leaves_no_door(url: str, library: Library) -> None:
    """Neither as a link nor as text, in JSON, in a citation of any style, in what is exported."""
    article = replace(LIBRARY, source=replace(LIBRARY.source, url=url))
    library.add(article)
    async with client_of(Desk(library, MemoryEngine)) as client:
        answer = (await client.get("/api/ask?q=三件事是什么")).json()
        reader = (await client.get(f"/a/{LIBRARY.id}")).text
    assert None is answer["source"]["url"]
    assert "原文链接" not in reader
    assert [] == [style for style in STYLES if cite(article, style) != cite(LIBRARY, style)]
    assert write(article) == write(LIBRARY)
    kept = replace(LIBRARY.source, url="HTTPS://news.example/a b")
    assert "HTTPS://news.example/a b" == kept.url


async def test_an_address_asks_so_often_and_no_more(desk: Desk) -> None:
    """Status 429, when to come back, a page in the reader's language; style sheets do not count."""
    async with client_of(desk, per_minute=3) as client:
        statuses = [(await client.get("/answer?q=书")).status_code for _ in range(4)]
        refused = await client.get("/?lang=en")
        api = await client.get("/api/ask?q=书")
        style = await client.get("/static/style.css")
    assert [200, 200, 200, 429] == statuses
    assert "Too many questions" in refused.text
    assert (429, 429, 200) == (refused.status_code, api.status_code, style.status_code)
    assert "60" == refused.headers["retry-after"]


@pytest.mark.parametrize("address", ["/", "/answer", f"/a/{LIBRARY.id}", "/api/ask"])
async def test_a_question_has_two_thousand_characters_at_most(
    address: str, client: httpx.AsyncClient
) -> None:
    """Longer ones are refused before anything is searched."""
    assert 200 == (await client.get(address, params={"q": "书" * 2000})).status_code
    assert 400 == (await client.get(address, params={"q": "书" * 2001})).status_code
    assert 400 == (await client.get(address, params={"q": "书", "x": "y" * 40_000})).status_code


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
async def test_nothing_can_be_changed(method: str, client: httpx.AsyncClient) -> None:
    """There is only something to read."""
    assert 405 == (await client.request(method, "/", content=b"x")).status_code


@pytest.mark.parametrize(
    "address", ["//evil.example", "/a//evil.example", "/?lang=//evil.example", "/a/?x=1"]
)
async def test_nobody_is_sent_elsewhere(address: str, client: httpx.AsyncClient) -> None:
    """No redirect names another host, no link leads to one."""
    response = await client.get(f"http://zhaiyin.test{address}")
    assert "evil.example" not in response.headers.get("location", "")
    assert not re.search(r'href="(?:https?:)?//', response.text)


@pytest.mark.parametrize("address", ["/a/", "/api/ask/?q=x", "/static", "/health/"])
async def test_a_host_that_is_made_up_is_no_place_to_be_sent_to(
    address: str, client: httpx.AsyncClient
) -> None:
    """An address with a slash too many or too few is not there."""
    response = await client.get(address, headers={"host": "evil.example"})
    assert (404, None) == (response.status_code, response.headers.get("location"))


async def test_on_loopback_only_our_own_names_are_answered(desk: Desk) -> None:
    """A page elsewhere whose name is made to lead here reads nothing."""
    hosts = Address("127.0.0.1", 8080, "https://zhaiyin.example").hosts
    async with client_of(desk, hosts=hosts) as client:
        statuses = {
            host: (await client.get("/", headers={"host": host})).status_code
            for host in ("127.0.0.1:8080", "localhost:8080", "[::1]:8080", "zhaiyin.example", "evil.example")
        }
    assert {"evil.example": 400} == {host: status for host, status in statuses.items() if status != 200}


class _Broken(Desk):
    """A desk that fails when it is asked for the articles."""

    error: Exception

    def articles(self, shelf: ShelfRef = PUBLIC) -> tuple[Article, ...]:
        raise self.error


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (LibraryUnavailable("sqlite:///a-secret"), 503, "cannot be opened"),
        (ArchiveUnavailable("http://a-secret:9200 takes no connection"), 503, "cannot be searched just now"),
        (RuntimeError("a-secret"), 500, "Something went wrong"),
    ],
)
async def test_a_fault_of_ours_says_nothing_of_itself(
    error: Exception, status: int, said: str, library: Library
) -> None:
    """A sentence in the reader's language, with the same headers as ever."""
    desk = _Broken(library, MemoryEngine)
    desk.error = error
    async with client_of(desk) as client:
        response = await client.get("/", headers={"accept-language": "en"})
    assert status == response.status_code
    assert "secret" not in response.text
    assert said in response.text
    assert POLICY == response.headers["content-security-policy"]
