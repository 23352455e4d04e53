"""The reader asks the article that it shows, however many others are on the shelf."""

import re

import httpx
import pytest
from articles import LIBRARY

from bot.library import Library
from bot.model import Article, Source
from web.site import marked, words

CROWD = "流动书车送给几个村？流动书车送给十二个村。"


async def _read(client: httpx.AsyncClient, article: Article, question: str) -> str:
    return (await client.get(f"/a/{article.id}", params={"q": question})).text


def _told(page: str) -> list[str]:
    return [words(found) for found in re.findall(r'role="status">(.+?)</p>', page)]


async def test_what_answers_in_the_article_is_found_among_many_that_answer_better(
    client: httpx.AsyncClient, library: Library
) -> None:
    """Although twenty-five others fill the shelf's answer, and even if its title has a quotation mark."""
    titled = Article(Source(title='他说"书车"来了'), LIBRARY.text.replace("书不怕旧", "书怕潮湿"))
    library.add(titled)
    for number in range(25):
        library.add(Article(Source(title=f"第 {number} 站"), f"第{number}站：{CROWD}"))
    for article in (LIBRARY, titled):
        page = await _read(client, article, "流动书车送给几个村")
        assert 'id="p2" class="paragraph here"' in page
        assert any("流动书车" in focus for focus in marked(page))


@pytest.mark.parametrize(
    ("question", "said"),
    [("作者是谁", "作者：林知远"), ("登在哪一版", "版面：第006版：文化"), ("谁写的", "作者：林知远")],
)
async def test_a_question_about_the_article_is_answered_from_its_record(
    question: str, said: str, client: httpx.AsyncClient
) -> None:
    """Even if the shelf has several articles and the question names none."""
    assert [said] == _told(await _read(client, LIBRARY, question))


async def test_what_the_record_does_not_know_is_not_there(
    client: httpx.AsyncClient, library: Library
) -> None:
    """It is said in the bot's own words."""
    nameless = Article(Source(title="无名"), "这里写的是山里的风。")
    library.add(nameless)
    assert ["来源记录里没有作者。"] == _told(await _read(client, nameless, "作者是谁"))


async def test_what_is_merely_closest_is_not_called_the_answer(client: httpx.AsyncClient) -> None:
    """The same passage is unsure under the question on the page to ask on."""
    question = "二十年的比赛"
    assert "不确定，这一段最接近：" in (await client.get("/answer", params={"q": question})).text
    assert "不确定，最接近的是第3段 ↓" in await _read(client, LIBRARY, question)
    assert "回答在第3段 ↓" in await _read(client, LIBRARY, "书不怕旧，就怕没人看")


async def test_the_strip_of_a_book_marks_each_place_once(client: httpx.AsyncClient, library: Library) -> None:
    """However many words fall there: no page holds more marks than anybody can see."""
    book = Article(Source(title="长书"), "\n".join(["书车开来，书车开走。" * 20] * 50))
    library.add(book)
    page = await _read(client, book, "书车")
    assert 2000 == page.count('<b class="term">书车</b>')
    # where two paragraphs meet, each may have its own
    assert 1000 <= page.count('class="tick"') <= 1000 + 50


async def test_the_strip_leads_only_to_where_words_stand(client: httpx.AsyncClient) -> None:
    """So that neither keyboard nor screen reader goes through all the other paragraphs."""
    page = await _read(client, LIBRARY, "识字班")
    strip = page.split('class="strip"')[1].split("</svg>")[0]
    assert 3 == len(re.findall(r'class="heat\d"', strip))
    assert ["#p2"] == re.findall(r'<a href="([^"]+)"', strip)
