"""The articles that a question is put to, by its filters or by names and dates it mentions."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from bot.answering.index.register import Register
from bot.language.expressions import expression
from bot.language.normalise import folded
from bot.language.terms import content_words
from bot.model import Field

__all__ = ["Catalogue", "Scope"]

_FILTER = expression(
    r"(?<!\w)(author|title|in|from|to|on|作者|标题|报纸)\s*:\s*(?:\"([^\"]+)\"|([^\s,，。]+))"
)
_KEYS = {"作者": "author", "标题": "title", "报纸": "in"}
_FIELDS = {"author": Field.AUTHOR, "title": Field.TITLE, "in": Field.PUBLICATION}
_DATE = expression(r"((?:19|20)\d\d)(?:[年\-/.](\d{1,2})(?:[月\-/.](\d{1,2})日?)?月?|年)(?![\d%])")
_SHORTEST_NAME = 2
_SHORTEST_TITLE = 4


class Scope(NamedTuple):
    """The rest of a question, and the numbers of the articles it is put to."""

    text: str
    articles: frozenset[int]
    spelled_out: bool
    """True if filters said so; a name that is merely mentioned may mean something else."""
    wanted: tuple[str, ...]
    """The filters' values, the names or dates."""


class Catalogue:
    """The sources of a shelf's articles, in the shelf's order."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def scope(self, question: str) -> Scope | None:
        """Return the articles that the question is put to.

        None if it names none, or the shelf has one.
        """
        found = self.named(question)
        if found is None or found.spelled_out:
            return found
        return found if 1 < len(self._register) != len(found.articles) else None

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
        whole = self._register.holding(Field.TITLE, wanted)
        if least_share:
            return frozenset(n for n in whole if len(wanted) >= least_share * len(self._title(n)))
        if len(wanted) < _SHORTEST_NAME:
            return frozenset()
        return frozenset(whole or self._holding_all(content_words(wanted)))

    def _holding_all(self, words: Sequence[str]) -> Iterator[int]:
        """Yield the numbers of the articles whose title holds all the words; none if there are none."""
        found = [set(self._register.holding(Field.TITLE, word)) for word in words]
        both = set.intersection(*found) if found else set()
        latin = [word for word in words if word.isascii()]
        return (number for number in both if not latin or _holds(self._title(number), latin))

    def _title(self, number: int) -> str:
        return self._register.name(Field.TITLE, number)

    def _filtered(self, text: str) -> Scope | None:
        filters = [(_KEYS.get(m[1], m[1]), m[2] or m[3]) for m in _FILTER.finditer(text)]
        if not filters:
            return None
        chosen = frozenset.intersection(*(self._passing(key, value) for key, value in filters))
        return Scope(_FILTER.sub(" ", text).strip(), chosen, True, tuple(value for _, value in filters))

    def _passing(self, key: str, value: str) -> frozenset[int]:
        """Return the numbers of the articles that pass one filter."""
        if key in _FIELDS:
            return frozenset(self._register.holding(_FIELDS[key], value))
        period = _period(value)
        if period is None:
            return frozenset()
        first, last = date.min if key == "to" else period[0], date.max if key == "from" else period[1]
        return frozenset(self._register.published(first, last))

    def _mentioned(self, text: str) -> Scope | None:
        found = list(self._named(text))
        chosen = frozenset.intersection(*(having for _, having in found)) if found else frozenset()
        if not chosen:
            return None
        names = [name for name, _ in found]
        rest = text
        for name in names:
            rest = rest.replace(name, " ")
        return Scope(rest.strip(), chosen, False, tuple(names))

    def _named(self, text: str) -> Iterator[tuple[str, frozenset[int]]]:
        """Yield the names and dates in the text, longest first, with their articles' numbers."""
        kinds = (
            (Field.TITLE, _SHORTEST_TITLE),
            (Field.PUBLICATION, _SHORTEST_NAME),
            (Field.AUTHOR, _SHORTEST_NAME),
        )
        for field, shortest in kinds:
            present = [n for n in self._register.names_in(field, text) if _is_name(n, shortest, text)]
            if present:
                name = max(present, key=len)
                yield name, frozenset(self._register.named(field, name))
        for match in _DATE.finditer(text):
            period = _period(match.group())
            if period:
                yield match.group(), frozenset(self._register.published(*period))


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
    from calendar import monthrange  # few questions name a day

    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 1, month or 1, day or 1)
        last_month = month or 12
        last = first if day else date(first.year, last_month, monthrange(first.year, last_month)[1])
    except ValueError:
        return None
    return first, last
