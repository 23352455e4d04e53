"""The passages that an answer quotes, or that its points lead to, as the notebook keeps them."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.answering.ranking.sections import section
from bot.model import Answer, Article, OutlineAnswer, Passage, PassageAnswer, Point
from bot.notebook import QuotedPassage
from bot.passages import passages

__all__ = ["passages_of", "quoted_passages"]


@lru_cache(maxsize=64)
def passages_of(article: Article) -> tuple[Passage, ...]:
    """Return the article's passages; cached, since every keyboard needs them and cutting takes long."""
    return passages(article)


def quoted_passages(answer: Answer) -> Iterator[QuotedPassage]:
    """Yield the passages of the answer's hits, or of an outline's points; none for any other answer."""
    if isinstance(answer, PassageAnswer):
        yield from (_quoted(hit.article, hit.passage) for hit in answer.hits)
    elif isinstance(answer, OutlineAnswer):
        article, all_passages = answer.article, passages_of(answer.article)
        for point in answer.points:
            yield _quoted(article, _pointed(article, all_passages, point))


def _pointed(article: Article, all_passages: Sequence[Passage], point: Point) -> Passage:
    """Return the one of the article's passages that the point leads to: for a heading, the first below it."""
    headings = dict(article.headings)
    at = point.span.start
    if point.paragraph in headings:
        below = (number for number in section(article, point.paragraph) if number not in headings)
        at = article.paragraphs[next(below, point.paragraph) - 1].start
    return next(passage for passage in all_passages if at < passage.end)


def _quoted(article: Article, passage: Passage) -> QuotedPassage:
    return QuotedPassage(article.id, article.text_hash, passage.paragraph, passage.start, passage.end)
