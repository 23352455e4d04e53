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
    many, size = len(table), table.standing.held.shape[1]
    every, strong = cells = _with_strong(table.standing.alike)
    most = np.maximum.reduceat(cells, np.concatenate([table.whole, table.own]), axis=-1)[..., ::2]
    two = np.maximum(cells[..., :-1], cells[..., 1:])
    # weighed together: each call takes longer than what it works out
    weighed = table.standing.weighed(np.concatenate([every, strong, *two, *most], axis=1))
    alone, rest = weighed[: 2 * size + 2].reshape(2, -1), weighed[2 * size + 2 :]
    of_two, of_most = rest[: 2 * size].reshape(2, -1), rest[2 * size :].reshape(2, 2, many)
    best = np.maximum.reduceat(alone[0], np.concatenate([table.whole, table.own]))[::2]
    found = {
        "alike_article": of_most[0, 0],
        "alike_passage": of_most[0, 1],
        "alike_article_strong": of_most[1, 0],
        "alike_passage_strong": of_most[1, 1],
        "alike_article_sentence": best[:many],
        "alike_sentence": best[many:],
    }
    found |= zip(("alike_two_sentences", "alike_two_strong"), _of_two(table, of_two, alone), strict=True)
    return {name: values.astype(np.float64) for name, values in found.items()}


def _with_strong(alike: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the likeness of sentences, then which of it is strong, each with a column of zeros at its end."""
    cells = np.zeros((2, alike.shape[0], alike.shape[1] + 1), np.float32)
    cells[0, :, :-1] = alike
    np.greater_equal(alike, _ALIKE, out=cells[1, :, :-1], casting="unsafe")
    return cells


def _of_two(table: Table, of_two: NDArray[np.float32], alone: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return what the best two neighbours of each passage say, by what each sentence says with the next, and alone."""
    # a passage of one sentence has no two neighbours: it stands for them itself
    last = np.maximum(table.ends - 1, table.firsts + 1)
    two = over(np.maximum, of_two, stretches(table.firsts, last))
    return np.where(table.ends - table.firsts > 1, two, alone[:, table.firsts])


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
