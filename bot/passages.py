"""Article → passages: each a slice of one paragraph, cut between sentences."""

from bot.language.sentences import sentences
from bot.model import Article, Passage, Span

__all__ = ["MAX_CHARACTERS", "passages"]

MAX_CHARACTERS = 400
"""The longest paragraph that stays one passage, as `make bench-quality` measured it."""


def passages(article: Article, max_characters: int = MAX_CHARACTERS) -> tuple[Passage, ...]:
    """Return the passages of `article` in order; they hold every paragraph, nothing twice.

    A passage is longer than `max_characters` only if a single sentence is.
    """
    return tuple(
        Passage(article.id, number, span.start, span.end, span.cut(article.text))
        for number, paragraph in enumerate(article.paragraphs, start=1)
        for span in _slices(paragraph, article.text, max_characters)
    )


def _slices(paragraph: Span, text: str, max_characters: int) -> list[Span]:
    """Return the paragraph in as few slices as possible, of nearly equal length."""
    length = paragraph.end - paragraph.start
    if length <= max_characters:
        return [paragraph]
    target = length / -(-length // max_characters)
    slices: list[Span] = []
    start = paragraph.start
    for sentence in sentences(paragraph.cut(text)):
        end = paragraph.start + sentence.end
        so_far = paragraph.start + sentence.start - start
        if so_far and (end - start > max_characters or so_far >= target):
            slices.append(Span(start, start + so_far))
            start += so_far
    return [*slices, Span(start, paragraph.end)]
