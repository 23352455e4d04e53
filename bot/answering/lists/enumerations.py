"""Article → its lists."""

from collections.abc import Sequence
from functools import cached_property
from itertools import islice

from bot.answering.lists.blocks import blocks
from bot.answering.lists.enumeration import Enumeration
from bot.answering.lists.joined import joined
from bot.answering.lists.layout import Layout
from bot.answering.lists.marked import marked
from bot.answering.lists.plain import plain
from bot.model import Article

__all__ = ["ArticleLists"]

_MOST_LISTS = 3000


class ArticleLists:
    """The lists of `article`, found when they are looked at; of each kind at most 3,000, whatever is handed over."""

    def __init__(self, article: Article) -> None:
        self._layout = Layout(article)
        self.title = plain(article.source.title)
        """The plain title of the article."""

    @property
    def text(self) -> str:
        """The plain text of the article."""
        return self._layout.text

    @cached_property
    def enumerations(self) -> tuple[Enumeration, ...]:
        """The lists by their places, each list once; a list may stand within another's item."""
        return _distinct([*self._laid_out, *islice(joined(self._layout), _MOST_LISTS)])

    @cached_property
    def laid_out(self) -> tuple[Enumeration, ...]:
        """Those that are marked or laid out as such, without those within single sentences, which take longer to find."""
        return _distinct(self._laid_out)

    @cached_property
    def _laid_out(self) -> list[Enumeration]:
        kinds = marked(self._layout), blocks(self._layout)
        return [one for kind in kinds for one in islice(kind, _MOST_LISTS)]


def _distinct(found: Sequence[Enumeration]) -> tuple[Enumeration, ...]:
    distinct = {tuple(item.whole for item in one.items): one for one in reversed(found)}
    return tuple(sorted(distinct.values(), key=lambda one: one.stretch))
