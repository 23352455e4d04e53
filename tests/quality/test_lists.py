"""Questions for lists: all items, only the items, in order; and texts that only look like lists."""

import json
from pathlib import Path

import pytest
from listed import LISTED, NO_LISTS
from shelves import shelf

from bot.answering.answerer import Answerer
from bot.answering.lists.enumerations import ArticleLists
from bot.model import Article, PassageAnswer, Question, Source, Verdict
from bot.readers import read_path

FLOOR = 0.95
ARTICLES = tuple(listed.article for listed in LISTED)
ROWS = [(listed.article, question, items) for listed in LISTED for question, items in listed.asked]
OFF_TOPIC = (
    "世界上有哪些国家|今晚有哪些电影|哪些手机好用|三大男高音是谁|光合作用分几步|太阳系有哪八大行星|怎么做红烧肉|中国有哪些朝代"
    "|感冒要吃哪些药|最近有什么新闻|四大名著是什么|人体有哪些器官|五岳是哪五座山|what are the seven wonders"
).split("|")


def _items(question: str, *articles: Article) -> list[str]:
    answer = Answerer(shelf(*articles)).ask(Question(question))
    if not isinstance(answer, PassageAnswer):
        return []
    return [item.whole.cut(answer.hits[0].article.text) for item in answer.items]


def _is_right(wanted: tuple[str, ...], items: list[str]) -> bool:
    return len(wanted) == len(items) and all(words in item for words, item in zip(wanted, items, strict=True))


def test_every_item_of_the_list_asked_for_is_given_in_order() -> None:
    """And nothing else is, each article asked alone."""
    wrong = [
        (question, items)
        for article, question, wanted in ROWS
        if not _is_right(wanted, items := _items(question, article))
    ]
    assert len(ROWS) >= 40
    assert len(wrong) <= (1 - FLOOR) * len(ROWS), json.dumps(wrong, ensure_ascii=False, indent=1)


@pytest.mark.parametrize("text", NO_LISTS)
def test_what_only_looks_like_a_list_is_none(text: str) -> None:
    """Nothing in it is announced and told item by item."""
    article = Article(Source(title="杂记"), text)
    assert [] == [one.said for one in ArticleLists(article).enumerations if one.is_named or one.mark]


@pytest.mark.parametrize("question", OFF_TOPIC)
def test_a_list_is_never_sure_for_another_topic(question: str) -> None:
    """On a shelf of many lists."""
    answer = Answerer(shelf(*ARTICLES)).ask(Question(question))
    assert not (isinstance(answer, PassageAnswer) and answer.verdict is Verdict.SURE)


ON_THE_PAGE = {
    "三个率先是啥": ("一年内", "三年内", "五年内"),
    "三个维度是哪些": ("宏大场景看", "新重庆建设看", "新境界看"),
    "四个高效分别是什么": ("公共数据平台", "运行和治理中心", "基层智治体系", "六大应用系统"),
    "六大应用系统包括什么": ("数字党建", "数字政务", "数字经济", "数字社会", "数字文化", "数字法治"),
    "四大业务板块是什么": ("党建统领", "经济生态", "平安法治", "公共服务"),
    "系统一共哪几个": ("党建", "政务", "经济", "社会", "文化", "法治", "智治"),
    "三个率先的第二个是什么": ("基本能力",),
}


@pytest.mark.parametrize("question", ON_THE_PAGE)
def test_the_lists_of_the_newspaper_page(question: str, shared: Path) -> None:
    """Each is given whole."""
    page = read_path(next((shared / "article").glob("*.txt"))).article
    items = _items(question, page)
    assert _is_right(ON_THE_PAGE[question], items), items
