"""What of a page is passed on: previews of links, icons, what crawlers are told."""

import httpx
from shelves import demo

from web.site import words


async def test_a_link_is_shown_with_its_question_its_quotation_and_a_picture(
    client: httpx.AsyncClient,
) -> None:
    """The picture has a whole address, and it is there."""
    page = (await client.get("/", params={"q": "开馆以来接待了多少读者"})).text
    assert '<meta property="og:title" content="开馆以来接待了多少读者 · 摘引">' in page
    assert '<meta property="og:description" content="“开馆四个月以来，' in page
    picture = page.split('property="og:image" content="')[1].split('"')[0]
    assert picture.startswith("http://zhaiyin.test/static/card.png")
    assert "image/png" == (await client.get(picture)).headers["content-type"]
    assert demo().source.title in words((await client.get(f"/a/{demo().id}")).text.split("<title>")[1])


async def test_the_icon_and_robots_are_answered(client: httpx.AsyncClient) -> None:
    """As every browser and crawler asks for them."""
    for path in ("/favicon.ico", "/apple-touch-icon.png"):
        assert 200 == (await client.get(path)).status_code
    assert "Disallow: /answer" in (await client.get("/robots.txt")).text


async def test_a_question_too_long_comes_back_whole(client: httpx.AsyncClient) -> None:
    """Without JavaScript too: the page says how long it is, and the field still holds it."""
    page = await client.get("/", params={"q": "书" * 2001})
    assert 400 == page.status_code
    assert "这段话有 2001 字" in page.text
    assert "书" * 2001 in page.text
