"""The stretches that a claim shares with articles: exact runs of characters, extended as far as both stay alike."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from bot.answering.quoting.occurrences import Match, Occurrences
from bot.model import Span

__all__ = ["Shared", "best_shared", "coincidence", "least_shared"]

_SHORTEST_RUN, _GAP = 3, 12
_MAX_RUNS = 16
"""Runs that are extended."""
_FLANK = 240
"""Characters on either side of a run that are compared, to bound the work."""
_SMALL_SHELF = 100_000


class Shared(NamedTuple):
    """A slice of the words and the slice of the joined text like it; `equal` characters are the same."""

    match: Match
    equal: int

    @property
    def share(self) -> float:
        """The share of equal characters, of the longer slice."""
        return self.equal / self._length

    @property
    def worth(self) -> int:
        """The equal characters, less those that differ."""
        return 2 * self.equal - self._length

    @property
    def _length(self) -> int:
        of, at = self.match.of, self.match.at
        return max(of.end - of.start, at.end - at.start)


def coincidence(shelf: Occurrences) -> int:
    """Return how many equal characters are more than a coincidence; on large shelves more are."""
    return 6 if shelf.everywhere.end <= _SMALL_SHELF else 8


def least_shared(plain: str, shelf: Occurrences) -> int:
    """Return how many equal characters make the words worth quoting; more of long ones."""
    return max(coincidence(shelf), min(12, len(plain) // 5))


def best_shared(plain: str, part: Span, shelf: Occurrences) -> Shared | None:
    """Return the stretch of `part` of the plain words that has most in common with a stretch of an article."""
    best: Shared | None = None
    for run in _runs(part.cut(plain), shelf):
        moved = Match(run.at, Span(run.of.start + part.start, run.of.end + part.start))
        shared = _extended(plain, part, moved, shelf)
        if best is None or shared.worth > best.worth:
            best = shared
    return best


def _runs(plain: str, shelf: Occurrences) -> Iterator[Match]:
    """Yield exact runs of characters, those first that have most more beside them; one of each group."""
    starts, places = shelf.shared_pairs(plain)
    diagonals = places - starts
    if not len(starts):
        return
    order = np.lexsort((starts, diagonals))
    starts, diagonals = starts[order], diagonals[order]
    another, step = np.diff(diagonals) != 0, np.diff(starts)
    firsts = np.append(0, np.flatnonzero(another | (step != 1)) + 1)
    lengths = np.diff(np.append(firsts, len(starts))) + 1
    # what one changed word parts in two counts as one
    group = np.append(0, np.cumsum(another | (step > _GAP)))[firsts]
    weights = np.bincount(group, weights=lengths)[group]
    seen: set[int] = set()
    for number in np.lexsort((-lengths, -weights)).tolist():
        length, start = int(lengths[number]), int(starts[firsts[number]])
        if length < _SHORTEST_RUN or int(group[number]) in seen:
            continue
        seen.add(int(group[number]))
        at = start + int(diagonals[firsts[number]])
        yield Match(Span(at, at + length), Span(start, start + length))
        if len(seen) == _MAX_RUNS:
            return


def _extended(plain: str, part: Span, run: Match, shelf: Occurrences) -> Shared:
    """Return the run with what is alike on either side of it, within the part and the article."""
    text, home = shelf.text, shelf.home_at(run.at.start)
    before = plain[max(part.start, run.of.start - _FLANK) : run.of.start][::-1]
    after = plain[run.of.end : min(part.end, run.of.end + _FLANK)]
    left = _reach(before, text[max(home.start, run.at.start - len(before) - 8) : run.at.start][::-1])
    right = _reach(after, text[run.at.end : min(home.end, run.at.end + len(after) + 8)])
    of = Span(run.of.start - left[0], run.of.end + right[0])
    at = Span(run.at.start - left[1], run.at.end + right[1])
    return Shared(Match(at, of), run.of.end - run.of.start + left[2] + right[2])


def _reach(words: str, text: str) -> tuple[int, int, int]:
    """Return how many characters of both, from their beginnings, are most alike, and how many are equal."""
    best, score, equal, reached = 0, 0, 0, (0, 0, 0)
    for op in Levenshtein.opcodes(words, text):
        length = max(op.src_end - op.src_start, op.dest_end - op.dest_start)
        score += length if op.tag == "equal" else -length
        equal += length if op.tag == "equal" else 0
        if score > best:
            best, reached = score, (op.src_end, op.dest_end, equal)
    return reached
