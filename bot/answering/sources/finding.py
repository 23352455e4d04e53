"""Articles found by what is known of them, in an order that a reader chose."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from weakref import WeakKeyDictionary

from bot.answering.index.listed import Listed
from bot.language.normalise import folded
from bot.language.spelling import spelled
from bot.model import Article

__all__ = ["Order", "found", "ordered"]

# an article that its chat forgets is forgotten here too
_known: WeakKeyDictionary[Article, str] = WeakKeyDictionary()
_spellings: WeakKeyDictionary[Article, str] = WeakKeyDictionary()


class Order(StrEnum):
    """What stands first: added last, the title that the alphabet puts first, published last."""

    ADDED = "added"
    TITLE = "title"
    PUBLISHED = "published"


def found(articles: Sequence[Article], words: str) -> Sequence[Article]:
    """Return the articles whose title, author, publication or date hold each of the words, as they stand in `articles`."""
    wanted = folded(words).split()
    if not wanted:
        return articles
    if isinstance(articles, Listed):
        return articles.found(wanted)
    return [article for article in articles if all(word in _what_is_known(article) for word in wanted)]


def ordered(articles: Sequence[Article], order: Order) -> Sequence[Article]:
    """Return the articles, given as they were added, in that order; those without a date stand last."""
    if isinstance(articles, Listed):
        return articles.ordered(by_title=order is Order.TITLE, by_day=order is Order.PUBLISHED)
    newest = articles[::-1]
    match order:
        case Order.ADDED:
            return newest
        case Order.TITLE:
            return sorted(newest, key=_spelling)
        case Order.PUBLISHED:
            return sorted(newest, key=lambda article: article.source.published or date.min, reverse=True)


def _what_is_known(article: Article) -> str:
    known = _known.get(article)
    if known is None:
        source, day = article.source, article.source.published
        # a day is found however much of it is written, in figures or in Chinese
        days = (
            (f"{day:%Y-%m-%d}", f"{day.year}年{day.month}月{day.day}日", f"{day:%Y年%m月%d日}") if day else ()
        )
        texts = (source.title, source.author, source.publication, *days)
        known = _known[article] = "\n".join(folded(text) for text in texts if text)
    return known


def _spelling(article: Article) -> str:
    spelling = _spellings.get(article)
    if spelling is None:
        spelling = _spellings[article] = spelled(article.source.title)
    return spelling
