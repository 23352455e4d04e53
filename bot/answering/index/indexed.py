"""An article's passages and their sentences, cut when they are looked at."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.answering.lists.enumerations import ArticleLists
from bot.each_once import each_once
from bot.language.normalise import folded
from bot.language.numerals import has_number
from bot.language.sentences import sentences
from bot.language.terms import terms_of_folded
from bot.language.vocabulary import NO_WORDS, Vocabulary
from bot.model import Article, Passage, Span
from bot.passages import passages

__all__ = ["IndexedArticle", "Sentence"]


class Sentence(NamedTuple):
    """A sentence: its place in its passage, and its folded text."""

    span: Span
    text: str


class IndexedArticle:
    """An article as the shelf's engine has it; its text, and its folded title, are read when they are looked at.

    `sizes` are the lengths of its sentences in terms; `firsts` the first sentence of each passage, and the number of all.
    """

    def __init__(
        self,
        read: Callable[[], Article],
        title: Callable[[], str],
        sizes: NDArray[np.int64],
        firsts: Sequence[int],
        vocabulary: Vocabulary = NO_WORDS,
        *,
        has_headings: bool,
    ) -> None:
        self._read, self._title = read, title
        self.has_headings = has_headings
        self.sizes = sizes
        self.firsts = firsts
        self._vocabulary = vocabulary

    @each_once
    def article(self) -> Article:
        """The article. Raises what `read` does."""
        return self._read()

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The passages in order."""
        return passages(self.article)

    @cached_property
    def lists(self) -> ArticleLists:
        """The lists in it."""
        return ArticleLists(self.article)

    def title_holds(self, words: Sequence[str]) -> list[bool]:
        """Return whether the title holds each of the terms, which are words or numbers."""
        title = self._folded_title
        # most hold none, and to cut one takes longer than to look
        if self._vocabulary.alternatives or any(_may_hold(title, word) for word in words):
            return [word in self._title_terms for word in words]
        return [False] * len(words)

    @cached_property
    def _folded_title(self) -> str:
        return self._title()

    @cached_property
    def _title_terms(self) -> frozenset[str]:
        return frozenset(terms_of_folded(self._folded_title, self._vocabulary))

    # of twenty articles that are weighed, the sentences of few are looked at
    @cached_property
    def _spans(self) -> dict[int, tuple[Span, ...]]:
        return {}

    @cached_property
    def _sentences(self) -> dict[tuple[int, int], Sentence]:
        return {}

    def passage_at(self, place: int) -> int:
        """Return the number of the passage in which character `place` of the text stands, counted from 0."""
        return max(0, bisect_right([passage.start for passage in self.passages], place) - 1)

    def sentence_range(self, number: int) -> range:
        """Return the numbers of the sentences of passage `number`, counted from 0."""
        return range(self.firsts[number], self.firsts[number + 1])

    def sentences(self, number: int) -> tuple[Sentence, ...]:
        """Return the sentences of passage `number`; they are those in its sentence range."""
        places = range(len(self.sentence_range(number)))
        return tuple(self.sentence(number, place) for place in places)

    def sentence(self, number: int, place: int) -> Sentence:
        """Return the sentence at this place of passage `number`, both counted from 0."""
        # each is folded by itself: of most passages one sentence is looked at, and folding takes longer than cutting
        if (number, place) not in self._sentences:
            text = self.passages[number].text
            if number not in self._spans:
                self._spans[number] = sentences(text)
            span = self._spans[number][place]
            self._sentences[number, place] = Sentence(span, folded(span.cut(text)))
        return self._sentences[number, place]


def _may_hold(title: str, word: str) -> bool:
    """Return whether the folded title may hold the term, which is a word or a number, that may be spelled otherwise."""
    return has_number(title) if word[0] == "n" else word[2:] in title
