"""Several articles of one web page: each only where the page itself sets it apart."""

from collections.abc import Sequence

import pytest

from bot.readers import File, read

FERRY = "渡口在河湾的南边，夏天水涨，船要绕过三块石头，摆渡的人认得每一块。冬天水浅，船就停在对岸，过河的人从石头上走，走快了要湿鞋，走慢了要迟到。"
LAMPS = "桥边的灯去年冬天坏了两盏，摆渡的人晚上只能摸着栏杆走。修灯的师傅说，一盏灯要换三样东西：灯头、灯罩和线。今年春天，四盏灯都亮了，晚上也有人来散步。"
BIRDS = "十月初，第一批白鹤落在河口湿地，比往年早了九天。护鸟队的周师傅说，今年水浅，螺蛳多，鸟有得吃。湿地不收门票，只请每个人带走自己的东西。"


def _article(headline: str, *paragraphs: str, more: str = "", tag: str = "h2") -> str:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return f"<article><{tag}>{headline}</{tag}>{body}{more}</article>"


def _titles(parts: Sequence[str]) -> list[str]:
    page = f'<html><head><title>河湾晚报</title></head><body><h1>河湾晚报</h1><nav><a href="/">首页</a></nav>{"".join(parts)}</body></html>'
    return [article.source.title for article in read(File("a.html", page.encode())).articles]


def test_each_headline_of_a_page_has_its_own_article() -> None:
    """In order, by-lines apart from the text."""
    page = (
        _article("渡口记", "作者：何苗", FERRY) + _article("桥边的灯", LAMPS) + _article("候鸟来得早", BIRDS)
    )
    reading = read(File("a.html", f"<html><body><h1>河湾晚报</h1>{page}</body></html>".encode()))
    assert [("渡口记", "何苗", FERRY), ("桥边的灯", None, LAMPS), ("候鸟来得早", None, BIRDS)] == [
        (one.source.title, one.source.author, one.text) for one in reading.articles
    ]


@pytest.mark.parametrize(
    "parts",
    [
        [_article("渡口记", FERRY)],
        [_article("渡口记", FERRY), _article("桥边的灯", "灯坏了两盏。")],
        [_article("渡口记", FERRY), _article("桥边的灯", LAMPS, more='<a href="/b">阅读全文</a>')],
        [_article("渡口记", FERRY), _article("桥边的灯", LAMPS[:-6] + "…")],
        [_article("渡口记", FERRY), _article("渡口记", LAMPS)],
        [_article("渡口记", FERRY), f"<article><p>{LAMPS}</p></article>"],
        [_article("渡口记", FERRY, more=_article("桥边的灯", LAMPS, tag="h3"))],
        [_article("渡口记", FERRY), f'<article class="comment"><h3>来自读者</h3><p>{LAMPS}</p></article>'],
    ],
    ids=["one", "short", "teaser", "cut", "alike", "no headline", "nested", "comment"],
)
def test_a_page_is_one_article_where_there_is_doubt(parts: list[str]) -> None:
    """A teaser, a comment, a part of another are no articles of a page."""
    assert 1 == len(_titles(parts))
