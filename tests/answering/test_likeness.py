"""How much of a question a sentence says in words of like meaning."""

import pytest
from shelves import shelf

from bot.answering.ranking.candidates import ArticleFeatures, Candidates
from bot.answering.ranking.prepared_question import prepare
from bot.language.normalise import folded
from bot.model import Article, Source

_LINES = ["警方在码头逮捕了两名嫌疑人。天气一直很好。", "门票每人二十元。"]


def _features(question: str, *lines: str) -> ArticleFeatures:
    index = shelf(Article(Source(title="简讯"), "\n".join(lines or _LINES)))
    return Candidates(prepare(folded(question), index), {0: [0]}, index).of_article(0)


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
