"""Article → its lists."""

from collections.abc import Iterator
from itertools import islice

from bot.answering.lists.blocks import blocks
from bot.answering.lists.enumeration import Enumeration
from bot.answering.lists.joined import joined
from bot.answering.lists.layout import Layout
from bot.answering.lists.marked import marked
from bot.model import Article

__all__ = ["enumerations", "laid_out"]

_MOST_LISTS = 3000


def enumerations(article: Article) -> tuple[Enumeration, ...]:
    """Return the lists of `article` by their places, each list once; a list may stand within another's item.

    Of each kind at most 3,000: anybody may hand over anything.
    """
    layout = Layout(article)
    return _distinct(marked(layout), blocks(layout), joined(layout))


def laid_out(article: Article) -> tuple[Enumeration, ...]:
    """Return those lists of `article` that are marked or laid out as such, without those within single sentences.

    They are found in a fifth of the time.
    """
    layout = Layout(article)
    return _distinct(marked(layout), blocks(layout))


def _distinct(*kinds: Iterator[Enumeration]) -> tuple[Enumeration, ...]:
    found = [one for kind in kinds for one in islice(kind, _MOST_LISTS)]
    distinct = {tuple(item.whole for item in one.items): one for one in reversed(found)}
    return tuple(sorted(distinct.values(), key=lambda one: one.stretch))
