"""Features that speak for a passage, each a share of what the question weighs.

As shares they compare across questions and across shelves of any size; `weights.py` mixes them. Those of several
passages are worked out at once, as arrays with a value for each passage: first what the terms tell (term_features.py), and
of passages that may come first what their titles, their texts and like words do.
"""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from bot.answering.ranking.clues import CLUES, clues
from bot.answering.ranking.standing import over, stretches
from bot.answering.ranking.table import Features, Table

__all__ = ["further_features"]

_ALIKE = 0.5
"""The likeness from which on a word surely stands for the one asked."""
_FIRST_SENTENCES = 3
"""The best sentences of a passage that are looked at for clues."""


def further_features(table: Table) -> Features:
    """Return what `term_features` leaves out: a value for each passage by the name of each feature."""
    return {**_title_words(table), **_alike(table), **_clues(table)}


def _title_words(table: Table) -> Features:
    """Return the words of the question in the article's title, and those that its text lacks."""
    standing, question = table.standing, table.question
    words = [(place, term) for place, term in enumerate(question.terms) if term.kind == "words"]
    total = question.totals["words"] or 1.0
    names = [term.term for _, term in words]
    inside = np.array([article.title_holds(names) for article in standing.articles])[table.places].T
    if not inside.any():
        nothing = np.zeros(len(table))
        return {"title_words": nothing, "title_words_not_in_text": nothing}
    weights = inside * np.array([term.idf for _, term in words])[:, None]
    there = over(np.logical_or, standing.held[[place for place, _ in words]], table.whole)
    return {
        "title_words": weights.sum(axis=0) / total,
        "title_words_not_in_text": (weights * ~there).sum(axis=0) / total,
    }


def _alike(table: Table) -> Features:
    """Return what articles, passages, their best sentence and its best two neighbours say in like words."""
    standing = table.standing
    strong = (standing.alike >= _ALIKE).astype(np.float32)
    said, said_strong = standing.said, standing.weighed(strong)
    cells = np.concatenate([standing.alike, strong, said[None]])
    most = over(np.maximum, cells, np.concatenate([table.whole, table.own]))
    alike, alike_strong, best = np.split(most, [len(strong), 2 * len(strong)])
    found = dict(zip(("alike_article", "alike_passage"), np.split(standing.weighed(alike), 2), strict=True))
    names = ("alike_article_strong", "alike_passage_strong")
    found |= zip(names, np.split(standing.weighed(alike_strong), 2), strict=True)
    found |= zip(("alike_article_sentence", "alike_sentence"), np.split(best[0], 2), strict=True)
    two = _of_two(table, np.stack([standing.alike, strong]), np.stack([said, said_strong]))
    found |= zip(("alike_two_sentences", "alike_two_strong"), two, strict=True)
    return {name: values.astype(np.float64) for name, values in found.items()}


def _of_two(table: Table, cells: NDArray[np.float32], said: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return what the best two neighbours of each passage say; `said` is what each sentence says alone."""
    following = cells.copy()
    np.maximum(cells[..., :-1], cells[..., 1:], out=following[..., :-1])
    # a passage of one sentence has no two neighbours: it stands for them itself
    last = np.maximum(table.ends - 1, table.firsts + 1)
    weighed = np.stack([table.standing.weighed(one) for one in following])
    two = over(np.maximum, weighed, stretches(table.firsts, last))
    return np.where(table.ends - table.firsts > 1, two, said[:, table.firsts])


def _clues(table: Table) -> Features:
    standing, question = table.standing, table.question
    if not question.type and question.unit is None:
        return dict.fromkeys(CLUES, np.zeros(len(table)))
    standing.shelf.bring(standing.numbers)
    pairs = zip(table.firsts.tolist(), table.ends.tolist(), strict=True)
    best = (
        np.argsort(-standing.sentence_scores[first:end], kind="stable")[:_FIRST_SENTENCES].tolist()
        for first, end in pairs
    )
    return clues(
        question,
        [
            [partial(article.sentence, number, place) for place in places]
            for article, number, places in zip(table.articles, table.numbers.tolist(), best, strict=True)
        ],
    )
