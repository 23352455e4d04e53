"""Sections of an article: what stands below a heading."""

from collections.abc import Sequence

from bot.answering.ranking.ranked import RankedPassage
from bot.model import Article

__all__ = ["below_headings", "section"]


def section(article: Article, heading: int) -> range:
    """Return the numbers of the paragraphs below `heading`, up to one of its level or higher."""
    level = dict(article.headings)[heading]
    ends = (number for number, other in article.headings if number > heading and other <= level)
    return range(heading + 1, next(ends, len(article.paragraphs) + 1))


def below_headings(ranked: Sequence[RankedPassage]) -> tuple[RankedPassage, ...]:
    """Replace each heading with the best passage below it, or the first if none ranks.

    A heading with nothing below it stays.
    """
    passages: dict[tuple[int, int], RankedPassage] = {}
    for passage in ranked:
        best = _below(passage, ranked)
        passages.setdefault((best.article, best.number), best)
    return tuple(passages.values())


def _below(heading: RankedPassage, ranked: Sequence[RankedPassage]) -> RankedPassage:
    indexed = heading.features.indexed
    if not indexed.has_headings:
        return heading  # as most are: its text need not be read
    article, passages, headings = indexed.article, indexed.passages, dict(indexed.article.headings)
    paragraph = passages[heading.number].paragraph
    if paragraph not in headings:
        return heading
    below = set(section(article, paragraph)) - set(headings)
    places = [number for number, passage in enumerate(passages) if passage.paragraph in below]
    best = (passage for passage in ranked if passage.article == heading.article and passage.number in places)
    return next(best, None) or (heading._replace(number=places[0]) if places else heading)
