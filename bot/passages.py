"""Article → passages: each a slice of one paragraph, cut between sentences."""

from bot.language.sentences import sentences
from bot.model import Article, Passage, Span

__all__ = ["MAX_LENGTH", "passages"]

MAX_LENGTH = 400
"""Characters a passage may have before its paragraph is cut; `make bench-quality` measured it."""


def passages(article: Article, max_length: int = MAX_LENGTH) -> tuple[Passage, ...]:
    """The passages of `article` in order; together they hold every paragraph, nothing twice.

    A passage is longer than `max_length` characters only where a single sentence is.
    """
    return tuple(
        Passage(article.id, number, span.start, span.end, span.cut(article.text))
        for number, paragraph in enumerate(article.paragraphs, start=1)
        for span in _slices(paragraph, article.text, max_length)
    )


def _slices(paragraph: Span, text: str, max_length: int) -> list[Span]:
    """The paragraph in as few pieces as fit, of nearly equal length."""
    length = paragraph.end - paragraph.start
    if length <= max_length:
        return [paragraph]
    target = length / -(-length // max_length)
    pieces: list[Span] = []
    start = paragraph.start
    for sentence in sentences(paragraph.cut(text)):
        end = paragraph.start + sentence.end
        so_far = paragraph.start + sentence.start - start
        if so_far and (end - start > max_length or so_far >= target):
            pieces.append(Span(start, start + so_far))
            start += so_far
    return [*pieces, Span(start, paragraph.end)]
