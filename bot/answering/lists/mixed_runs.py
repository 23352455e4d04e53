"""The runs whose marks are of several families, as careless authors and machines that read write them: 一、 2. （三）."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.answering.lists.layout import Layout
from bot.answering.lists.marker import Marker
from bot.answering.lists.runs import FARTHEST, Run, opens_paragraph

__all__ = ["with_mixed"]

_FEWEST = 3
"""Two marks of different families are more often those of two lists, one within the other."""
_MOST_OPEN = 8
"""Runs that may go on at once."""


@dataclass(slots=True, eq=False)
class _Mixed:
    """A run that may go on with marks of any family; `began` is what it goes on from, if that is a run of one family."""

    marks: list[Marker]
    families: set[str]
    began: Run | None = None

    def follows(self, mark: Marker, layout: Layout) -> bool:
        """Return whether `mark` counts on and stands as the others do.

        All stand in one paragraph, or each opens one but for the first, which may stand after what announces it.
        """
        last, opens = self.marks[-1], opens_paragraph(mark, layout)
        if mark.number != len(self.marks) + 1 or mark.start - last.start > FARTHEST:
            return False
        if len(self.marks) > 1 and opens != opens_paragraph(last, layout):
            return False
        return opens or layout.number(mark.start) == layout.number(last.start)


@dataclass(slots=True, eq=False)
class _Level:
    """What stands in one item of a list, or in none: the runs that may go on there, and those of one family that are over."""

    of: Run | None = None
    mixed: list[_Mixed] = field(default_factory=list)
    over: list[Run] = field(default_factory=list)


def with_mixed(found: Sequence[Run], marks: Sequence[Marker], layout: Layout) -> list[Run]:
    """Return the runs `found` among the marks, and those of several families that the marks left over make.

    None goes from one item of a list that was found to another; one that goes on from a list found takes its place.
    """
    run_of = {mark.start: run for run in found if len(run.marks) > 1 for mark in run.marks}
    if not any(mark.counts and mark.number >= _FEWEST and mark.start not in run_of for mark in marks):
        return list(found)
    walk = _Walk(layout)
    for mark in marks:
        if mark.start in run_of:
            walk.found(mark, run_of[mark.start])
        elif mark.counts:
            walk.left_over(mark)
    walk.end(0, len(layout.text))
    return [*(run for run in found if id(run) not in walk.replaced), *walk.runs]


class _Walk:
    """Goes through the marks in order, with the items that each stands in."""

    def __init__(self, layout: Layout) -> None:
        self.runs: list[Run] = []
        self.replaced: set[int] = set()
        self._layout = layout
        self._levels = [_Level()]

    def found(self, mark: Marker, run: Run) -> None:
        """Go into the item that `mark` opens in the list that was found, or past that list with its last mark."""
        if mark is run.marks[0]:
            self._levels.append(_Level(run))
            return
        depth = max(n for n, level in enumerate(self._levels) if level.of is run)
        self.end(depth, mark.start)
        if mark is not run.marks[-1]:
            self._levels.append(_Level(run))
            return
        self._levels[-1].over.append(run)
        if mark.counts and mark.number == len(run.marks):
            self._open(_Mixed(list(run.marks), {mark.family}, run))

    def left_over(self, mark: Marker) -> None:
        """Let the run go on that waits for the mark; where two do, nobody can tell whose it is, and both end."""
        level = self._levels[-1]
        waiting = [run for run in level.mixed if run.follows(mark, self._layout)]
        alike = [run for run in waiting if mark.family in run.families]
        chosen = alike if len(alike) == 1 else waiting
        if len(chosen) == 1:
            self._go_on(level, chosen[0], mark)
        elif chosen:
            self._end_from(level, level.mixed.index(chosen[0]), mark.start)
        elif mark.number == 1:
            self._open(_Mixed([mark], {mark.family}))

    def end(self, depth: int, limit: int) -> None:
        """End what goes on at this depth and deeper."""
        for level in reversed(self._levels[depth:]):
            self._end_from(level, 0, limit)
        del self._levels[depth:]

    def _open(self, run: _Mixed) -> None:
        level = self._levels[-1]
        if len(level.mixed) == _MOST_OPEN:
            self._note(level.mixed.pop(0), run.marks[0].start)
        level.mixed.append(run)

    def _go_on(self, level: _Level, run: _Mixed, mark: Marker) -> None:
        self._end_from(level, level.mixed.index(run) + 1, mark.start)
        run.marks.append(mark)
        run.families.add(mark.family)
        for inner in level.over:
            if inner.marks[0].start > run.marks[0].start:
                inner.limit = min(inner.limit, mark.start)
        level.over.clear()

    def _end_from(self, level: _Level, first: int, limit: int) -> None:
        for run in level.mixed[first:]:
            self._note(run, limit)
        del level.mixed[first:]

    def _note(self, run: _Mixed, limit: int) -> None:
        """Keep a run that is over if it is long enough, and longer than what it went on from."""
        if len(run.marks) < _FEWEST or (run.began and len(run.marks) == len(run.began.marks)):
            return
        self.runs.append(Run(run.marks, limit))
        if run.began:
            self.replaced.add(id(run.began))
