"""The texts that an archive is measured with: generated ones, or those of question sets in BEIR's layout."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

from bench import archive_texts
from bot.evaluation.question_set import QuestionSet, read_question_set
from bot.model import Article

__all__ = ["Texts"]

_CLAIM = slice(10, 60)
"""The characters of an article that somebody says it has."""


@dataclass(frozen=True)
class Texts:
    """`size` articles: generated, or if there are `folders`, the first of the sets in them."""

    size: int
    folders: tuple[Path, ...] = ()

    def articles(self) -> Iterable[Article]:
        """Return the articles, always the same."""
        if not self.folders:
            return archive_texts.articles(self.size)
        return islice((one for each in self._sets() for one in each.articles.values()), self.size)

    def questions(self, number: int) -> Sequence[str]:
        """Return so many questions about the articles, always the same."""
        if not self.folders:
            return archive_texts.questions(number, self.size)
        every = [asked.text for each in self._sets() for asked in each.questions if asked.relevant]
        return Random(1).choices(every, k=number)

    def claims(self, number: int) -> Sequence[str]:
        """Return words of so many articles, of which every second has one word too many."""
        texts = [article.text[_CLAIM] for article in islice(self.articles(), number)]
        return [f"{text[:20]}其实{text[20:]}" if place % 2 else text for place, text in enumerate(texts)]

    def titles(self, number: int) -> Sequence[str]:
        """Return the titles of so many articles."""
        return [article.source.title for article in islice(self.articles(), number)]

    def _sets(self) -> Iterator[QuestionSet]:
        return map(read_question_set, self.folders)
