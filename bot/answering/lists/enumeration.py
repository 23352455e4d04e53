"""A list in an article, and what announces it."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.answering.lists.announcements import announced, introduces
from bot.answering.lists.layout import Layout
from bot.answering.lists.markers import mark_end
from bot.model import Item, Span

__all__ = ["MAX_ARTICLES", "MAX_ITEMS", "Enumeration", "enumeration"]

MAX_ITEMS = 60
"""The most items of a list that is quoted; what has more is a whole law or a register."""
MAX_ARTICLES = 999
"""The most items of such a law, each of which may be asked for by its place."""
_OF_LAWS = ("第", "article", "section")
_SHORT_LIST = 320
"""Characters up to which the items of a list are quoted whole."""
_LONGEST_SAID = 300
_LONG_LEAD = 120
_SHORT_LEAD = 5
"""Characters that a leading sentence has at least, its mark included."""


class Enumeration(NamedTuple):
    """A list: the announcement is quoted before the items; `said` is the plain text that names the list."""

    announcement: Span | None
    items: tuple[Item, ...]
    said: str
    noun: str = ""
    """What the announced number counts: 率先 of 三个率先."""
    heading: str = ""
    """The plain heading that it stands under."""
    is_named: bool = False
    """Whether something announces it, so that it is no run of names by the way."""
    mark: str = ""
    """The plain mark that its first item begins with."""
    is_table: bool = False
    """Whether its items are the rows of a table, and its announcement their header."""

    @property
    def is_within_sentence(self) -> bool:
        """Whether its items stand in the sentence that announces them."""
        return self.announcement is not None and self.items[0].whole.start < self.announcement.end

    @property
    def is_too_long(self) -> bool:
        """Whether it has too many items to be quoted, other than some by their places."""
        return len(self.items) > MAX_ITEMS

    @property
    def stretch(self) -> Span:
        """The characters from the announcement to the end of the last item."""
        spans = [item.whole for item in self.items]
        spans += [self.announcement] if self.announcement else []
        return Span(min(span.start for span in spans), max(span.end for span in spans))


def enumeration(
    layout: Layout,
    announcement: Span | None,
    wholes: Sequence[Span],
    *,
    caption: str = "",
    mark: str = "",
    name: str = "",
) -> Enumeration | None:
    """Return the list of these items; None if they are too few or too many.

    What the text before it counts is its noun if there are as many items, else the name that its marks give them.
    """
    most = MAX_ARTICLES if mark.startswith(_OF_LAWS) else MAX_ITEMS
    if not 2 <= len(wholes) <= most or any(span.start >= span.end for span in wholes):
        return None
    head = (
        Span(max(announcement.start, announcement.end - _LONGEST_SAID), announcement.end)
        if announcement
        else None
    )
    said = f"{caption[-_LONGEST_SAID:]}\n{head.cut(layout.text) if head else ''}".strip()
    counted = [one for one in announced(said) if one.number == len(wholes)]
    number = layout.number(wholes[0].start)
    heading = layout.heading_above[number - 1]
    return Enumeration(
        announcement=announcement,
        items=_items(layout, wholes),
        said=said,
        noun=counted[-1].noun if counted else _plural(name),
        heading=layout.paragraph(heading) if heading else "",
        is_named=bool(counted or name) or introduces(said) or bool(mark and heading),
        mark=mark,
    )


def _plural(name: str) -> str:
    return f"{name}s" if name.isascii() and name else name


def _items(layout: Layout, wholes: Sequence[Span]) -> tuple[Item, ...]:
    is_short = sum(span.end - span.start for span in wholes) <= _SHORT_LIST
    return tuple(
        Item(layout.number(span.start), span if is_short else _lead(layout, span), span) for span in wholes
    )


def _lead(layout: Layout, whole: Span) -> Span:
    """Return the leading sentence of an item; of a long one the part before a ；or a comma."""
    number = layout.number(whole.start)
    end = min(whole.end, layout.paragraphs[number - 1].end)
    begun = max(whole.start + _SHORT_LEAD, mark_end(layout.text, whole.start) + 1)
    first = layout.sentence(begun) if begun < end else Span(0, end)
    end = min(end, first.end)
    for pause in ";,":
        if end - whole.start > _LONG_LEAD:
            at = layout.text.find(pause, begun, whole.start + _LONG_LEAD)
            end = at if at > 0 else end
    return layout.trimmed(Span(whole.start, end))
