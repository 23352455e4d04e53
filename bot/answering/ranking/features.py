"""Features that speak for a passage, each a share of what the question weighs.

As shares they compare across questions and across shelves of any size; `weights.py` mixes them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, reduce
from operator import and_

import numpy as np
from numpy.typing import NDArray

from bot.answering.index.indexed import IndexedArticle
from bot.answering.index.shelf import ShelfIndex
from bot.answering.ranking.clues import NO_CLUES, clues
from bot.answering.ranking.likeness import Likeness
from bot.answering.ranking.prepared_question import PreparedQuestion
from bot.retrieval.bits import bits
from bot.retrieval.engine import K1, B, lucene_idf

__all__ = ["ArticleFeatures", "features_of"]

_SENTENCE_B = 0.5
"""BM25's b for a sentence; B is that for a passage and for an article."""
_KINDS = ("words", "characters", "pairs")
PassageFeatures = Mapping[str, float]


class ArticleFeatures:
    """The features of an article and of its passages for a question.

    `masks` has for each term of the question the bits of the sentences that hold it.
    """

    def __init__(
        self,
        question: PreparedQuestion,
        number: int,
        masks: Sequence[int],
        likeness: Likeness,
        shelf: ShelfIndex,
    ) -> None:
        self.question = question
        self.masks = masks
        self.likeness = likeness
        self.indexed: IndexedArticle = shelf.indexed(number)
        self._shelf = shelf
        self._number = number
        self._passages: dict[int, PassageFeatures] = {}
        self._term_hits = [
            (t.kind, t.idf, mask) for t, mask in zip(question.terms, masks, strict=True) if mask
        ]

    def holds(self, term: str) -> bool:
        """Return whether the article holds the term, which need not be one of the question's."""
        place = self.question.places.get(term)
        if place is None:
            return any(self._shelf.holding([self._number], [term])[0])
        return self.masks[place] > 0

    def of_passage(self, number: int) -> PassageFeatures:
        """Return the features of passage `number`, counted from 0."""
        if number not in self._passages:
            self._passages[number] = self._features_of_passage(number)
        return self._passages[number]

    def _features_of_passage(self, number: int) -> PassageFeatures:
        mask = self.indexed.mask(number)
        sentence_range = self.indexed.sentence_ranges[number]
        best = max(sentence_range, key=self.sentence_scores.__getitem__)
        return {
            **self._of_article,
            **self._level("passage", mask, self.indexed.passage_size(number) / self._shelf.mean_passage),
            **self._sentences(best, sentence_range),
            **self.likeness.features_of_passage(sentence_range),
            **self._clues(number),
            "sentence_bm25": self.sentence_scores[best] / self.question.total,
            "first_passage": float(number == 0),
            "early_sentence": 1 / (1 + best - sentence_range.start),
        }

    @cached_property
    def sentence_scores(self) -> tuple[float, ...]:
        """BM25 of each of the article's sentences, with b = 0.5 and the idf of passages."""
        weights = [0.0] * len(self.indexed.sizes)
        for _, idf, mask in self._term_hits:
            for place in bits(mask):
                weights[place] += idf
        mean = self._shelf.mean_sentence
        return tuple(
            [
                weight * (1 + K1) / (1 + K1 * (1 - _SENTENCE_B + _SENTENCE_B * size / mean))
                if weight
                else 0.0
                for weight, size in zip(weights, self.indexed.sizes, strict=True)
            ]
        )

    @cached_property
    def among_sentences(self) -> tuple[tuple[int, float], ...]:
        """For each term of the article, the bits of its sentences and Lucene's idf over all."""
        size = len(self.indexed.sizes)
        counts = [(mask, mask.bit_count()) for mask in self.masks if mask]
        return tuple((mask, lucene_idf(count, size)) for mask, count in counts)

    @cached_property
    def _of_article(self) -> PassageFeatures:
        question, article = self.question, self.indexed
        whole = (1 << len(article.sizes)) - 1
        return {
            **self._level("article", whole, article.size / self._shelf.mean_article),
            **self.likeness.features_of_article,
            "article_best_sentence": max(self.sentence_scores) / question.total,
            "longest_run": self._longest_run(),
            "title_words": self._title_words(also_in_text=True),
            "title_words_not_in_text": self._title_words(also_in_text=False),
            "numbers_missing": _share(self._lacks_number(number) for number in question.numbers),
            "latin_missing": _share(not self.holds(term) for term in question.latin),
            "lead_coverage": sum(_by_kind(self._term_hits, article.mask(0)).values()) / question.total,
        }

    def _level(self, level: str, mask: int, relative_size: float) -> PassageFeatures:
        """Return coverage and BM25 by kind of term, of a passage or of the article."""
        norm = K1 * (1 - B + B * relative_size)
        scores, covered = dict.fromkeys(_KINDS, 0.0), dict.fromkeys(_KINDS, 0.0)
        for kind, idf, held in self._term_hits:
            if count := (held & mask).bit_count():
                covered[kind] += idf
                scores[kind] += idf * count * (1 + K1) / (count + norm)
        return {**self._shares(f"{level}_bm25", scores), **self._shares(f"{level}_coverage", covered)}

    def _shares(self, name: str, weights: Mapping[str, float]) -> PassageFeatures:
        """Return `weights` as shares of the question's; another kind may stand in for one."""
        return {
            f"{name}_{kind}": weights[of] / (self.question.totals[of] or 1.0)
            for kind, of in self.question.stand_ins.items()
        }

    def _sentences(self, best: int, sentence_range: range) -> PassageFeatures:
        """Return what the best sentence covers, alone and together with one of its neighbours."""
        alone = 1 << best
        after = alone << 1 if best + 1 < sentence_range.stop else 0
        before = alone >> 1 if best > sentence_range.start else 0
        near = [
            (kind, idf, around)
            for kind, idf, held in self._term_hits
            if (around := held & (alone | after | before))
        ]
        with_after, with_before = (_by_kind(near, alone | other) for other in (after, before))
        return {
            **self._shares("sentence_coverage", _by_kind(near, alone)),
            "two_sentences_coverage": max(sum(with_after.values()), sum(with_before.values()))
            / self.question.total,
            "two_sentences_words": _by_kind(near, -1)["words"] / (self.question.totals["words"] or 1.0),
        }

    def _clues(self, number: int) -> PassageFeatures:
        question, sentence_range = self.question, self.indexed.sentence_ranges[number]
        if not question.type and question.unit is None:
            return NO_CLUES
        sentences = self.indexed.sentences(number)
        ranked = sorted(sentence_range, key=self.sentence_scores.__getitem__, reverse=True)
        return clues(question, [sentences[place - sentence_range.start] for place in ranked])

    def _longest_run(self) -> float:
        """Return the longest stretch of the question in one sentence, by its pairs' idf."""
        total = self.question.totals["pairs"]
        if not total:
            return self._shares("", _by_kind(self._term_hits, -1))["_pairs"]
        return (
            max((length for chain in self.question.chains for length in self._lengths(chain)), default=0.0)
            / total
        )

    def _lengths(self, chain: tuple[int, ...]) -> Iterator[float]:
        running, length = 0, 0.0
        for place in chain:
            held = self.masks[place]
            idf = self.question.terms[place].idf
            running, length = (
                (running & held, length + idf) if running & held else (held, idf if held else 0.0)
            )
            yield length

    def _title_words(self, *, also_in_text: bool) -> float:
        words = [
            term.idf
            for term, held in zip(self.question.terms, self.masks, strict=True)
            if term.kind == "words" and term.term in self.indexed.title and (also_in_text or not held)
        ]
        return sum(words) / (self.question.totals["words"] or 1.0)

    def _lacks_number(self, term: str) -> bool:
        digits = re.match(r"[\d.]+", term[2:])
        return not self.holds(term) and not (digits and self.holds(f"c:{digits.group()}"))


def _by_kind(held: Sequence[tuple[str, float, int]], mask: int) -> dict[str, float]:
    """Return the idf of the terms that the sentences of `mask` hold, by kind."""
    weights = dict.fromkeys(_KINDS, 0.0)
    for kind, idf, where in held:
        if where & mask:
            weights[kind] += idf
    return weights


def features_of(
    question: PreparedQuestion, articles: Sequence[int], shelf: ShelfIndex
) -> list[ArticleFeatures]:
    """Return the features of the articles of these numbers for the question, in the same order."""
    held = shelf.holding(articles, [term.term for term in question.terms])
    alike = shelf.likeness(articles, [word.terms for word in question.words])
    return [
        ArticleFeatures(question, number, masks, _likeness(question, masks, cells), shelf)
        for number, masks, cells in zip(articles, held, alike, strict=True)
    ]


def _likeness(question: PreparedQuestion, masks: Sequence[int], cells: NDArray[np.float32]) -> Likeness:
    """Return the likeness; a word that the article's sentences cut differently is there too."""
    for row, word in zip(cells, question.words, strict=True):
        if word.pairs:
            together = reduce(and_, (masks[place] for place in word.pairs))
            row[list(bits(together))] = 1.0
    return Likeness(question.words, cells)


def _share(flags: Iterator[bool]) -> float:
    values = list(flags)
    return sum(values) / len(values) if values else 0.0
