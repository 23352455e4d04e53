"""What speaks for a passage: lexical features, each a share of what the question weighs.

As shares they compare across questions and across shelves of any size; `weights.py` mixes them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from bot.answering.index.indexed import IndexedArticle
from bot.answering.index.shelf import ShelfIndex
from bot.answering.ranking.asked import Asked
from bot.answering.ranking.clues import NO_CLUES, clues
from bot.retrieval.bits import bits
from bot.retrieval.engine import K1, B, lucene_idf

__all__ = ["Sight", "sights"]

_SENTENCE_B = 0.5
"""BM25's b for a sentence; B is that for a passage and for an article."""
_KINDS = ("words", "characters", "pairs")
Features = Mapping[str, float]


class Sight:
    """An article seen in the light of a question; features of its passages come from `passage`.

    `masks` tell for each term of the question which sentences hold it, as bits.
    """

    def __init__(self, asked: Asked, number: int, masks: Sequence[int], shelf: ShelfIndex) -> None:
        self.asked = asked
        self.masks = masks
        self.article: IndexedArticle = shelf.indexed(number)
        self._shelf = shelf
        self._number = number
        self._passages: dict[int, Features] = {}
        self._held = [(t.kind, t.idf, mask) for t, mask in zip(asked.terms, masks, strict=True) if mask]

    def holds(self, term: str) -> bool:
        """Whether the article holds the term, which need not be one of the question's."""
        place = self.asked.places.get(term)
        if place is None:
            return any(self._shelf.holding([self._number], [term])[0])
        return self.masks[place] > 0

    def passage(self, number: int) -> Features:
        """The features of passage `number`, counted from 0."""
        if number not in self._passages:
            self._passages[number] = self._of_passage(number)
        return self._passages[number]

    def _of_passage(self, number: int) -> Features:
        mask = self.article.mask(number)
        its = self.article.ranges[number]
        best = max(its, key=self.sentence_scores.__getitem__)
        return {
            **self._of_article,
            **self._level("passage", mask, self.article.passage_size(number) / self._shelf.mean_passage),
            **self._sentences(best, its),
            **self._clues(number),
            "sentence_bm25": self.sentence_scores[best] / self.asked.total,
            "first_passage": float(number == 0),
            "early_sentence": 1 / (1 + best - its.start),
        }

    @cached_property
    def sentence_scores(self) -> tuple[float, ...]:
        """BM25 of each sentence of the article, with b = 0.5, its idf that of the shelf's passages."""
        weights = [0.0] * len(self.article.sizes)
        for _, idf, mask in self._held:
            for place in bits(mask):
                weights[place] += idf
        mean = self._shelf.mean_sentence
        return tuple(
            [
                weight * (1 + K1) / (1 + K1 * (1 - _SENTENCE_B + _SENTENCE_B * size / mean))
                if weight
                else 0.0
                for weight, size in zip(weights, self.article.sizes, strict=True)
            ]
        )

    @cached_property
    def among_sentences(self) -> tuple[tuple[int, float], ...]:
        """For each term that the article holds: the bits of its sentences, and Lucene's idf over all of them."""
        size = len(self.article.sizes)
        counts = [(mask, mask.bit_count()) for mask in self.masks if mask]
        return tuple((mask, lucene_idf(count, size)) for mask, count in counts)

    @cached_property
    def _of_article(self) -> Features:
        asked, article = self.asked, self.article
        whole = (1 << len(article.sizes)) - 1
        return {
            **self._level("article", whole, article.size / self._shelf.mean_article),
            "article_best_sentence": max(self.sentence_scores) / asked.total,
            "longest_run": self._longest_run(),
            "title_words": self._title_words(also_in_text=True),
            "title_words_not_in_text": self._title_words(also_in_text=False),
            "numbers_missing": _share(self._lacks_number(number) for number in asked.numbers),
            "latin_missing": _share(not self.holds(term) for term in asked.latin),
            "lead_coverage": sum(_by_kind(self._held, article.mask(0)).values()) / asked.total,
        }

    def _level(self, level: str, mask: int, relative_size: float) -> Features:
        """Coverage and BM25 by kind of term, of a passage or of the article."""
        norm = K1 * (1 - B + B * relative_size)
        scores, covered = dict.fromkeys(_KINDS, 0.0), dict.fromkeys(_KINDS, 0.0)
        for kind, idf, held in self._held:
            if count := (held & mask).bit_count():
                covered[kind] += idf
                scores[kind] += idf * count * (1 + K1) / (count + norm)
        return {**self._shares(f"{level}_bm25", scores), **self._shares(f"{level}_coverage", covered)}

    def _shares(self, name: str, weights: Mapping[str, float]) -> Features:
        """`weights` as shares of the question's; another kind stands in for one the question has no terms of."""
        return {
            f"{name}_{kind}": weights[of] / (self.asked.totals[of] or 1.0)
            for kind, of in self.asked.stand_ins.items()
        }

    def _sentences(self, best: int, its: range) -> Features:
        """What the best sentence covers, alone and together with one of its neighbours."""
        alone = 1 << best
        after = alone << 1 if best + 1 < its.stop else 0
        before = alone >> 1 if best > its.start else 0
        near = [
            (kind, idf, around)
            for kind, idf, held in self._held
            if (around := held & (alone | after | before))
        ]
        with_after, with_before = (_by_kind(near, alone | other) for other in (after, before))
        return {
            **self._shares("sentence_coverage", _by_kind(near, alone)),
            "two_sentences_coverage": max(sum(with_after.values()), sum(with_before.values()))
            / self.asked.total,
            "two_sentences_words": _by_kind(near, -1)["words"] / (self.asked.totals["words"] or 1.0),
        }

    def _clues(self, number: int) -> Features:
        asked, its = self.asked, self.article.ranges[number]
        if not asked.type and asked.unit is None:
            return NO_CLUES
        sentences = self.article.sentences(number)
        ranked = sorted(its, key=self.sentence_scores.__getitem__, reverse=True)
        return clues(asked, [sentences[place - its.start] for place in ranked])

    def _longest_run(self) -> float:
        """The longest unbroken stretch of the question that stands in one sentence, by its pairs' idf."""
        total = self.asked.totals["pairs"]
        if not total:
            return self._shares("", _by_kind(self._held, -1))["_pairs"]
        return (
            max((length for chain in self.asked.chains for length in self._lengths(chain)), default=0.0)
            / total
        )

    def _lengths(self, chain: tuple[int, ...]) -> Iterator[float]:
        running, length = 0, 0.0
        for place in chain:
            held = self.masks[place]
            idf = self.asked.terms[place].idf
            running, length = (
                (running & held, length + idf) if running & held else (held, idf if held else 0.0)
            )
            yield length

    def _title_words(self, *, also_in_text: bool) -> float:
        words = [
            term.idf
            for term, held in zip(self.asked.terms, self.masks, strict=True)
            if term.kind == "words" and term.term in self.article.title and (also_in_text or not held)
        ]
        return sum(words) / (self.asked.totals["words"] or 1.0)

    def _lacks_number(self, term: str) -> bool:
        digits = re.match(r"[\d.]+", term[2:])
        return not self.holds(term) and not (digits and self.holds(f"c:{digits.group()}"))


def _by_kind(held: Sequence[tuple[str, float, int]], mask: int) -> dict[str, float]:
    """The idf of the terms that the sentences of `mask` hold, by kind."""
    found = dict.fromkeys(_KINDS, 0.0)
    for kind, idf, where in held:
        if where & mask:
            found[kind] += idf
    return found


def sights(asked: Asked, articles: Sequence[int], shelf: ShelfIndex) -> list[Sight]:
    """The articles of these numbers in the light of the question, in the same order."""
    found = shelf.holding(articles, [term.term for term in asked.terms])
    return [Sight(asked, number, masks, shelf) for number, masks in zip(articles, found, strict=True)]


def _share(flags: Iterator[bool]) -> float:
    found = list(flags)
    return sum(found) / len(found) if found else 0.0
