"""How much of a question a sentence says in words of like meaning."""

import pytest
from shelves import shelf

from bot.answering.ranking.candidates import ArticleFeatures, Candidates
from bot.answering.ranking.likeness import NearWord
from bot.answering.ranking.prepared_question import prepare
from bot.language.normalise import folded
from bot.model import Article, Source

_LINES = ["警方在码头逮捕了两名嫌疑人。天气一直很好。", "门票每人二十元。"]


def _features(question: str, *lines: str) -> ArticleFeatures:
    index = shelf(Article(Source(title="简讯"), "\n".join(lines or _LINES)))
    return Candidates.found(prepare(folded(question), index), {0: [0]}, index).of_article(0)


def _shares(question: str, *lines: str) -> list[float]:
    return [float(share) for share in _features(question, *lines).standing.said]


def test_a_sentence_with_all_the_words_says_all_of_it() -> None:
    """However else its words are cut there."""
    assert _shares("逮捕嫌疑人")[0] == pytest.approx(1.0)


def test_a_sentence_of_like_words_says_more_than_one_without() -> None:
    """抓住 for 逮捕, 坏人 for 嫌疑人."""
    caught, weather, ticket = _shares("警察抓住坏人")
    assert caught > 2 * max(weather, ticket)


@pytest.mark.parametrize("question", ["逮捕嫌疑人", "警察抓住坏人", "门票多少钱", "？", "zhaiyin 2.0"])
def test_what_is_said_is_a_share(question: str) -> None:
    """Of sentences, passages and articles; an article says no less than its passages."""
    features = _features(question)
    assert all(0 <= share <= 1.001 for share in features.standing.said.tolist())
    for number in range(2):
        values = features.of_passage(number)
        assert values["alike_sentence"] <= values["alike_passage"] + 1e-6 <= values["alike_article"] + 2e-6


_LINES_OF_NEWS = [
    "城北产业园今年新来了十二家企业。",
    "警方在码头逮捕了两名嫌疑人。",
    "门票每人二十元，学生免费。",
]


def _near(asked: str) -> list[NearWord]:
    return _features(asked, *_LINES_OF_NEWS).standing.likeness.near(asked)


@pytest.mark.parametrize(
    ("found", "asked"),
    [("产业园", "园区"), ("逮捕", "抓住"), ("警方", "警察"), ("门票", "票价"), ("企业", "公司")],
)
def test_a_word_finds_one_of_like_meaning(found: str, asked: str) -> None:
    """Among the first three that stand in the articles."""
    assert found in [near.word for near in _near(asked)[:3]]


@pytest.mark.parametrize("asked", ["逮捕", "公司", "学生", "天气"])
def test_only_words_of_the_articles_are_near_and_never_the_word_itself(asked: str) -> None:
    """Nearest first, with a likeness above 0 and at most 1."""
    near, text = _near(asked), "".join(_LINES_OF_NEWS)
    likeness = [word.likeness for word in near]
    assert likeness
    assert all(word.word in text and word.word != asked for word in near)
    assert sorted(likeness, reverse=True) == likeness
    assert all(0 < value <= 1.0001 for value in likeness)


@pytest.mark.parametrize("asked", ["zhaiyin", "🙂", "公司"])
def test_what_means_nothing_or_is_not_asked_is_near_nothing(asked: str) -> None:
    """Nor is anything in an article without words."""
    assert [] == _features("zhaiyin", *_LINES_OF_NEWS).standing.likeness.near(asked)
    assert [] == _features("公司", "……").standing.likeness.near("公司")


def test_how_like_a_word_is_does_not_depend_on_what_else_is_asked_or_weighed() -> None:
    """To the last place, so that every shelf gives the same answers."""
    one, other = (
        Article(Source(title="甲"), _LINES[0]),
        Article(Source(title="乙"), "\n".join(_LINES_OF_NEWS)),
    )
    index = shelf(one, other)
    together = Candidates.found(prepare("警察抓住坏人在园区", index), {1: [0, 1], 0: [0]}, index).of_article(
        1
    )
    alone = Candidates.found(prepare("抓住坏人", index), {1: [1]}, index).of_article(1)
    for word in ("抓住", "坏人"):
        near = dict(together.standing.likeness.near(word))
        assert dict(alone.standing.likeness.near(word)).items() <= near.items()
