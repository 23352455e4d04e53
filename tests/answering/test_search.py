"""A question searched on a shelf: typos, phrases, order, greetings."""

import re
from functools import cache
from itertools import permutations

import pytest
from articles import LIBRARY, NOTE
from hypothesis import assume, given
from hypothesis import strategies as st
from shelves import ENGLISH, demo, search
from texts import texts

from bot.answering.ranking.search import Searcher
from bot.language.terms import content
from bot.model import Article, Source

HAN = re.compile(r"[\u4e00-\u9fff]+")
GREETINGS = (
    "你好|您好！|谢谢|多谢|再见|早上好|晚安|哈哈哈|嗯|喂|请问|在吗？|hello|thank you|？？？|🙂|的|是什么"
)


@cache
def _search(*articles: Article) -> Searcher:
    return search(*articles)


def _first(question: str, *articles: Article) -> str:
    best = _search(*articles).search(question).ranked[0]
    return best.features.indexed.passages[best.number].text


@st.composite
def phrases(draw: st.DrawFn, text: str) -> str:
    """Four to twenty Chinese characters of the text, side by side."""
    runs = [match.span() for match in HAN.finditer(text) if match.end() - match.start() >= 4]
    start, end = draw(st.sampled_from(runs))
    first = draw(st.integers(start, end - 4))
    return text[first : draw(st.integers(first + 4, min(end, first + 20)))]


@given(st.data(), st.sampled_from([demo(), LIBRARY]))
def test_a_phrase_copied_from_an_article_finds_its_passage_first(
    data: st.DataObject, article: Article
) -> None:
    """Four characters suffice, unless they are words for asking."""
    phrase = data.draw(phrases(article.text))
    assume(content(phrase) == phrase)
    found = _search(article).search(phrase)
    assume(found.ranked)
    assert phrase in _first(phrase, article)


@given(st.data(), st.sampled_from([demo(), LIBRARY, NOTE]))
def test_a_longer_phrase_is_found_among_several_articles(data: st.DataObject, article: Article) -> None:
    """And the shelf is about it."""
    phrase = data.draw(phrases(article.text))
    assume(len(phrase) >= 6 and content(phrase) == phrase)
    searched = _search(demo(), LIBRARY, NOTE, ENGLISH)
    assert phrase in _first(phrase, demo(), LIBRARY, NOTE, ENGLISH)
    assert searched.is_about(searched.search(phrase))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("灶台讲糖", "灶台讲堂"),
        ("遛动书车", "流动书车"),
        ("老粮苍的天窗", "老粮仓的天窗"),
        ("榫茅和点鲁", "榫卯和点卤"),
        ("购书精费有多少", "购书经费有多少"),
    ],
)
def test_homophones_are_seen_through(typed: str, meant: str) -> None:
    """The passage is the one that the right spelling finds, and the shelf is about it."""
    found = _search(demo()).search(typed)
    assert _first(meant, demo()) == _first(typed, demo())
    assert _search(demo()).is_about(found)


def test_a_question_without_typos_is_searched_as_it_is() -> None:
    """Homophones are tried only where little is found."""
    assert "灶台讲堂讲什么" == _search(demo()).search("灶台讲堂讲什么").searched


@pytest.mark.parametrize(
    "question",
    [
        "书架预算多少",
        "图书馆有多少书",
        "谁守着这间屋子",
        "granary volunteers",
        "流动书车去哪些村",
        "开馆多久了",
    ],
)
def test_the_order_of_ingestion_does_not_change_the_order_of_hits(question: str) -> None:
    """Nor their scores, nor what the shelf says of them."""
    seen = set()
    for articles in permutations((LIBRARY, NOTE, demo(), ENGLISH)):
        found = _search(*articles).search(question)
        hits = [(articles[r.article].id, r.number, round(r.score, 6)) for r in found.ranked]
        seen.add((tuple(hits), round(found.relevance, 6), round(found.confidence, 6)))
    assert 1 == len(seen)


def test_ties_keep_the_order_of_the_shelf() -> None:
    """The article that was put there first comes first."""
    twins = [Article(Source(title=title), "河边种了一万棵松树。") for title in ("甲", "乙", "丙")]
    ranked = _search(*twins).search("松树种了多少棵").ranked
    assert [0, 1, 2] == [one.article for one in ranked]
    assert 1 == len({one.score for one in ranked})


@pytest.mark.parametrize("greeting", GREETINGS.split("|"))
def test_greetings_find_nothing(greeting: str) -> None:
    """There is nothing in them to search for."""
    searched = _search(demo(), LIBRARY)
    assert not searched.is_about(searched.search(greeting))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("書屋什麼時候開館", "书屋什么时候开馆"),
        ("流動書車每週去幾次", "流动书车每周去几次"),
        ("用了３２０万元", "用了320万元"),
        ("GRANARY", "granary"),
    ],
)
def test_script_width_and_case_make_no_difference(one: str, other: str) -> None:
    """Hits and scores are the same."""
    searched = _search(demo(), ENGLISH)
    found = [[(r.article, r.number, r.score) for r in searched.search(q).ranked] for q in (one, other)]
    assert found[0] == found[1] != []


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("改造花了320万元吗", "三百二十万元"),
        ("1,200名小学生", "1200名"),
        ("2023年十二月16日", "2023年12月16日"),
        ("67名志愿者", "六十七名"),
    ],
)
def test_a_number_finds_its_other_spellings(question: str, holds: str) -> None:
    """In the first passage."""
    assert holds in _first(question, demo())


@given(texts(max_size=40) | st.sampled_from(["流动书车", "开馆", "书架和书车", "图书馆的讲堂"]))
def test_hits_come_best_first_and_once(question: str) -> None:
    """Of any question at all; another article may come before a second passage of the first."""
    ranked = _search(demo(), LIBRARY, NOTE).search(question).ranked
    assert not ranked or ranked[0].score == max(one.score for one in ranked)
    assert len(ranked) == len({(one.article, one.number) for one in ranked})
    for article in {one.article for one in ranked}:
        scores = [one.score for one in ranked if one.article == article]
        assert sorted(scores, reverse=True) == scores


def _many() -> Searcher:
    """A search on a shelf of twenty articles, so that it is no longer one of a single article."""
    places = "石桥 渡口 粮仓 茶园 灯塔 磨坊 祠堂 集市 书院 水塔 码头 药铺 戏台 窑厂 驿站 酒坊 花房 牧场 果林 鱼塘".split()
    return _search(
        *(
            Article(Source(title=place), f"{place}在{1900 + number}年重修。\n看管{place}的老人每天清早扫地。")
            for number, place in enumerate(places)
        )
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("磨方是哪一年重修的", "磨坊是哪一年重修的"), ("看管码投的人每天做什么", "看管码头的人每天做什么")],
)
def test_homophones_are_seen_through_on_a_shelf_of_many_articles(typed: str, meant: str) -> None:
    """As on one of a single article, if a passage holds what was meant."""
    assert meant == _many().search(typed).searched


def test_words_that_merely_sound_like_others_of_the_shelf_stay() -> None:
    """A question of something else has homophones there too, but no passage holds much of it then."""
    question = "飞机在云南下降时书愿里的学生唱什么歌"
    searched = _many()
    assert question == searched.search(question).searched
