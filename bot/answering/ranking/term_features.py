"""Features that follow from where the terms of a question stand, without a text, a title or a meaning."""

import re

import numpy as np
from numpy.typing import NDArray

from bot.answering.ranking.standing import Floats, over
from bot.answering.ranking.table import Features, Table
from bot.retrieval.engine import K1, B

__all__ = ["term_features"]


def term_features(table: Table) -> Features:
    """Return a value for each passage by the name of each feature."""
    standing, question = table.standing, table.question
    scores = np.stack([standing.sentence_scores, _runs(table)])
    best_sentence, longest = over(np.maximum, scores, table.whole)
    levels = _levels(table)
    pairs = question.totals["pairs"]
    return {
        **levels,
        "article_best_sentence": best_sentence / question.total,
        "longest_run": longest / pairs if pairs else levels["article_coverage_pairs"],
        "numbers_missing": _numbers_missing(table),
        "latin_missing": _missing(table, standing.in_articles(question.latin)),
        **_sentences(table),
        "sentence_bm25": standing.sentence_scores[table.best] / question.total,
        "first_passage": (table.numbers == 0).astype(np.float64),
        "early_sentence": 1 / (1.0 + table.best - table.firsts),
    }


def _levels(table: Table) -> Features:
    """Return coverage and BM25 of articles and of passages by kind of term, and what articles begin with."""
    standing, many = table.standing, len(table)
    # reduced and weighed together: each call takes longer than what it works out
    counts = over(
        np.add, standing.held.astype(np.float64), np.concatenate([table.whole, table.own, table.lead])
    )
    own = counts[:, : 2 * many]
    saturated = own * (1 + K1) / (own + K1 * (1 - B + B * _relative_sizes(table)))
    parts = np.split(standing.weigh(np.concatenate([saturated, counts > 0], axis=1)), 5, axis=1)
    names = ("article_bm25", "passage_bm25", "article_coverage", "passage_coverage")
    return {
        **{
            name: values
            for level, part in zip(names, parts, strict=False)
            for name, values in table.shares(level, part).items()
        },
        "lead_coverage": parts[-1].sum(axis=0) / table.question.total,
    }


def _relative_sizes(table: Table) -> Floats:
    """Return the sizes of the passages' articles, then of the passages, beside the mean ones of the shelf."""
    shelf, so_far = table.standing.shelf, np.append(0, np.cumsum(table.standing.sizes))
    whole, own = (so_far[bounds[1::2]] - so_far[bounds[::2]] for bounds in (table.whole, table.own))
    return np.concatenate([whole / shelf.mean_article, own / shelf.mean_passage])


def _sentences(table: Table) -> Features:
    """Return what the best sentence covers, alone and together with one of its neighbours."""
    held, best, totals = table.standing.held, table.best, table.question.totals
    alone = held[:, best]
    after = held[:, np.minimum(best + 1, table.ends - 1)] | alone
    before = held[:, np.maximum(best - 1, table.firsts)] | alone
    weighed = table.standing.weigh(np.concatenate([alone, after, before, after | before], axis=1))
    of_one, *of_two, of_three = np.split(weighed, 4, axis=1)
    return {
        **table.shares("sentence_coverage", of_one),
        "two_sentences_coverage": np.maximum(*(each.sum(axis=0) for each in of_two)) / table.question.total,
        "two_sentences_words": of_three[0] / (totals["words"] or 1.0),
    }


def _runs(table: Table) -> Floats:
    """Return the longest stretch of the question in each sentence, by its pairs' idf."""
    held, idf = table.standing.held, table.standing.idf
    longest = np.zeros(held.shape[1])
    for chain in table.question.chains:
        running = np.zeros(held.shape[1])
        for place in chain:
            running = (running + idf[place]) * held[place]
            np.maximum(longest, running, out=longest)
    return longest


def _missing(table: Table, held: NDArray[np.bool_]) -> Floats:
    """Return the share of the terms, a row of `held` each, that each passage's article lacks."""
    if not len(held):
        return np.zeros(len(table))
    shares: Floats = (~held).sum(axis=0) / len(held)
    return shares[table.places]


def _numbers_missing(table: Table) -> Floats:
    """Return the share of the question's numbers that each passage's article lacks, even by their digits alone."""
    numbers = table.question.numbers
    digits = [re.match(r"[\d.]+", number[2:]) for number in numbers]
    spelled = [
        f"c:{match.group()}" if match else number for number, match in zip(numbers, digits, strict=True)
    ]
    return _missing(table, table.standing.in_articles(numbers) | table.standing.in_articles(spelled))
