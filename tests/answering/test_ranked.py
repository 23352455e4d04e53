"""The order of candidates, of which those near the best by their terms are weighed in full."""

import numpy as np
from articles import LIBRARY, NOTE
from hypothesis import given
from hypothesis import strategies as st
from shelves import ENGLISH, demo, shelf
from texts import texts

from bot.answering.ranking.candidates import Candidates
from bot.answering.ranking.prepared_question import prepare
from bot.answering.ranking.ranked import ranked
from bot.answering.ranking.weights import shipped
from bot.language.normalise import folded
from bot.model import Article, Source

_LINES = [line for article in (LIBRARY, NOTE, demo()) for line in article.text.splitlines() if line]
_ALONE = [Article(Source(title=f"第{number}则"), line) for number, line in enumerate(_LINES)]
SHELF = shelf(LIBRARY, NOTE, ENGLISH, *_ALONE)
QUESTIONS = texts(min_size=1, max_size=30) | st.sampled_from(
    [
        "图书馆有多少书",
        "书架预算多少",
        "谁守着这间屋子",
        "流动书车去哪些村",
        "granary volunteers",
        "警察抓住坏人",
    ]
)
RANKING = shipped().ranking


def _found(question: str) -> Candidates | None:
    prepared = prepare(folded(question), SHELF)
    places = SHELF.candidates([term.term for term in prepared.terms], 20)
    return Candidates.found(prepared, places, SHELF) if places else None


@given(QUESTIONS)
def test_every_candidate_is_ranked_once(question: str) -> None:
    """Also those that are not weighed in full."""
    if found := _found(question):
        places = [(one.article, one.number) for one in ranked(found, RANKING)]
        assert sorted(found.passages) == sorted(places)


@given(QUESTIONS)
def test_weighed_in_full_a_candidate_scores_no_less_than_by_its_terms(question: str) -> None:
    """So that those that are not weighed in full stand behind the others by their scores, too."""
    if found := _found(question):
        assert (RANKING.of_each(found.features) >= RANKING.of_known(found.by_terms) - 1e-9).all()


@given(st.sampled_from([line for line in _LINES if len(line) > 12]), st.integers(0, 200), st.integers(8, 30))
def test_the_first_is_the_one_that_is_best_if_all_are_weighed(line: str, start: int, length: int) -> None:
    """Of questions that copy words, whose terms tell the candidates apart."""
    at = min(start, len(line) - 8)
    if found := _found(line[at : at + length]):
        best = ranked(found, RANKING)[0]
        scores = RANKING.of_each(found.features)
        mine = scores[found.rows[best.article, best.number]]
        assert mine >= np.max(scores) - 0.5


def test_a_question_in_other_words_finds_what_is_said_in_words_of_like_meaning() -> None:
    """None of its words stands in the article that answers, and some in others."""
    caught = Article(Source(title="简讯"), "警方在码头逮捕了两名嫌疑人。")
    others = [Article(Source(title=f"甲{n}"), f"警察局第{n}号楼的坏天气。") for n in range(5)]
    index = shelf(caught, *others, *_ALONE)
    prepared = prepare("警察在码头抓住的坏人", index)
    places = index.candidates([term.term for term in prepared.terms], 20)
    first = ranked(Candidates.found(prepared, places, index), RANKING)[0]
    assert 0 == first.article
