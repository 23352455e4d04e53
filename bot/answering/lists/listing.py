"""What a hit quotes of a list: all of it, some items of it, a table's row below its header."""

from collections.abc import Sequence
from dataclasses import replace

from bot.answering.lists.enumeration import Enumeration
from bot.answering.lists.list_questions import ListQuestion
from bot.language.item_places import ItemPlaces
from bot.model import Listing, Passage, Span

__all__ = ["brought", "focus_within", "is_within", "listing", "picked", "pieces", "place", "some", "whole"]

_LONGEST_STRETCH = 320
"""Characters up to which a list that stands in one passage is quoted in one stretch."""


def listing(one: Enumeration, asked: ListQuestion | None) -> Listing:
    """Return the list as it is quoted: its announcement and items, or those asked for by their places, which it must have."""
    found = picked(one, asked.places) if asked and asked.places else None
    return found or Listing(one.announcement, one.items)


def picked(one: Enumeration, places: ItemPlaces) -> Listing | None:
    """Return the items at `places` as they are quoted: a single one whole, all of them as the list; None if the list lacks any."""
    indices = places.of(len(one.items))
    if len(indices) == len(one.items):
        return Listing(one.announcement, one.items)
    found = some(one, indices) if indices else None
    if found and len(indices) == 1:
        found = replace(found, items=(replace(found.items[0], span=found.items[0].whole),))
    return replace(found, announcement=one.announcement) if found and one.is_table else found


def some(one: Enumeration, indices: Sequence[int]) -> Listing:
    """Return items of the list without its announcement, by their ascending indices, at least one."""
    is_parted = indices[-1] - indices[0] >= len(indices)
    return Listing(None, tuple(one.items[index] for index in indices), is_parted)


def brought(passage: Passage, focus: Sequence[Span], lists: Sequence[Enumeration]) -> Listing | None:
    """Return what a passage brings along though nobody asked for a list.

    One whose focus ends it with an announcement brings the items, a row its table's header, a header its rows.
    """
    for one in lists:
        head = one.announcement
        if head is None or one.is_too_long:
            continue
        if head.start >= passage.start and head.end <= passage.end and one.is_named:
            is_reached = bool(focus) and passage.start + focus[-1].end > head.start
            if one.is_table or (head.end == passage.end <= one.items[0].whole.start and is_reached):
                return Listing(head, one.items)
        rows = tuple(item for item in one.items if one.is_table and item.whole.start == passage.start)
        if rows:
            return Listing(head, rows)
    return None


def place(quoted_list: Listing) -> int:
    """Return where in the article the list begins: at its announcement, else at its first item."""
    return quoted_list.announcement.start if quoted_list.announcement else quoted_list.items[0].span.start


def is_within(passage: Passage, quoted_list: Listing) -> bool:
    """Return whether all that is quoted of the list stands in the passage."""
    return all(passage.start <= span.start and span.end <= passage.end for span, _ in pieces(quoted_list))


def focus_within(passage: Passage, quoted_list: Listing) -> tuple[Span, ...]:
    """Return what of the list lies in the passage, as spans of it: in one stretch if that is short and nothing in it is left out."""
    spans = [
        Span(max(span.start, passage.start) - passage.start, min(span.end, passage.end) - passage.start)
        for span, _ in pieces(quoted_list)
        if span.start < passage.end and passage.start < span.end
    ]
    if not spans:
        return ()
    stretch = Span(spans[0].start, max(span.end for span in spans))
    is_short = stretch.end - stretch.start <= _LONGEST_STRETCH and not quoted_list.is_parted
    return (stretch,) if is_short else tuple(spans)


def pieces(quoted_list: Listing) -> list[tuple[Span, bool]]:
    """Return what is quoted of the list, in order, each with whether it is an item.

    An item within the announcement is no piece of its own.
    """
    head = quoted_list.announcement
    items = [(item.span, True) for item in quoted_list.items if head is None or not _within(item.span, head)]
    return [(head, False), *items] if head else items


def whole(quoted_list: Listing) -> Span:
    """Return all from where the list begins to where its last item ends."""
    return Span(place(quoted_list), max(item.whole.end for item in quoted_list.items))


def _within(span: Span, around: Span) -> bool:
    return around.start <= span.start and span.end <= around.end
