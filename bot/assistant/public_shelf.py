"""The public shelf for those who may add to it; what `corpus/` put there is not theirs to change."""

import threading
from collections.abc import Mapping
from dataclasses import replace

from bot.errors import ArticleNotFound
from bot.library import Added, Library, Shelved, Taken
from bot.library.library import HANDED
from bot.model import Article, Source

__all__ = ["PublicShelf"]


class PublicShelf:
    """Adds to the public shelf, and corrects and removes what was added. The methods block: call them in threads.

    They raise LibraryUnavailable.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()

    def add(self, article: Article) -> Taken:
        """Put the article on the shelf unless its text is there, in place of an earlier edition if it surely is one."""
        with self._lock:
            if (same := self._library.with_text_of(article)) is not None:
                return Taken(Added.SAME, same.article)
            return self._library.take(article)

    def newest(self, start: int, most: int) -> tuple[Shelved, ...]:
        """Return what was added, the newest first, `most` of it from the `start`th on."""
        return self._library.handed(start, most)

    def find(self, article_id: str) -> Article | None:
        """Return the article of that id, whoever put it there; None if it is not on the shelf."""
        try:
            return self._library.find(article_id).article
        except ArticleNotFound:
            return None

    def added(self, article_id: str) -> Article | None:
        """Return the article of that id; None if it was not added, or is gone."""
        try:
            shelved = self._library.find(article_id)
        except ArticleNotFound:
            return None
        return shelved.article if shelved.origin == HANDED else None

    def amend(self, article_id: str, changes: Mapping[str, object]) -> Article | None:
        """Correct these fields of an added article's source, and return it; None if it is no longer there."""
        with self._lock:
            before = self.added(article_id)
            if before is None:
                return None
            source: Source = replace(before.source, **changes)  # type: ignore[arg-type]  # as `value_of` made them
            try:
                return self._library.amend(article_id, source)
            except ArticleNotFound:
                return None

    def supersede(self, article_id: str, earlier_id: str) -> Article | None:
        """Put an added article in the place of another, and return it; None if either is no longer there."""
        with self._lock:
            if article_id == earlier_id or self.added(article_id) is None:
                return None
            try:
                return self._library.supersede(article_id, earlier_id)
            except ArticleNotFound:
                return None

    def remove(self, article_id: str) -> Article | None:
        """Remove an added article and return it; None if it was not there."""
        with self._lock:
            if self.added(article_id) is None:
                return None
            try:
                return self._library.remove(article_id).article
            except ArticleNotFound:
                return None
