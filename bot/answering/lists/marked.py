"""Lists whose items bear marks: within a sentence, over sentences, over paragraphs, nested."""

from collections.abc import Iterator
from itertools import pairwise

from bot.answering.lists.announcements import announced, introduces
from bot.answering.lists.enumeration import MAX_ARTICLES, Enumeration, enumeration
from bot.answering.lists.layout import Layout
from bot.answering.lists.markers import markers
from bot.answering.lists.mixed_runs import with_mixed
from bot.answering.lists.runs import Run, opens_paragraph, runs
from bot.language.expressions import expression
from bot.model import Span

__all__ = ["marked"]

_LONGEST_ANNOUNCEMENT = 300
_WORDS = expression(r"(?<![a-z])(?!(?:and|or|to)\b)[a-z\d]|[^\W_a-z\d和或及至]")


def marked(layout: Layout) -> Iterator[Enumeration]:
    """Yield the lists of marked items; those whose marks are of several families come last."""
    marks = list(markers(layout.text, layout.written))
    for run in with_mixed(list(runs(marks, layout)), marks, layout):
        found = _enumeration(run, layout)
        if found is not None:
            yield found


def _enumeration(run: Run, layout: Layout) -> Enumeration | None:
    if not 2 <= len(run.marks) <= MAX_ARTICLES:
        return None
    if not _is_list(run, layout):
        return None
    starts = [mark.start for mark in run.marks]
    wholes = [_without_headings(layout.trimmed(Span(*pair)), layout) for pair in pairwise(starts)]
    wholes.append(layout.trimmed(Span(starts[-1], _end(run, wholes, layout))))
    announcement = _announcement(starts[0], len(starts), layout)
    first = run.marks[0]
    return enumeration(
        layout, announcement, wholes, mark=layout.text[first.start : first.end], name=first.name
    )


def _is_list(run: Run, layout: Layout) -> bool:
    """Return whether marks that may be other things are those of a list: each has words, and two within a paragraph are no initials."""
    edges = [*(mark.start for mark in run.marks), run.limit]
    if not all(
        _WORDS.search(layout.text, mark.end, end) for mark, end in zip(run.marks, edges[1:], strict=True)
    ):
        return False
    first, *others = run.marks
    if not first.may_be_initial or len(run.marks) > 2 or opens_paragraph(others[0], layout):
        return True
    return layout.text[: first.start].rstrip()[-1:] in (":", "?")


def _without_headings(item: Span, layout: Layout) -> Span:
    """Return the item without the headings that end it: those of the next chapter."""
    first, last = layout.number(item.start), layout.number(item.end - 1)
    while last > first and last in layout.levels:
        last -= 1
    return layout.trimmed(Span(item.start, min(item.end, layout.paragraphs[last - 1].end)))


def _end(run: Run, wholes: list[Span], layout: Layout) -> int:
    """Return the end of the last item: it has no more paragraphs or sentences than the longest before it."""
    last = run.marks[-1]
    number = layout.number(last.start)
    if opens_paragraph(last, layout):
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
