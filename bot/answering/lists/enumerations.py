"""Article → its lists."""

from bot.answering.lists.blocks import blocks
from bot.answering.lists.enumeration import Enumeration
from bot.answering.lists.joined import joined
from bot.answering.lists.layout import Layout
from bot.answering.lists.marked import marked
from bot.model import Article

__all__ = ["enumerations"]


def enumerations(article: Article) -> tuple[Enumeration, ...]:
    """Return the lists of `article` by their places, each list once; a list may stand within another's item."""
    layout = Layout(article)
    found = [*marked(layout), *blocks(layout), *joined(layout)]
    distinct = {tuple(item.whole for item in one.items): one for one in reversed(found)}
    return tuple(sorted(distinct.values(), key=lambda one: one.stretch))
