"""The shelf that belongs to one chat: adding and removing articles within a quota."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.assistant.desk import Desk
from bot.errors import ArticleNotFound, UnknownShelf
from bot.language.overlap import ONE_TEXT, share_held
from bot.library import Added, Editions, Match
from bot.library.library import Size
from bot.model import PUBLIC, Article, ShelfRef, Source
from bot.notebook import ChatId, Notebook, belongs_to_a_chat

__all__ = ["MOST_ARTICLES", "AddResult", "OwnShelves", "PartialArticle", "Quota", "ShelfChoice"]

MOST_ARTICLES = 50
"""What one file may add; a keyboard of Telegram's takes a hundred buttons."""


@dataclass(frozen=True, slots=True)
class Quota:
    """The most that a chat may have on its own shelf."""

    articles: int = 50
    characters: int = 2_000_000


class ShelfChoice(StrEnum):
    """The shelves that a chat or topic can choose to ask."""

    PUBLIC = "public"
    OWN = "own"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class PartialArticle:
    """The beginning of a text, on the shelf until the rest comes, and the article that it replaced."""

    article_id: str
    replaced: Article | None
    added: Added


@dataclass(frozen=True, slots=True)
class AddResult:
    """The outcome of adding an article to a shelf; `added` is None if the quota does not allow it."""

    article: Article
    added: Added | None
    size: Size
    """The shelf's size now."""
    switched: bool = False
    """Whether the chat asks its own shelf too from now on."""
    partial: PartialArticle | None = None
    """The article as a beginning, in case more of its text comes."""
    near: Article | None = None
    """One on the shelf that may be an earlier edition of it; both stay."""


class OwnShelves:
    """The chats' own shelves; a chat sees only its own. The methods block: call them in threads."""

    def __init__(self, desk: Desk, notebook: Notebook, quota: Quota) -> None:
        self._desk, self._library, self._notebook, self.quota = desk, desk.library, notebook, quota
        self._lock = threading.Lock()

    def articles(self, chat: ChatId) -> tuple[Article, ...]:
        """Return the articles on the chat's own shelf, oldest addition first."""
        try:
            return self._library.articles(self._name(chat))
        except UnknownShelf:
            return ()

    def article(self, chat: ChatId, article_id: str) -> Article | None:
        """Return the article of that id; None if it is not on the chat's own shelf."""
        return next((article for article in self.articles(chat) if article.id == article_id), None)

    def size(self, chat: ChatId) -> Size:
        """Return how much is on the chat's own shelf."""
        return self._library.size(self._name(chat))

    def add(self, chat: ChatId, article: Article, partial: PartialArticle | None = None) -> AddResult:
        """Put the article on the chat's own shelf, unless its text is there or the quota is full.

        It takes the place of an earlier edition if it surely is one. It replaces `partial`, its beginning. If it is not added, `partial` goes too, and the article that
        `partial` replaced returns. From the first article on the chat asks its own shelf before what it asked so far.
        """
        with self._lock:
            here = self._articles_before(chat, partial)
            if same := next((known for known in here if known.text_hash == article.text_hash), None):
                self._undo_partial(chat, partial)
                return AddResult(same, Added.SAME, _size(here))
            match = Editions(here).match(article)
            if match is not None and match.sure:
                article, match = article.under(match.article.id), None
            after = _size([*(known for known in here if known.id != article.id), article])
            if after.articles > self.quota.articles or after.characters > self.quota.characters:
                self._undo_partial(chat, partial)
                return AddResult(article, None, _size(here))
            result = self._put(chat, article, partial, after)
            return replace(result, near=match and match.article)

    def earlier(self, chat: ChatId, article: Article) -> Match | None:
        """Return what the article would replace, or may be another edition of, on the chat's own shelf."""
        return Editions(self.articles(chat)).match(article)

    def whole(self, chat: ChatId, piece: str) -> Article | None:
        """Return the article on the chat's own shelf that `piece`, perhaps reworded, is a part of; None if there is none."""
        longer = (article for article in self.articles(chat) if len(article.text) > len(piece))
        return next(
            (article for article in longer if share_held(piece, article.titled_text) >= ONE_TEXT), None
        )

    def _put(self, chat: ChatId, article: Article, partial: PartialArticle | None, after: Size) -> AddResult:
        before = {known.id: known for known in self.articles(chat)}
        switched = after.articles == 1 and not before and not self.is_asked(chat)
        added, article, _ = self._library.take(article, self._name(chat))
        replaced = before.get(article.id)
        if partial is not None and partial.article_id == article.id:
            replaced, added = partial.replaced, partial.added
        else:
            self._undo_partial(chat, partial)
        if switched:
            self._ask_beside(chat)
        return AddResult(article, added, after, switched, PartialArticle(article.id, replaced, added))

    def _ask_beside(self, chat: ChatId) -> None:
        """Let the chat ask its own shelf first, and with it what it asks already."""
        beside = ShelfRef((self._name(chat), *self._notebook.settings(chat).shelf.names))
        try:
            self._notebook.bind(chat, beside)
        except ValueError:  # many shelves of long names
            self.choose(chat, None, ShelfChoice.BOTH)

    def _leave(self, chat: ChatId) -> None:
        """Let the chat ask its own shelf no longer; the public one if it asks no other."""
        others = tuple(name for name in self._notebook.settings(chat).shelf.names if name != self._name(chat))
        self._notebook.bind(chat, ShelfRef(others or PUBLIC.names))

    def _articles_before(self, chat: ChatId, partial: PartialArticle | None) -> list[Article]:
        """Return the articles as they were before `partial` was added."""
        if partial is None:
            return list(self.articles(chat))
        others = [article for article in self.articles(chat) if article.id != partial.article_id]
        return others if partial.replaced is None else [*others, partial.replaced]

    def _undo_partial(self, chat: ChatId, partial: PartialArticle | None) -> None:
        if partial is not None and partial.replaced is not None:
            self._library.add(partial.replaced, self._name(chat))
        elif partial is not None:
            self.remove(chat, partial.article_id)

    def amend(self, chat: ChatId, article_id: str, **changes: object) -> Article | None:
        """Correct the article's source and return it; None if it is no longer there."""
        before = self.article(chat, article_id)
        if before is None:
            return None
        source: Source = replace(before.source, **changes)  # type: ignore[arg-type]  # the caller checks the fields
        try:
            return self._library.amend(article_id, source, self._name(chat))
        except ArticleNotFound:
            return None

    def supersede(self, chat: ChatId, article_id: str, earlier_id: str) -> Article | None:
        """Put one article in the place of another, and return it; None if either is no longer there."""
        if article_id == earlier_id:
            return None
        try:
            article = self._library.supersede(article_id, earlier_id, self._name(chat))
        except ArticleNotFound:
            return None
        self._notebook.move_adder(chat, article_id, earlier_id)
        return article

    def remove(self, chat: ChatId, article_id: str) -> Article | None:
        """Remove and return the article; None if it was not there. An empty shelf is not asked."""
        removed = self._remove(chat, article_id)
        if removed is not None and not self.size(chat).articles and self.is_asked(chat):
            self._leave(chat)
        return removed

    def _remove(self, chat: ChatId, article_id: str) -> Article | None:
        try:
            removed = self._library.remove(article_id, self._name(chat)).article
        except ArticleNotFound:
            return None
        self._notebook.forget_adder(chat, article_id)
        return removed

    def is_asked(self, chat: ChatId, topic_id: int | None = None) -> bool:
        """Return whether the chat, or the topic, asks the chat's own shelf."""
        return self._name(chat) in self._notebook.settings(chat, topic_id).shelf.names

    def choice(self, chat: ChatId, topic_id: int | None = None) -> ShelfChoice | None:
        """Return the choice of the chat, or the topic; None for a shelf that the operator chose."""
        shelf = self._notebook.settings(chat, topic_id).shelf
        return next((choice for choice in ShelfChoice if self._ref(chat, choice) == shelf), None)

    def articles_of_others(self, chat: ChatId, topic_id: int | None = None) -> Sequence[Article]:
        """Return the articles of the other shelves that are asked."""
        names = self._notebook.settings(chat, topic_id).shelf.names
        foreign = tuple(name for name in names if name != self._name(chat))
        return self._desk.articles(ShelfRef(foreign)) if foreign else ()

    def choose(self, chat: ChatId, topic_id: int | None, choice: ShelfChoice) -> bool:
        """Let the chat, or the topic, ask `choice`. Return False if its own shelf is empty."""
        if choice is not ShelfChoice.PUBLIC and not self.size(chat).articles:
            return False
        self._notebook.bind(chat, self._ref(chat, choice), topic_id)
        return True

    def may_ask(self, chat: ChatId, shelf: ShelfRef) -> bool:
        """Return whether the shelf exists and the chat may ask it; never another chat's own shelf."""
        own = self._name(chat)
        if any(belongs_to_a_chat(name) and name != own for name in shelf.names):
            return False
        try:
            self._desk.shelf(shelf)
        except UnknownShelf:
            return False
        return True

    def _ref(self, chat: ChatId, choice: ShelfChoice) -> ShelfRef:
        own = self._name(chat)
        names = {
            ShelfChoice.PUBLIC: PUBLIC.names,
            ShelfChoice.OWN: (own,),
            ShelfChoice.BOTH: (own, *PUBLIC.names),
        }
        return ShelfRef(names[choice])

    def _name(self, chat: ChatId) -> str:
        return self._notebook.own_shelf(chat)


def _size(articles: list[Article] | tuple[Article, ...]) -> Size:
    return Size(len(articles), sum(len(article.text) for article in articles))
