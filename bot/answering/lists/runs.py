"""The runs of marks that count up, each of one family."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.answering.lists.layout import Layout
from bot.answering.lists.marker import Marker

__all__ = ["FARTHEST", "Run", "opens_paragraph", "runs"]

FARTHEST = 3000
"""Characters from one mark to the next; what is farther off belongs to no list with it."""


@dataclass(slots=True)
class Run:
    """Marks of one list that were found so far, and where it must end."""

    marks: list[Marker] = field(default_factory=list)
    limit: int = 0

    def goes_on(self, mark: Marker, layout: Layout) -> bool:
        """Return whether `mark` is the next one of the same family."""
        last = self.marks[-1]
        if mark.family != last.family or mark.start - last.start > FARTHEST:
            return False
        if mark.is_loose:
            apart = layout.number(mark.start) - layout.number(last.start)
            return apart <= (1 if opens_paragraph(mark, layout) and opens_paragraph(last, layout) else 0)
        return mark.number in (0, len(self.marks) + 1) and (
            not mark.stands_alike or self._has_place(mark, layout)
        )

    def _has_place(self, mark: Marker, layout: Layout) -> bool:
        """Return whether `mark` opens a paragraph if the others do, but for the first, which may stand after what announces it."""
        last, opens = self.marks[-1], opens_paragraph(mark, layout)
        if len(self.marks) > 1 and opens != opens_paragraph(last, layout):
            return False
        return opens or layout.number(mark.start) == layout.number(last.start)


def runs(marks: Iterable[Marker], layout: Layout) -> Iterator[Run]:
    """Yield the runs of marks that count up; a mark of an outer list ends those within it."""
    open_ones: list[Run] = []
    for mark in marks:
        numbers = range(len(open_ones) - 1, -1, -1)
        place = next((n for n in numbers if open_ones[n].goes_on(mark, layout)), None)
        if place is None and mark.opens:
            same = (n for n, run in enumerate(open_ones) if run.marks[-1].family == mark.family)
            place = next(same, len(open_ones))
            yield from _ended(open_ones[place:], mark.start)
            open_ones[place:] = [Run([mark])]
        elif place is not None:
            yield from _ended(open_ones[place + 1 :], mark.start)
            del open_ones[place + 1 :]
            open_ones[place].marks.append(mark)
    yield from _ended(open_ones, len(layout.text))


def opens_paragraph(mark: Marker, layout: Layout) -> bool:
    """Return whether a paragraph begins with it."""
    return layout.paragraphs[layout.number(mark.start) - 1].start == mark.start


def _ended(runs: list[Run], limit: int) -> Iterator[Run]:
    for run in reversed(runs):
        run.limit = limit
        yield run
