"""Sections of an article: what stands below a heading."""

from collections.abc import Sequence
from dataclasses import replace

from bot.answering.ranking.search import Ranked
from bot.model import Article

__all__ = ["below_headings", "section"]


def section(article: Article, heading: int) -> range:
    """The numbers of the paragraphs below the heading that is paragraph `heading`, up to one of its level or higher."""
    level = dict(article.headings)[heading]
    ends = (number for number, its in article.headings if number > heading and its <= level)
    return range(heading + 1, next(ends, len(article.paragraphs) + 1))


def below_headings(ranked: Sequence[Ranked]) -> tuple[Ranked, ...]:
    """The same, where in the place of a heading stands what is told below it: its passage that ranks best, or its first.

    A heading with nothing below it stays.
    """
    kept: dict[tuple[int, int], Ranked] = {}
    for one in ranked:
        found = _below(one, ranked)
        kept.setdefault((found.article, found.number), found)
    return tuple(kept.values())


def _below(one: Ranked, ranked: Sequence[Ranked]) -> Ranked:
    article, passages = one.sight.article.article, one.sight.article.passages
    headings = dict(article.headings)
    heading = passages[one.number].paragraph
    if heading not in headings:
        return one
    told = set(section(article, heading)) - set(headings)
    places = [number for number, passage in enumerate(passages) if passage.paragraph in told]
    best = (other for other in ranked if other.article == one.article and other.number in places)
    return next(best, None) or (replace(one, number=places[0]) if places else one)
