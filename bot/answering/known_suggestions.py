"""What of a shelf can be suggested, and what was found out about it: kept while the shelf changes around it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from bot.answering.index.shelf import ShelfIndex
from bot.answering.ranking.search import SearchResult
from bot.answering.suggestions import NEWEST, SUGGESTED, TRIED, candidates, drawn, fitting, named
from bot.language.normalise import folded
from bot.model import Article, Heading

__all__ = ["AnsweredBy", "KnownSuggestions"]

_PASSAGES = 5
"""The passages found for a question, best first, that are looked through for what else could be asked."""
_READ = 12
"""Articles that stay looked through: the newest of all and of some languages."""
_A_TENTH = 10
"""Which part of itself a shelf may gain or lose until what was found out about it no longer counts."""

AnsweredBy = Callable[[str], Article | None]
"""Searches the shelf for a text, and returns the article that answers it for sure."""


class _Edition(NamedTuple):
    """What tells an article on the shelf from what it was, or will be."""

    id: str
    text_hash: str
    headings: tuple[Heading, ...]


class _Finding(NamedTuple):
    """What a search for a text found, on a shelf of so many passages."""

    text_of: _Edition
    answered_by: _Edition | None
    passages: int

    def holds(self, there: frozenset[_Edition], passages: int) -> bool:
        """Return whether it still counts where these articles are there, on a shelf that now has so many passages."""
        rests_on = {self.text_of, self.answered_by or self.text_of}
        return rests_on <= there and abs(passages - self.passages) * _A_TENTH <= self.passages


class KnownSuggestions:
    """What can be suggested of one shelf as it stands. No lock is held: who asks meanwhile gets what is known so far."""

    def __init__(self, index: ShelfIndex, before: "KnownSuggestions | None" = None) -> None:
        """`before` is what was known of the shelf as it was.

        Of it stays what rests on articles that are there with the same text, so that nothing leads to one that is gone.
        What was not answered may be answered by a new article: that is found once the shelf has grown by a tenth.
        """
        self._index = index
        self._told: dict[str | None, tuple[str, ...]] = {}
        self._drawn: dict[_Edition, tuple[str, ...]] = {}
        self._findings: dict[str, _Finding] = {}
        if before is not None and before._drawn:
            self._take_over(dict(before._drawn), dict(before._findings))

    def _take_over(
        self, drawn_before: Mapping[_Edition, tuple[str, ...]], findings: Mapping[str, _Finding]
    ) -> None:
        answering = [one.answered_by for one in findings.values() if one.answered_by]
        there = self._there({one.id for one in (*drawn_before, *answering)})
        last = [one for one in drawn_before if one in there][-_READ:]
        self._drawn = {one: drawn_before[one] for one in last}
        passages, known = self._index.passages, frozenset(last)
        self._findings = {
            text: one for text, one in findings.items() if one.text_of in known and one.holds(there, passages)
        }

    def _there(self, ids: Iterable[str]) -> frozenset[_Edition]:
        """Return which articles of these ids are on the shelf, as they are."""
        numbers = [number for one in ids if (number := self._index.register.number_of(one)) is not None]
        return frozenset(map(_edition, self._index.fetched(sorted(numbers))))

    def of_all(self, answered_by: AnsweredBy) -> tuple[str, ...]:
        """Return a few things to ask that a passage answers, the best first."""
        return self._known(None, self._index.register.numbers[-NEWEST:].tolist(), answered_by)

    def of_language(self, tongue: str, answered_by: AnsweredBy) -> tuple[str, ...]:
        """Return those of articles in a language, given without its region; of all articles if it has none."""
        spoken = self._index.register.spoken(tongue)
        # mostly all are, and those of all are known since the start
        some = () if len(spoken) == len(self._index.register) else self._known(tongue, spoken, answered_by)
        return some or self.of_all(answered_by)

    def near(self, result: SearchResult, present: Sequence[str], answered_by: AnsweredBy) -> tuple[str, ...]:
        """Return what could be asked of the passages found that hold one of the words, which are of the question."""
        best = result.ranked[:_PASSAGES]
        texts = [self._index.passage(one.article, one.number).text for one in best]
        vocabulary = self._index.vocabulary

        def is_answered(text: str) -> bool:
            if text in self._findings:
                return self._is_answered(text)
            return answered_by(text) is not None

        return fitting(texts, named(folded(result.searched), present, vocabulary), is_answered, vocabulary)

    def _known(self, tongue: str | None, numbers: Sequence[int], answered_by: AnsweredBy) -> tuple[str, ...]:
        if tongue not in self._told:
            newest = self._index.fetched(numbers[-NEWEST:])
            told, is_settled = self._reckoned(tuple(newest), answered_by)
            if not is_settled:
                return told
            self._told[tongue] = told
        return self._told[tongue]

    def _reckoned(self, newest: Sequence[Article], answered_by: AnsweredBy) -> tuple[tuple[str, ...], bool]:
        """Return what can be suggested, and whether all that comes before it is known.

        Somebody waits for each search: where anything is known to be answered, there is one each time it is asked.
        """
        texts = tuple(islice(candidates(newest, self._drawn_of), TRIED))
        open_ones = [text for text in texts if text not in self._findings]
        looked_for = open_ones[:1] if any(map(self._is_answered, texts)) else open_ones
        told: list[str] = []
        is_settled = True
        for text in texts:
            if text in looked_for and text not in self._findings:
                self._findings[text] = self._finding(text, newest, answered_by(text))
            is_settled = is_settled and text in self._findings
            if self._is_answered(text):
                told.append(text)
            if len(told) == SUGGESTED:
                break
        return tuple(told), is_settled

    def _drawn_of(self, article: Article) -> tuple[str, ...]:
        edition = _edition(article)
        # to the end: those looked at longest ago are let go first
        found = self._drawn.pop(edition, None)
        self._drawn[edition] = found = drawn(article, self._index.vocabulary) if found is None else found
        return found

    def _is_answered(self, text: str) -> bool:
        finding = self._findings.get(text)
        return finding is not None and finding.answered_by is not None

    def _finding(self, text: str, newest: Sequence[Article], answering: Article | None) -> _Finding:
        own = next(one for one in reversed(newest) if text in one.text)
        by = None if answering is None else _edition(answering)
        return _Finding(_edition(own), by, self._index.passages)


def _edition(article: Article) -> _Edition:
    return _Edition(article.id, article.text_hash, article.headings)
