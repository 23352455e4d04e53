"""Who may add in the browser: those who gave the password, from a page of ours."""

import logging
from collections.abc import AsyncIterator

import httpx
import pytest
from articles import LIBRARY

from bot.assistant.desk import Desk
from bot.chat.web.adding.receipts import Receipt
from bot.chat.web.adding.sessions import COOKIE, Session, Sessions
from bot.library import Library
from web.adder import PASSWORD, Adder, adding
from web.site import client_of

FORMS = [
    "/add",
    "/add/leave",
    "/add/done/1/0/undo",
    "/add/done/1/0/replace",
    "/add/done/1/0/keep",
    f"/add/{LIBRARY.id}",
    f"/add/{LIBRARY.id}/remove",
]


@pytest.fixture
async def browser(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that gave no password yet."""
    async with client_of(desk, adding=adding()) as client:
        yield client


async def _sent(client: httpx.AsyncClient, path: str, key: str, **headers: str) -> httpx.Response:
    """The form at `path`, filled in."""
    fields = {"form_key": key, "title": "别的", "text": "别的话。"}
    files = {"file": ("a.txt", b"a b c")} if path == "/add" else None
    return await client.post(path, data=fields, files=files, headers=headers)


async def test_the_password_earns_a_cookie_for_these_pages_alone(browser: httpx.AsyncClient) -> None:
    """No script sees it, no other site sends it, and no other page gets it."""
    adder = Adder(browser)
    assert 'name="password"' in (await adder.open()).html
    entered = await browser.post("/add/enter", data={"password": PASSWORD}, headers=adder.headers)
    assert (303, "/add") == (entered.status_code, entered.headers["location"])
    name, *attributes = entered.headers["set-cookie"].split("; ")
    assert name.startswith(f"{COOKIE}=")
    assert {"HttpOnly", "Path=/add", "SameSite=strict", "Max-Age=43200"} == set(attributes)
    assert 'name="file"' in (await adder.open()).html
    pages = [await browser.get(path) for path in ("/", "/a", f"/a/{LIBRARY.id}", "/api/articles", "/add")]
    assert not [page for page in pages if "set-cookie" in page.headers]


async def test_over_https_the_cookie_never_goes_in_the_clear(desk: Desk) -> None:
    """As the proxy in front tells."""
    async with client_of(desk, adding=adding()) as client:
        client.base_url = httpx.URL("https://zhaiyin.test")
        entered = await client.post(
            "/add/enter", data={"password": PASSWORD}, headers={"origin": "https://zhaiyin.test"}
        )
    assert "; Secure" in entered.headers["set-cookie"]


async def test_a_wrong_password_is_told_and_logged_without_it(
    browser: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    """One line, with the address that it came from."""
    with caplog.at_level(logging.INFO):
        page = (await Adder(browser).enter("四把旧椅子")).page
    assert page is not None
    assert 403 == page.status_code
    assert "密码不对。" in page.text
    assert "set-cookie" not in page.headers
    [line] = [record.getMessage() for record in caplog.records if record.name.startswith("bot.")]
    assert "127.0.0.1" in line
    assert "椅子" not in line
    assert "四把旧椅子" not in page.text


@pytest.mark.parametrize("typed", ["", " ", "\x00", "\ud800", "x" * 5000, PASSWORD + " ", PASSWORD[:-1]])
async def test_nothing_but_the_password_is_the_password(browser: httpx.AsyncClient, typed: str) -> None:
    """Whatever is sent instead."""
    body = b"password=" + typed.encode("utf-8", "surrogatepass").replace(b" ", b"+")
    headers = {**Adder(browser).headers, "content-type": "application/x-www-form-urlencoded"}
    assert 403 == (await browser.post("/add/enter", content=body, headers=headers)).status_code


async def test_after_five_tries_in_a_minute_not_even_the_password_helps(browser: httpx.AsyncClient) -> None:
    """From one address; it is told to wait."""
    adder = Adder(browser)
    for _ in range(5):
        await adder.enter("猜一个")
    page = (await adder.enter()).page
    assert page is not None
    assert 429 == page.status_code
    assert "请过一分钟再试" in page.text
    assert "set-cookie" not in page.headers


@pytest.mark.parametrize("path", FORMS)
async def test_without_the_password_a_form_changes_nothing(
    browser: httpx.AsyncClient, library: Library, path: str
) -> None:
    """It leads to where the password is asked for, also with a cookie that is none of ours."""
    before = library.articles()
    for cookie in ("", f"{COOKIE}=abc"):
        response = await _sent(browser, path, "abc", cookie=cookie, **Adder(browser).headers)
        assert (303, "/add") == (response.status_code, response.headers["location"])
    assert before == library.articles()


@pytest.mark.parametrize("path", [*FORMS, "/add/enter"])
@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
async def test_a_form_of_another_site_is_refused(
    browser: httpx.AsyncClient, library: Library, path: str, origin: str
) -> None:
    """Although the browser has given the password, and even if the site knew the key."""
    adder, before = await Adder(browser).enter(), library.articles()
    key = (await adder.open()).form_key
    headers = {"origin": origin} if origin else {}
    assert 403 == (await _sent(browser, path, key, **headers)).status_code
    assert before == library.articles()


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("key", ["", "x" * 32, "钥匙"])
async def test_a_form_without_its_key_is_refused(
    browser: httpx.AsyncClient, library: Library, path: str, key: str
) -> None:
    """Although the browser has given the password."""
    adder, before = await Adder(browser).enter(), library.articles()
    assert 403 == (await _sent(browser, path, key, **adder.headers)).status_code
    assert before == library.articles()


async def test_pages_below_lead_to_the_password_first(browser: httpx.AsyncClient) -> None:
    """What was added is not shown to others; nothing about adding is cached or indexed."""
    for path in ("/add/done/1", f"/add/{LIBRARY.id}", f"/add/{LIBRARY.id}/remove?lang=en"):
        response = await browser.get(path)
        assert 303 == response.status_code
        assert "/add" == response.headers["location"].partition("?")[0]
        assert "private, no-store" == response.headers["cache-control"]
        assert "noindex" == response.headers["x-robots-tag"]


async def test_who_signs_out_is_asked_again(browser: httpx.AsyncClient) -> None:
    """Also if the browser keeps the cookie."""
    adder = await Adder(browser).enter()
    kept = browser.cookies[COOKIE]
    await (await adder.open()).press("退出")
    assert 'name="password"' in adder.html
    browser.cookies.set(COOKIE, kept, path="/add")
    assert 'name="password"' in (await adder.open()).html


def test_a_session_ends_after_twelve_hours() -> None:
    """However busy it was."""
    now = [0.0]
    sessions = Sessions(lambda: now[0])
    cookie = sessions.open()
    assert sessions.of(cookie) is not None
    now[0] = 12 * 3600.0
    assert sessions.of(cookie) is None


def test_only_so_many_sessions_and_additions_are_remembered() -> None:
    """The oldest go first, so that memory does not fill up."""
    sessions = Sessions()
    cookies = [sessions.open() for _ in range(101)]
    assert [None, True] == [
        sessions.of(cookies[0]),
        sessions.of(cookies[1]) is sessions.of(cookies[1]),
    ]
    session = Session(ends_at=1.0)
    numbers = [session.keep((Receipt("a.txt"),)) for _ in range(12)]
    assert numbers[2:] == list(session.additions)
    session.put(1, 0, Receipt("b.txt"))
    assert numbers[2:] == list(session.additions)
