"""The parts of an article of a law: its paragraphs (款), and the items (项) within them."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from bot.answering.lists.enumeration import Enumeration
from bot.answering.lists.markers import is_marked, mark_end
from bot.answering.lists.plain import plain
from bot.language.expressions import expression
from bot.language.law_places import LawPart
from bot.language.mark_numbers import letter_number, roman_number
from bot.model import Article, Item, Listing, Span

__all__ = ["is_law", "law_listing"]

_ENDS = expression(r"[。.;:!?,][”\"』」)]*$")
_OF_LAW = expression(r"第.+条|(?:article|section) ?\d")
_NUMBER_OF_MARK = expression(r"[a-z]+(?![a-z])")


def is_law(one: Enumeration) -> bool:
    """Return whether the items of the list are the articles of a law: 第一条, Article 1."""
    return bool(_OF_LAW.match(one.mark))


def law_listing(
    article: Article, lists: Sequence[Enumeration], whole: Span, parts: Sequence[LawPart]
) -> Listing | None:
    """Return the parts of the law's article that lies at `whole` as they are quoted; None if any of them is not there."""
    spans: Sequence[Span] = ()
    indices: tuple[int, ...] = ()
    for part in parts:
        spans = _divided(article, lists, whole, part)
        indices = _indices(part, spans, article)
        if not indices or (part is not parts[-1] and len(indices) > 1):
            return None
        whole = spans[indices[0]]
    starts = [span.start for span in article.paragraphs]
    items = tuple(
        Item(bisect_right(starts, span.start), span, span) for span in map(spans.__getitem__, indices)
    )
    return Listing(None, items, is_parted=indices[-1] - indices[0] >= len(indices))


def _indices(part: LawPart, spans: Sequence[Span], article: Article) -> tuple[int, ...]:
    if not part.word:
        return part.places.of(len(spans))
    first = _letters(spans[0].cut(article.text)) if spans else ""
    number = roman_number(part.word) if first == "i" else letter_number(part.word)
    return (number - 1,) if 0 < number <= len(spans) else ()


def _divided(article: Article, lists: Sequence[Enumeration], whole: Span, part: LawPart) -> Sequence[Span]:
    """Return what the stretch is divided into; nothing if that is not clear."""
    inner = _outermost(one for one in lists if one.mark and _is_within(one, whole))
    if part.word:
        inner = [one for one in inner if _letters(one.mark)]
    elif part.kind != "目":
        inner = [one for one in inner if not _letters(one.mark)]
    items = [item.whole for item in inner[0].items] if len(inner) == 1 else []
    if part.kind in ("项", "目") or part.word:
        return items
    paragraphs = _paragraphs(article, whole)
    # where nothing is said before the numbers, they number the paragraphs
    are_numbered = bool(items) and _is_bare(article, Span(whole.start, items[0].start))
    return items if items and (are_numbered or not part.kind) else paragraphs


def _letters(mark: str) -> str:
    found = _NUMBER_OF_MARK.match(plain(mark).lstrip("("))
    return found[0] if found else ""


def _paragraphs(article: Article, whole: Span) -> list[Span]:
    """Return the paragraphs of an article as laws count them: the one with its mark, and each that bears none."""
    headings = {number for number, _ in article.headings}
    found: list[Span] = []
    for number, span in enumerate(article.paragraphs, 1):
        if not (whole.start <= span.start < whole.end) or (number in headings and found):
            continue
        goes_on = found and (is_marked(plain(span.cut(article.text))) or _is_bare(article, found[-1]))
        found[-1:] = [Span(found[-1].start, span.end)] if goes_on else [*found[-1:], span]
    return found


def _is_bare(article: Article, span: Span) -> bool:
    """Return whether nothing stands there but a mark and a title."""
    text = plain(span.cut(article.text)).strip()
    return "。" not in text and not _ENDS.search(text[mark_end(text, 0) :].strip())


def _outermost(found: Iterable[Enumeration]) -> list[Enumeration]:
    lists = list(found)
    spans = [_items(one) for one in lists]
    return [
        one
        for one, span in zip(lists, spans, strict=True)
        if not any(other != span and other.start <= span.start and span.end <= other.end for other in spans)
    ]


def _items(one: Enumeration) -> Span:
    return Span(one.items[0].whole.start, one.items[-1].whole.end)


def _is_within(one: Enumeration, whole: Span) -> bool:
    span = _items(one)
    return whole.start <= span.start and span.end <= whole.end
