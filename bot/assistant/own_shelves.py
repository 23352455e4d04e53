"""The shelf that belongs to one chat: what is put on it and taken off it, within a quota."""

import threading
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.assistant.desk import Desk
from bot.errors import ArticleNotFound, UnknownShelf
from bot.library import Added
from bot.library.library import Size
from bot.model import PUBLIC_SHELF, Article, Source
from bot.notebook import ChatId, Notebook

__all__ = ["Asked", "OwnShelves", "Part", "Put", "Quota"]


@dataclass(frozen=True, slots=True)
class Quota:
    """How much a chat may have on its own shelf."""

    articles: int = 50
    characters: int = 2_000_000


class Asked(StrEnum):
    """Which shelves a chat or topic asks, of those that it can choose."""

    PUBLIC = "public"
    OWN = "own"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Part:
    """The beginning of a text of which more came: its id on the shelf, and what stood in its place before."""

    article_id: str
    before: Article | None
    added: Added


@dataclass(frozen=True, slots=True)
class Put:
    """What putting an article on a shelf came to. `added` is None where the quota does not allow it."""

    article: Article
    added: Added | None
    held: Size
    first: bool = False
    """True where the chat asks its own shelf from now on."""
    part: Part | None = None
    """What of it is on the shelf, for when more of the text comes."""


class OwnShelves:
    """Each chat's own shelf. Its methods block, so they are for threads; a chat sees nothing but its own."""

    def __init__(self, desk: Desk, notebook: Notebook, quota: Quota) -> None:
        self._desk, self._library, self._notebook, self.quota = desk, desk.library, notebook, quota
        self._lock = threading.Lock()

    def articles(self, chat: ChatId) -> tuple[Article, ...]:
        """The articles on the chat's own shelf, those added first first."""
        try:
            return self._library.articles(self._name(chat))
        except UnknownShelf:
            return ()

    def article(self, chat: ChatId, article_id: str) -> Article | None:
        """The article of that id; None where it is not on the chat's own shelf."""
        return next((one for one in self.articles(chat) if one.id == article_id), None)

    def size(self, chat: ChatId) -> Size:
        """How much is on the chat's own shelf."""
        return self._library.size(self._name(chat))

    def put(self, chat: ChatId, article: Article, part: Part | None = None) -> Put:
        """Put the article on the chat's own shelf, unless its text is there or its quota is full.

        It takes the place of `part`, its beginning; where it cannot, nothing of it stays, and what `part` took the
        place of returns. The chat asks its own shelf from the first article on.
        """
        with self._lock:
            here = self._without(chat, part)
            if same := next((one for one in here if one.text_hash == article.text_hash), None):
                self._take_back(chat, part)
                return Put(same, Added.SAME, _size(here))
            after = _size([*(one for one in here if one.id != article.id), article])
            if after.articles > self.quota.articles or after.characters > self.quota.characters:
                self._take_back(chat, part)
                return Put(article, None, _size(here))
            return self._placed(chat, article, part, after)

    def _placed(self, chat: ChatId, article: Article, part: Part | None, after: Size) -> Put:
        before = self.article(chat, article.id)
        first = after.articles == 1 and before is None and not self.is_asked(chat)
        added = self._library.add(article, self._name(chat))
        if part is not None and part.article_id == article.id:
            before, added = part.before, part.added
        else:
            self._take_back(chat, part)
        if first:
            self.ask(chat, None, Asked.OWN)
        return Put(article, added, after, first, Part(article.id, before, added))

    def _without(self, chat: ChatId, part: Part | None) -> list[Article]:
        """What the shelf held before that part came."""
        if part is None:
            return list(self.articles(chat))
        others = [one for one in self.articles(chat) if one.id != part.article_id]
        return others if part.before is None else [*others, part.before]

    def _take_back(self, chat: ChatId, part: Part | None) -> None:
        if part is not None and part.before is not None:
            self._library.add(part.before, self._name(chat))
        elif part is not None:
            self.remove(chat, part.article_id)

    def amend(self, chat: ChatId, article_id: str, **changes: object) -> Article | None:
        """The article with its source corrected; None where it is no longer there."""
        before = self.article(chat, article_id)
        if before is None:
            return None
        source: Source = replace(before.source, **changes)  # type: ignore[arg-type]  # the fields are checked by who asks
        try:
            return self._library.amend(article_id, source, self._name(chat))
        except ArticleNotFound:
            return None

    def remove(self, chat: ChatId, article_id: str) -> Article | None:
        """The article taken off; None where it was not there. A chat whose shelf is empty asks the public one."""
        removed = self._remove(chat, article_id)
        if removed is not None and not self.size(chat).articles and self.is_asked(chat):
            self.ask(chat, None, Asked.PUBLIC)
        return removed

    def _remove(self, chat: ChatId, article_id: str) -> Article | None:
        try:
            removed = self._library.remove(article_id, self._name(chat)).article
        except ArticleNotFound:
            return None
        self._notebook.forget_adder(chat, article_id)
        return removed

    def is_asked(self, chat: ChatId, topic_id: int | None = None) -> bool:
        """Whether the chat, or the topic, asks the chat's own shelf."""
        return self._name(chat) in self._notebook.settings(chat, topic_id).shelf.split("+")

    def asked(self, chat: ChatId, topic_id: int | None = None) -> Asked | None:
        """What the chat, or the topic, asks; None for a shelf that the operator gave it."""
        shelf = self._notebook.settings(chat, topic_id).shelf
        return next((asked for asked in Asked if self._shelf(chat, asked) == shelf), None)

    def others(self, chat: ChatId, topic_id: int | None = None) -> tuple[Article, ...]:
        """The articles of the other shelves that are asked."""
        parts = self._notebook.settings(chat, topic_id).shelf.split("+")
        foreign = [part for part in parts if part != self._name(chat)]
        return self._desk.articles("+".join(foreign)) if foreign else ()

    def ask(self, chat: ChatId, topic_id: int | None, asked: Asked) -> bool:
        """Let the chat, or the topic, ask that. False where its own shelf holds nothing yet."""
        if asked is not Asked.PUBLIC and not self.size(chat).articles:
            return False
        self._notebook.bind(chat, self._shelf(chat, asked), topic_id)
        return True

    def forget(self, chat: ChatId) -> Size:
        """Delete for good the chat's own shelf and all that is kept of the chat; how much was on the shelf."""
        held = self.size(chat)
        self._desk.drop(self._name(chat))
        self._notebook.forget_chat(chat)
        return held

    def _shelf(self, chat: ChatId, asked: Asked) -> str:
        own = self._name(chat)
        return {Asked.PUBLIC: PUBLIC_SHELF, Asked.OWN: own, Asked.BOTH: f"{own}+{PUBLIC_SHELF}"}[asked]

    def _name(self, chat: ChatId) -> str:
        return self._notebook.own_shelf(chat)


def _size(articles: list[Article] | tuple[Article, ...]) -> Size:
    return Size(len(articles), sum(len(article.text) for article in articles))
