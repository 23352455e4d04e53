"""The places in articles of words, or of something much like them, in plain text."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio_alignment

from bot.answering.quoting.plain import Plain
from bot.model import Article, Span

__all__ = ["NEAR", "SHORTEST", "Match", "Occurrences"]

SHORTEST, NEAR = 4, 0.75
_PLACES, _CHUNK, _POSTINGS, _WINDOWS, _MIDDLING = 20, 512, 200_000, 12, 256


class Match(NamedTuple):
    """A slice `at` of the joined plain text that matches slice `of` of the words' plain text."""

    at: Span
    of: Span


class Occurrences:
    """The plain texts of articles, joined and indexed by pairs of characters, and the way back."""

    def __init__(self, stretches: Iterable[tuple[Article, Span]], plain: Plain) -> None:
        """`stretches` are the parts of articles that are looked at, those of one article side by side and in order."""
        self._plain = plain
        chunks = [(a, i, end) for a, (start, end) in stretches for i in range(start, end + 1, _CHUNK)]
        self._chunks = [(article, i) for article, i, _ in chunks]
        # the last chunk of a stretch ends in a character that no plain text holds
        parts = [
            a.text[i : min(i + _CHUNK, end)].translate(plain) + "\0" * (i + _CHUNK > end)
            for a, i, end in chunks
        ]
        self._starts = [0, *accumulate(len(part) for part in parts)]
        self._text = "".join(parts)
        self.everywhere = Span(0, len(self._text))
        pairs = _pairs(self._text)
        self._order = np.argsort(pairs, kind="stable")
        self._pairs = pairs[self._order]

    def home(self, article: Article) -> Span | None:
        """Return the stretch of the joined text that is `article`'s; None if it is not one of those indexed."""
        edges = zip(pairwise(self._starts), self._chunks, strict=True)
        own = [edge for edge, (other, _) in edges if other is article]
        return Span(own[0][0], own[-1][1] - 1) if own else None

    @property
    def text(self) -> str:
        """The joined plain text."""
        return self._text

    def home_at(self, place: int) -> Span:
        """Return the stretch of the joined text of the article that holds that place."""
        end = self._text.find("\0", place)
        return Span(self._text.rfind("\0", 0, place) + 1, end if end >= 0 else len(self._text))

    def shared_pairs(self, plain: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return where pairs of `plain` stand in it and in the joined text, rarest first, as many as are bearable."""
        found = list(self._held(plain))
        starts = [np.full(len(held), i, np.int64) for i, held in found]
        empty = np.empty(0, np.int64)
        return np.concatenate([empty, *starts]), np.concatenate([empty, *(held for _, held in found)])

    def slice(self, at: Span) -> tuple[Article, Span]:
        """Return the article and the slice of its own text that `at` came from."""
        article, start = self._origin(at.start)
        return article, Span(start, self._origin(at.end - 1)[1] + 1)

    def _origin(self, at: int) -> tuple[Article, int]:
        number = bisect_right(self._starts, at) - 1
        article, offset = self._chunks[number]
        left = at - self._starts[number]
        while (width := len(self._plain[ord(article.text[offset])])) <= left:
            left, offset = left - width, offset + 1
        return article, offset

    def matches(self, plain: str, region: Span) -> list[Match]:
        """Return the places of `plain` in `region`, in order, or else the slice most like it."""
        found: list[Match] = []
        at = self._text.find(plain, *region)
        while at >= 0 and len(found) < 10 * _PLACES:
            found.append(Match(Span(at, at + len(plain)), Span(0, len(plain))))
            at = self._text.find(plain, at + 1, region.end)
        return found or (self._nearest(plain, region) if len(plain) >= SHORTEST else [])

    def _nearest(self, plain: str, region: Span) -> list[Match]:
        best, nearest = 0.0, []
        for window in self._views(plain, region):
            match = _aligned(plain, window.cut(self._text), window.start)
            similarity = Levenshtein.normalized_similarity(plain, match.at.cut(self._text))
            if similarity >= NEAR and similarity > best:
                best, nearest = similarity, [match]
        return nearest

    def _views(self, plain: str, region: Span) -> Iterator[Span]:
        """Yield the windows and, for shorter words, the slice of each that is most like them."""
        for window in self._windows(plain, region):
            yield window
            # an edit path through a whole window may prefer a repetition in its margins
            near = partial_ratio_alignment(plain, window.cut(self._text)) if len(plain) <= _MIDDLING else None
            if near:
                yield Span(window.start + near.dest_start, window.start + near.dest_end)

    def _windows(self, plain: str, region: Span) -> Iterator[Span]:
        """Yield stretches of articles that may hold `plain`, most pairs on a diagonal first."""
        width, margin = max(1, len(plain) // 4), len(plain) // 3 + 2
        most = max(_WINDOWS, _MIDDLING * 8 // len(plain))
        bins, votes = np.unique(self._diagonals(plain, region) // width, return_counts=True)
        beside = np.append(np.where(np.diff(bins) == 1, votes[1:], 0), 0) if len(bins) else votes
        for first in bins[np.argsort(-(votes + beside), kind="stable")[:most]].tolist():
            middle = min(max((first + 1) * width + len(plain) // 2, region.start), max(region.end - 1, 0))
            start = max(region.start, self._text.rfind("\0", 0, middle) + 1, first * width - margin)
            end = min(region.end, self._text.find("\0", middle), (first + 2) * width + len(plain) + margin)
            yield Span(start, end)

    def _diagonals(self, plain: str, region: Span) -> npt.NDArray[np.int64]:
        """Return the start of `plain` by each pair that the joined text shares, rarest first."""
        found = [held[(held >= region.start) & (held < region.end)] - i for i, held in self._held(plain)]
        return np.concatenate([np.empty(0, np.int64), *found])

    def _held(self, plain: str) -> Iterator[tuple[int, npt.NDArray[np.int64]]]:
        """Yield the place of each pair of `plain`, rarest first, and the pair's places in the joined text."""
        pairs = _pairs(plain)
        low, high = np.searchsorted(self._pairs, pairs, "left"), np.searchsorted(self._pairs, pairs, "right")
        budget = _POSTINGS
        for i in np.argsort(high - low, kind="stable").tolist():
            held = self._order[low[i] : min(high[i], low[i] + budget)]
            budget -= len(held)
            yield i, held


def _aligned(words: str, text: str, shift: int) -> Match:
    """Return the slices most in common, that of `text` moved by `shift` (Kadane over edits)."""
    best, score, begun = 0, 0, (0, 0)
    match = Match(Span(0, 0), Span(0, 0))
    for op in Levenshtein.opcodes(words, text):
        start, end, other, stop = op.src_start, op.src_end, op.dest_start, op.dest_end
        if score <= 0:
            score, begun = 0, (start, other)
        score += 2 * (end - start) if op.tag == "equal" else other - stop
        if score > best:
            best = score
            match = Match(Span(begun[1] + shift, stop + shift), Span(begun[0], end))
    return match


def _pairs(text: str) -> npt.NDArray[np.uint32]:
    """Return a number for each two neighbouring characters; different pairs seldom share one."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return codes[:-1] * np.uint32(0x9E3779B1) + codes[1:]
