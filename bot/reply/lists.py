"""Lists in words: what is quoted of a list that does not stand in one passage."""

from bot.answering.lists.listing import is_within, pieces, whole
from bot.model import Hit, Span
from bot.reply.message import Builder, Mark

__all__ = ["list_lines", "quote_list", "quoted_text", "runs_over"]

_GAP = "…"
_MAX_CHARACTERS = 2000
_MAX_WHOLE_CHARACTERS = 1500


def runs_over(hit: Hit) -> bool:
    """Return whether the hit quotes a list that goes beyond its passage."""
    return hit.listing is not None and not is_within(hit.passage, hit.listing)


def quoted_text(hit: Hit) -> str:
    """Return the focus of the hit; of a list its announcement and items, with … between what is not adjacent."""
    if runs_over(hit):
        return list_lines(hit)[0]
    return (_GAP if hit.listing else "").join(span.cut(hit.passage.text) for span in hit.focus)


def quote_list(built: Builder, hit: Hit, *, folded: bool) -> None:
    """Quote the announcement and each item on a line of its own, then, if `folded`, all of the list to unfold.

    Items that were left out on purpose are not unfolded either.
    """
    text, items = list_lines(hit, _MAX_CHARACTERS)
    built.line(text, Mark.QUOTE, [(item, Mark.FOCUS) for item in items])
    if folded and hit.listing is not None and not hit.listing.is_parted:
        stretch = whole(hit.listing)
        is_longer = stretch.end - stretch.start > len(text)
        if is_longer:
            shown = Span(stretch.start, min(stretch.end, stretch.start + _MAX_WHOLE_CHARACTERS))
            built.line(shown.cut(hit.article.text), Mark.FOLDED)


def list_lines(hit: Hit, limit: int | None = None) -> tuple[str, list[Span]]:
    """Return the quoted pieces, one a line, and the places of the items in it; no more than `limit` characters."""
    if hit.listing is None:
        return "", []
    text, items = "", list[Span]()
    before: Span | None = None
    for piece, is_item in pieces(hit.listing):
        words = piece.cut(hit.article.text)
        if limit is not None and len(text) + len(words) > limit:
            return text + _GAP, items
        if before is not None:
            text += (_GAP if hit.article.text[before.end : piece.start].strip() else "") + "\n"
        if is_item:
            items.append(Span(len(text), len(text) + len(words)))
        text += words
        before = piece
    return text, items
