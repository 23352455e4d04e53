"""The articles that a question is put to, by its filters or by names and dates it mentions."""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.language.expressions import expression
from bot.language.normalise import folded
from bot.language.terms import content_words
from bot.model import Article

__all__ = ["Catalogue", "Scope"]

_FILTER = expression(
    r"(?<!\w)(author|title|in|from|to|on|作者|标题|报纸)\s*:\s*(?:\"([^\"]+)\"|([^\s,，。]+))"
)
_KEYS = {"作者": "author", "标题": "title", "报纸": "in"}
_DATE = expression(r"((?:19|20)\d\d)(?:[年\-/.](\d{1,2})(?:[月\-/.](\d{1,2})日?)?月?|年)(?![\d%])")
_SHORTEST_NAME = 2
_SHORTEST_TITLE = 4


@dataclass(frozen=True, slots=True)
class Scope:
    """The rest of a question, and the numbers of the articles it is put to."""

    text: str
    articles: frozenset[int]
    spelled_out: bool
    """True if filters said so; a name that is merely mentioned may mean something else."""
    wanted: tuple[str, ...]
    """The filters' values, the names or dates."""


class Catalogue:
    """The sources of a shelf's articles, in the shelf's order."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._articles = articles
        self._authors = [folded(article.source.author or "") for article in articles]
        self._papers = [folded(article.source.publication or "") for article in articles]
        self._titles = [folded(article.source.title) for article in articles]

    def scope(self, question: str) -> Scope | None:
        """Return the articles that the question is put to.

        None if it names none, or the shelf has one.
        """
        found = self.named(question)
        if found is None or found.spelled_out:
            return found
        return found if 1 < len(self._articles) != len(found.articles) else None

    def named(self, question: str) -> Scope | None:
        """Return the articles that the question names, be they all of the shelf; None if it names none."""
        return self.filtered(question) or self._mentioned(folded(question))

    def filtered(self, question: str) -> Scope | None:
        """Return the articles that pass the question's filters; None if it has none."""
        return self._filtered(folded(question))

    def titled(self, name: str, least_share: float = 0.0) -> frozenset[int]:
        """Return the articles whose title holds the name, or failing that all the words of it.

        If `least_share` is given, only where the name itself is that share of the title.
        """
        wanted = folded(name)
        whole = {number for number, title in enumerate(self._titles) if wanted in title}
        if least_share:
            return frozenset(n for n in whole if len(wanted) >= least_share * len(self._titles[n]))
        words = content_words(wanted)
        holding = whole or {n for n, title in enumerate(self._titles) if words and _holds(title, words)}
        return frozenset(holding) if len(wanted) >= _SHORTEST_NAME else frozenset()

    def _filtered(self, text: str) -> Scope | None:
        filters = [(_KEYS.get(m[1], m[1]), m[2] or m[3]) for m in _FILTER.finditer(text)]
        if not filters:
            return None
        chosen = frozenset(
            number
            for number in range(len(self._articles))
            if all(self._passes(number, key, value) for key, value in filters)
        )
        return Scope(_FILTER.sub(" ", text).strip(), chosen, True, tuple(value for _, value in filters))

    def _passes(self, number: int, key: str, value: str) -> bool:
        match key:
            case "author":
                return value in self._authors[number]
            case "title":
                return value in self._titles[number]
            case "in":
                return value in self._papers[number]
        published = self._articles[number].source.published
        period = _period(value)
        if published is None or period is None:
            return False
        first, last = period
        return (key == "to" or first <= published) and (key == "from" or published <= last)

    def _mentioned(self, text: str) -> Scope | None:
        chosen = set(range(len(self._articles)))
        names: list[str] = []
        for name, having in self._named(text):
            chosen &= having
            names.append(name)
        if not names or not chosen:
            return None
        rest = text
        for name in names:
            rest = rest.replace(name, " ")
        return Scope(rest.strip(), frozenset(chosen), False, tuple(names))

    def _named(self, text: str) -> Iterator[tuple[str, set[int]]]:
        """Yield the names and dates in the text, longest first, with their articles' numbers."""
        kinds = (
            (self._titles, _SHORTEST_TITLE),
            (self._papers, _SHORTEST_NAME),
            (self._authors, _SHORTEST_NAME),
        )
        for names, shortest in kinds:
            present = {name for name in names if name in text and _is_name(name, shortest, text)}
            if present:
                name = max(present, key=len)
                yield name, {number for number, other in enumerate(names) if other == name}
        for match in _DATE.finditer(text):
            period = _period(match.group())
            if period:
                yield match.group(), set(self._published(*period))

    def _published(self, first: date, last: date) -> Iterator[int]:
        for number, article in enumerate(self._articles):
            if article.source.published is not None and first <= article.source.published <= last:
                yield number


def _is_name(name: str, shortest: int, text: str) -> bool:
    """Return whether the text means the name by what it holds; a short one only in the marks of a title."""
    return len(name) >= shortest or (name != "" and any(f"{o}{name}{c}" in text for o, c in ("《》", "〈〉")))


def _holds(title: str, words: Sequence[str]) -> bool:
    """Return whether the title holds every word, those in Latin letters as words of their own."""
    return all(re.search(rf"\b{re.escape(w)}\b", title) if w.isascii() else w in title for w in words)


def _period(text: str) -> tuple[date, date] | None:
    """Return the first and last day of 2023, 2023-05, 2023年5月 or 2023-05-29.

    None if it is no date.
    """
    match = re.match(r"(\d{4})(?:[年\-/.](\d{1,2}))?(?:[月\-/.](\d{1,2}))?", text)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 1, month or 1, day or 1)
        last_month = month or 12
        last = first if day else date(first.year, last_month, monthrange(first.year, last_month)[1])
    except ValueError:
        return None
    return first, last
