"""The passages that an answer quotes, or that its points lead to: as the notebook keeps them, and found again."""

from collections.abc import Iterator, Sequence

from bot.answering.ranking.sections import section
from bot.answering.together import AnyAnswerer
from bot.model import Answer, Article, Hit, OutlineAnswer, Passage, PassageAnswer, Point, Span
from bot.notebook import QuotedPassage
from bot.passages import passages
from bot.remembered import remembered

__all__ = ["found_again", "neighbours", "quoted_passages", "whole"]


def quoted_passages(answer: Answer) -> Iterator[QuotedPassage]:
    """Yield the passages of the answer's hits, or of an outline's points; none for any other answer."""
    if isinstance(answer, PassageAnswer):
        yield from (_quoted(hit.article, hit.passage) for hit in answer.hits)
    elif isinstance(answer, OutlineAnswer):
        article, all_passages = answer.article, _passages(answer.article)
        for point in answer.points:
            yield _quoted(article, _pointed(article, all_passages, point))


def found_again(
    quoted: QuotedPassage, answerer: AnyAnswerer, offset: int = 0
) -> tuple[Article, Passage] | None:
    """Return the passage as it stands on the shelf now, or the one `offset` places away, with its article.

    None if there is none, or if the article is gone or has another text by now.
    """
    article = answerer.article(quoted.article_id)
    if article is None or article.text_hash != quoted.text_hash:
        return None
    all_passages = _passages(article)
    place = next((i for i, passage in enumerate(all_passages) if passage.start == quoted.start), None)
    if place is None or not 0 <= place + offset < len(all_passages):
        return None
    return article, all_passages[place + offset]


def whole(article: Article, passage: Passage) -> Hit:
    """Return the passage as a hit with all of it in focus."""
    return Hit(passage, article, 0.0, focus=(Span(0, len(passage.text)),))


def neighbours(hit: Hit) -> tuple[bool, bool]:
    """Return whether the article has a passage before the hit's, and whether it has one after it."""
    all_passages = _passages(hit.article)
    return hit.passage.start > all_passages[0].start, hit.passage.start < all_passages[-1].start


@remembered(64)
def _passages(article: Article) -> tuple[Passage, ...]:
    """Return the article's passages; cached, since every keyboard needs them and cutting takes long."""
    return passages(article)


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
