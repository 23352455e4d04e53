"""Editions of one article: which article of a shelf a text is a newer edition of, and whether that is sure."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from bot.language.overlap import ONE_TEXT, share_kept
from bot.model import Article, Source, squeezed

__all__ = ["Editions", "Match"]

_SURE_AT_ITS_ADDRESS = 0.5
_PERHAPS = 0.3
"""The share of either text that stands in the other, from which on they may be one article."""


class Match(NamedTuple):
    """The article that may be an earlier edition; `sure` if it is one."""

    article: Article
    sure: bool


class Editions:
    """Articles of a shelf, found by what the editions of an article have in common."""

    def __init__(self, articles: Iterable[Article] = ()) -> None:
        self._by_id: dict[str, Article] = {}
        self._alike: defaultdict[tuple[str, str], list[Article]] = defaultdict(list)
        for article in articles:
            self.add(article)

    def add(self, article: Article) -> None:
        """Take in another article."""
        self._by_id[article.id] = article
        for trait in _traits(article):
            self._alike[trait].append(article)

    def remove(self, article: Article) -> None:
        """Take an article out again."""
        del self._by_id[article.id]
        for trait in _traits(article):
            self._alike[trait].remove(article)

    def sure(self, article: Article) -> Article | None:
        """Return the article of which `article` surely is another edition; None if there is none."""
        match = self.match(article)
        return match.article if match is not None and match.sure else None

    def match(self, article: Article) -> Match | None:
        """Return the article of which `article` is, or may be, another edition; None if there is none.

        It is that of its id, else the one that speaks most for it. An id that is given is not doubted: then only
        an article of the same text and record is another copy.
        """
        if (known := self._by_id.get(article.id)) is not None:
            return Match(known, True)
        others = list({one.id: one for trait in _traits(article) for one in self._alike[trait]}.values())
        if article.kept_id:
            copies = (one for one in others if one.text == article.text and _one_record(one, article))
            return next((Match(one, True) for one in copies), None)
        if (digest := _original_or_digest(article, others)) is not None:
            return digest
        matches = [(*_speaks_for(one, article), one) for one in others]
        sure, share, best = max(matches, key=lambda match: match[:2], default=(False, 0.0, article))
        return Match(best, sure) if share else None


def _traits(article: Article) -> tuple[tuple[str, str], ...]:
    """Return what an article shares with its editions, one of them at least."""
    title, address = ("title", squeezed(article.source.title)), ("address", article.source.url or "")
    return (title, ("text", article.text_hash), *([address] if address[1] else []))


def _original_or_digest(article: Article, others: list[Article]) -> Match | None:
    """Return the only one of the record with which it makes a digest and its original; unsure if there are several."""
    others = [
        one for one in others if _one_record(one, article) and one.source.digest is not article.source.digest
    ]
    return Match(others[0], len(others) == 1) if others else None


def _speaks_for(earlier: Article, newer: Article) -> tuple[bool, float]:
    """Return whether it is sure that `newer` is an edition of `earlier`, and a share, 0 if it is none."""
    if earlier.text == newer.text and _agree(earlier.source, newer.source):
        return True, 2.0
    there = newer.source.url is not None and earlier.source.url == newer.source.url
    firm, agree = there or _one_record(earlier, newer), _agree(earlier.source, newer.source)
    if not firm and not (agree and squeezed(earlier.source.title) == squeezed(newer.source.title)):
        return False, 0.0
    kept, held = share_kept(earlier.text, newer.text), share_kept(newer.text, earlier.text)
    if firm and kept >= (_SURE_AT_ITS_ADDRESS if there and agree else ONE_TEXT):
        return True, kept
    share = max(kept, held)
    return False, share if share >= (_PERHAPS if firm else ONE_TEXT) else 0.0


def _one_record(one: Article, other: Article) -> bool:
    return one.source.record is not None and one.source.record == other.source.record


def _agree(one: Source, other: Source) -> bool:
    """Return whether neither publication nor day contradicts; what is unknown does not."""
    papers = {squeezed(paper) for paper in (one.publication, other.publication) if paper}
    days = {day for day in (one.published, other.published) if day}
    return len(papers) < 2 and len(days) < 2
