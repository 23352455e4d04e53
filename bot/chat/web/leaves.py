"""The leaves of a long article: so many paragraphs as one page holds without growing heavy."""

from typing import NamedTuple

from bot.model import Article

__all__ = ["Leaf", "Size", "leaf_with"]


class Size(NamedTuple):
    """The most paragraphs and characters that a page holds; a single paragraph may be longer."""

    paragraphs: int
    characters: int


_LEAF = Size(paragraphs=120, characters=24_000)


class Leaf(NamedTuple):
    """The paragraphs `first` to `last` of an article, counted from 1, and where the leaves beside it begin."""

    first: int
    last: int
    before: int | None
    after: int | None

    def holds(self, paragraph: int) -> bool:
        """Return whether the paragraph stands on it."""
        return self.first <= paragraph <= self.last


def leaf_with(article: Article, paragraph: int, size: Size = _LEAF) -> Leaf:
    """Return the leaf of that size that holds the paragraph; the last one if the article is shorter."""
    starts = _starts(article, size)
    number = max(at for at, start in enumerate(starts) if start <= max(1, paragraph))
    after = starts[number + 1] if number + 1 < len(starts) else None
    last = after - 1 if after else len(article.paragraphs)
    return Leaf(starts[number], last, starts[number - 1] if number else None, after)


def _starts(article: Article, size: Size) -> list[int]:
    """Return the number of the first paragraph of each leaf, at least one."""
    starts, characters = [1], 0
    for number, span in enumerate(article.paragraphs, 1):
        characters += span.end - span.start
        full = number - starts[-1] >= size.paragraphs or characters > size.characters
        if full and number > starts[-1]:
            starts.append(number)
            characters = span.end - span.start
    return starts
