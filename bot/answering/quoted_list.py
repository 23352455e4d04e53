"""The list that a hit quotes something of, for questions after another item of it or the rest."""

from collections.abc import Iterable
from dataclasses import replace

from bot.answering.index.indexed import IndexedArticle
from bot.answering.lists.enumeration import Enumeration
from bot.answering.lists.law_parts import is_law, law_listing
from bot.answering.lists.listing import focus_within, picked, pieces, place, some
from bot.language.item_places import ItemPlaces
from bot.language.law_places import LawPart
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


def items_at(hit: Hit, indexed: IndexedArticle, places: ItemPlaces, counter: str = "") -> Hit | None:
    """Return the items of the list quoted that stand at `places`; None if it lacks any of them.

    After an article of a law, or a part of it, those that count by 款 or 项 are parts of that article.
    """
    found, law = list_quoted(hit, indexed), _law_quoted(hit, indexed)
    if law is not None and counter == "条":
        found = law
    elif law is not None and (counter == "款" or (counter == "项" and found in (None, law))):
        listing = law_listing(
            hit.article,
            indexed.lists.enumerations,
            _article_quoted(hit, law) if counter == "款" else _quoted_whole(hit),
            [LawPart(counter, places)],
        )
        return _quoting(hit, indexed, listing) if listing else None
    listing = picked(found, places) if found else None
    return _quoting(hit, indexed, listing) if listing else None


def _law_quoted(hit: Hit, indexed: IndexedArticle) -> Enumeration | None:
    """Return the articles of the law of which the hit quotes one, or a part of one; None if it quotes none, or several."""
    laws = (one for one in indexed.lists.enumerations if is_law(one))
    return next((one for one in laws if _article_quoted(hit, one).end), None)


def _article_quoted(hit: Hit, law: Enumeration) -> Span:
    quoted = _quoted_whole(hit)
    holding = (
        item.whole for item in law.items if item.whole.start <= quoted.start < quoted.end <= item.whole.end
    )
    return next(holding, Span(0, 0))


def _quoted_whole(hit: Hit) -> Span:
    """Return all from the first to the last that the hit quotes, its items whole."""
    spans = [item.whole for item in hit.listing.items] if hit.listing else quoted_spans(hit)
    return Span(spans[0].start, spans[-1].end) if spans else Span(0, 0)


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
