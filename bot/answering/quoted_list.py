"""The list that a hit quotes something of, for questions after another item of it or the rest."""

from collections.abc import Iterable
from dataclasses import replace

from bot.answering.index.indexed import IndexedArticle
from bot.answering.lists.enumeration import Enumeration
from bot.answering.lists.listing import focus_within, picked, pieces, place, some
from bot.language.item_places import ItemPlaces
from bot.model import Hit, Item, Listing, Span

__all__ = ["items_at", "list_quoted", "quoted_spans", "rest_of", "unfolded"]

_MOST_OF_AN_ITEM = 0.5


def quoted_spans(hit: Hit) -> list[Span]:
    """Return what the hit quotes of its article's text: its focus, and the pieces of its list."""
    start = hit.passage.start
    focus = [Span(start + span.start, start + span.end) for span in hit.focus]
    return focus + [span for span, _ in pieces(hit.listing)] if hit.listing else focus


def list_quoted(hit: Hit, indexed: IndexedArticle) -> Enumeration | None:
    """Return the list that the hit quotes or that its focus lies in, the innermost; None if there is none."""
    if hit.listing is not None:
        wholes = {item.whole for item in hit.listing.items}
        return next(
            (one for one in indexed.lists.enumerations if wholes & {item.whole for item in one.items}), None
        )
    focus = quoted_spans(hit)
    around = [one for one in indexed.lists.enumerations if _overlap([one.stretch], focus)]
    return max(around, key=lambda one: (one.is_named or bool(one.mark), -_length(one.stretch)), default=None)


def items_at(hit: Hit, indexed: IndexedArticle, places: ItemPlaces) -> Hit | None:
    """Return the items of the list quoted that stand at `places`; None if it lacks any of them."""
    found = list_quoted(hit, indexed)
    listing = picked(found, places) if found else None
    return _quoting(hit, indexed, listing) if listing else None


def rest_of(hit: Hit, indexed: IndexedArticle, shown: Iterable[Hit]) -> Hit | None:
    """Return the items of the list that the hit began to quote and that were not shown; None if there are none.

    The rows of a table answer other questions than the one before, and so do the articles of a law.
    """
    found = list_quoted(hit, indexed)
    if found is None or found.is_table or found.is_too_long or not _is_begun(hit, found):
        return None
    quoted = [span for one in shown if one.article == hit.article for span in quoted_spans(one)]
    rest = [index for index, item in enumerate(found.items) if not _overlap([item.whole], quoted)]
    return _quoting(hit, indexed, some(found, rest)) if rest else None


def unfolded(hit: Hit, indexed: IndexedArticle) -> Hit | None:
    """Return the hit with all of each item of its list; None if it quotes no list, or all of it already."""
    if hit.listing is None or all(item.span == item.whole for item in hit.listing.items):
        return None
    items = tuple(replace(item, span=item.whole) for item in hit.listing.items)
    return _quoting(hit, indexed, replace(hit.listing, items=items))


def _is_begun(hit: Hit, found: Enumeration) -> bool:
    """Return whether the hit quotes the announcement or most of an item, not merely words within one."""
    if hit.listing is not None:
        return True
    focus = quoted_spans(hit)
    head = found.announcement
    if head is not None and _overlap([head], focus):
        return True
    return any(_shared(item, focus) >= _MOST_OF_AN_ITEM * _length(item.whole) for item in found.items)


def _quoting(hit: Hit, indexed: IndexedArticle, listing: Listing) -> Hit:
    passage = indexed.passages[indexed.passage_at(place(listing))]
    return Hit(passage, hit.article, hit.score, focus=focus_within(passage, listing), listing=listing)


def _shared(item: Item, spans: Iterable[Span]) -> int:
    whole = item.whole
    return sum(max(0, min(whole.end, span.end) - max(whole.start, span.start)) for span in spans)


def _overlap(spans: Iterable[Span], others: Iterable[Span]) -> bool:
    return any(one.start < other.end and other.start < one.end for one in spans for other in others)


def _length(span: Span) -> int:
    return span.end - span.start
