"""Lists whose items bear marks: within a sentence, over sentences, over paragraphs, nested."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from bot.answering.lists.announcements import announced, introduces
from bot.answering.lists.enumeration import MAX_ITEMS, Enumeration, enumeration
from bot.answering.lists.layout import Layout
from bot.answering.lists.markers import Marker, markers
from bot.model import Span

__all__ = ["marked"]

_FARTHEST = 3000
"""Characters from one mark to the next; what is farther off belongs to no list with it."""

_LONGEST_ANNOUNCEMENT = 300


@dataclass(slots=True)
class _Run:
    """Marks of one list that were found so far, and where it must end."""

    marks: list[Marker] = field(default_factory=list)
    limit: int = 0

    def goes_on(self, mark: Marker, layout: Layout) -> bool:
        last = self.marks[-1]
        if mark.family != last.family or mark.start - last.start > _FARTHEST:
            return False
        if mark.is_loose:
            apart = layout.number(mark.start) - layout.number(last.start)
            return apart <= (1 if _opens_paragraph(mark, layout) and _opens_paragraph(last, layout) else 0)
        return mark.number in (0, len(self.marks) + 1)


def marked(layout: Layout) -> Iterator[Enumeration]:
    """Yield the lists of marked items, in the order in which they end."""
    for run in _runs(layout):
        found = _enumeration(run, layout)
        if found is not None:
            yield found


def _runs(layout: Layout) -> Iterator[_Run]:
    """Yield the runs of marks that count up; a mark of an outer list ends those within it."""
    runs: list[_Run] = []
    for mark in markers(layout.text):
        place = next((n for n in range(len(runs) - 1, -1, -1) if runs[n].goes_on(mark, layout)), None)
        if place is None and mark.opens:
            same = (n for n, run in enumerate(runs) if run.marks[-1].family == mark.family)
            place = next(same, len(runs))
            yield from _ended(runs[place:], mark.start)
            runs[place:] = [_Run([mark])]
        elif place is not None:
            yield from _ended(runs[place + 1 :], mark.start)
            del runs[place + 1 :]
            runs[place].marks.append(mark)
    yield from _ended(runs, len(layout.text))


def _ended(runs: list[_Run], limit: int) -> Iterator[_Run]:
    for run in reversed(runs):
        run.limit = limit
        yield run


def _enumeration(run: _Run, layout: Layout) -> Enumeration | None:
    if not 2 <= len(run.marks) <= MAX_ITEMS:
        return None
    starts = [mark.start for mark in run.marks]
    wholes = [layout.trimmed(Span(*pair)) for pair in pairwise(starts)]
    wholes.append(layout.trimmed(Span(starts[-1], _end(run, wholes, layout))))
    announcement = _announcement(starts[0], len(starts), layout)
    first = run.marks[0]
    return enumeration(layout, announcement, wholes, mark=layout.text[first.start : first.end])


def _end(run: _Run, wholes: list[Span], layout: Layout) -> int:
    """Return the end of the last item: it has no more paragraphs or sentences than the longest before it."""
    last = run.marks[-1]
    number = layout.number(last.start)
    if _opens_paragraph(last, layout):
        most = max(layout.number(span.end - 1) - layout.number(span.start) for span in wholes)
        headings = (n for n in range(number + 1, number + most + 1) if n in layout.levels)
        stop = min(next(headings, number + most + 1) - 1, number + most, len(layout.paragraphs))
        return min(run.limit, layout.paragraphs[stop - 1].end)
    most = max(_sentences(span, layout) for span in wholes)
    sentences = layout.sentences(number)
    return min(run.limit, sentences[min(layout.ended(number, last.start) + most, len(sentences)) - 1].end)


def _sentences(span: Span, layout: Layout) -> int:
    """Return the number of sentences that end within `span`, at least 1."""
    number = layout.number(span.start)
    return max(1, layout.ended(number, span.end) - layout.ended(number, span.start))


def _announcement(start: int, items: int, layout: Layout) -> Span | None:
    """Return what announces a list that begins at `start`: the nearest sentence that counts its items,
    else what stands before it in its sentence or paragraph, else a paragraph before that introduces it."""
    number = layout.number(start)
    own = layout.trimmed(Span(max(layout.sentence(start).start, start - _LONGEST_ANNOUNCEMENT), start))
    near = [span for span in (own, *layout.before(start)) if span.start < span.end]
    if not near and number > 1:
        near = [layout.sentences(number - 1)[-1]]
        text = _tail(near[0], layout)
        if not introduces(text) and number - 1 not in layout.levels and not announced(text):
            return None
    counting = (span for span in near if any(one.number == items for one in announced(_tail(span, layout))))
    return next(counting, near[0] if near else None)


def _tail(span: Span, layout: Layout) -> str:
    return layout.text[max(span.start, span.end - _LONGEST_ANNOUNCEMENT) : span.end]


def _opens_paragraph(mark: Marker, layout: Layout) -> bool:
    return layout.paragraphs[layout.number(mark.start) - 1].start == mark.start
