"""Examples to learn from: the product's own features of candidates, signs of the best."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.answering.index.memory_shelf import MemoryShelf
from bot.answering.index.shelf import ShelfIndex
from bot.answering.ranking.candidates import Candidates
from bot.answering.ranking.evidence import signs
from bot.answering.ranking.prepared_question import prepare
from bot.answering.ranking.search import _CANDIDATES  # as many as are ranked when a chat asks
from bot.answering.ranking.weights import Mix
from bot.evaluation.question_set import AskedQuestion, QuestionSet
from bot.language.normalise import folded
from bot.language.terms import has_content
from bot.retrieval.memory import MemoryEngine

__all__ = ["Asking", "RankedSet", "Signs", "candidates", "shelf_of", "signs_of"]

_RIGHT = 1
_HOLDS_ANSWER = 2


class Asking(NamedTuple):
    """A question put to a shelf, and whether that shelf answers it."""

    question: str
    answerable: bool
    answers: tuple[str, ...] = ()
    """Strings that a passage that answers holds; none where they are not known."""


@dataclass(frozen=True, slots=True)
class RankedSet:
    """The candidates of a set's answerable questions, question by question, in shelf order."""

    names: tuple[str, ...]
    features: NDArray[np.float64]
    starts: NDArray[np.int64]
    """The start of each question's candidates; every question has some."""
    grades: NDArray[np.int64]
    """2 in a right document and holding an answer, 1 in a right document, else 0."""
    questions: int
    """The number of questions, including those without candidates."""

    @property
    def counts(self) -> NDArray[np.int64]:
        """The number of candidates of each question."""
        return np.diff(np.append(self.starts, len(self.grades)))

    def recall_at_1(self, weights: Mapping[str, float]) -> float:
        """Return the share of the questions whose best candidate stands in a right document."""
        scores = self.features @ np.array([weights.get(name, 0.0) for name in self.names])
        ends = self.starts + self.counts
        best = [a + int(np.argmax(scores[a:b])) for a, b in zip(self.starts, ends, strict=True)]
        return float((self.grades[best] >= _RIGHT).sum() / self.questions)


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of each question's best candidate, and whether it was answerable."""

    rows: tuple[Mapping[str, float], ...]
    answerable: NDArray[np.bool_]
    right: NDArray[np.bool_]
    """Whether that candidate answers, as far as is known."""
    breadths: NDArray[np.float64]
    """The breadth of the shelf that was asked."""

    @classmethod
    def joined(cls, parts: Sequence["Signs"]) -> "Signs":
        """Join the signs of several shelves, one after another."""
        rows = tuple(row for part in parts for row in part.rows)
        if not rows:
            return cls((), np.empty(0, np.bool_), np.empty(0, np.bool_), np.empty(0))
        return cls(
            rows,
            np.concatenate([part.answerable for part in parts]),
            np.concatenate([part.right for part in parts]),
            np.concatenate([part.breadths for part in parts]),
        )

    def matrix(self, names: Sequence[str]) -> NDArray[np.float64]:
        """Return the signs named, a row for each question."""
        return np.array([[row[name] for name in names] for row in self.rows])


def shelf_of(questions: QuestionSet) -> ShelfIndex:
    """Put the set's documents on a shelf."""
    return MemoryShelf(tuple(questions.articles.values()), MemoryEngine)


def candidates(questions: QuestionSet, shelf: ShelfIndex) -> RankedSet:
    """Return the candidates of the set's answerable questions, `shelf` being `shelf_of` it."""
    names = tuple(questions.articles)
    rows: list[Mapping[str, float]] = []
    starts: list[int] = []
    grades: list[int] = []
    answerable = [asked for asked in questions.questions if asked.relevant]
    for asked in answerable:
        first = len(rows)
        found = _found(asked.text, shelf)
        for row, (article, number) in zip(_rows(found), found.passages if found else [], strict=True):
            rows.append(row)
            grades.append(_grade(asked, names[article], shelf.passage(article, number).text))
        if len(rows) > first:
            starts.append(first)
    columns = tuple(rows[0])
    return RankedSet(
        columns,
        np.array([[row[name] for name in columns] for row in rows]),
        np.array(starts),
        np.array(grades),
        len(answerable),
    )


def signs_of(asked: Sequence[Asking], shelf: ShelfIndex, ranking: Mix) -> Signs:
    """Return the signs of what `ranking` puts first.

    Questions that find nothing at all are left out.
    """
    rows: list[Mapping[str, float]] = []
    answerable: list[bool] = []
    right: list[bool] = []
    for asking in asked:
        if found := _found(asking.question, shelf):
            scores = ranking.of_each(found.features).tolist()
            score, article, number = max(
                (score, -article, -number)
                for score, (article, number) in zip(scores, found.passages, strict=True)
            )
            rows.append(signs(found.of_article(-article), -number, shelf) | {"score": score})
            answerable.append(asking.answerable)
            text = shelf.passage(-article, -number).text
            held = not asking.answers or any(answer in text for answer in asking.answers)
            right.append(asking.answerable and held)
    breadths = np.full(len(rows), shelf.breadth)
    return Signs(tuple(rows), np.array(answerable, dtype=bool), np.array(right, dtype=bool), breadths)


def _found(question: str, shelf: ShelfIndex) -> Candidates | None:
    text = folded(question)
    if not has_content(text):
        return None
    prepared = prepare(text, shelf)
    passages = shelf.candidates([term.term for term in prepared.terms], _CANDIDATES)
    return Candidates.found(prepared, passages, shelf) if passages else None


def _rows(found: Candidates | None) -> list[Mapping[str, float]]:
    """Return the features of each passage found."""
    if found is None:
        return []
    columns = zip(*(values.tolist() for values in found.features.values()), strict=True)
    return [dict(zip(found.features, row, strict=True)) for row in columns]


def _grade(asked: AskedQuestion, document: str, passage: str) -> int:
    if document not in asked.relevant:
        return 0
    return _HOLDS_ANSWER if any(answer in passage for answer in asked.answers) else _RIGHT
