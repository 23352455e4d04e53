"""A question of a set and what came back, with all that it is measured by."""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.answering.answerer import Answerer
from bot.evaluation.question_set import AskedQuestion
from bot.model import (
    Answer,
    ChoiceAnswer,
    Field,
    Hit,
    NotFound,
    OutlineAnswer,
    PassageAnswer,
    Question,
    SourceAnswer,
    Verdict,
    is_found,
)

__all__ = ["Failure", "Outcome", "outcome_of"]


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that went wrong, with what was expected and what came back."""

    question: str
    wanted: tuple[str, ...]
    answers: tuple[str, ...]
    got: tuple[str, ...]
    verdict: str
    confidence: float
    passage: str | None
    focus: str | None

    def as_json(self) -> dict[str, Any]:
        """Return the failure as JSON types."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question that was asked, its answer, and the seconds that it took."""

    asked: AskedQuestion
    answer: Answer
    seconds: float

    @property
    def hits(self) -> Sequence[Hit]:
        """The passages, best first; of a question that was refused, those that came nearest."""
        match self.answer:
            case PassageAnswer():
                return self.answer.hits
            case NotFound():
                return self.answer.closest
            case SourceAnswer() | OutlineAnswer() | ChoiceAnswer():
                return ()

    @property
    def shown(self) -> bool:
        """Whether anything was shown; if not, the question was refused."""
        return is_found(self.answer)

    @property
    def sure(self) -> bool:
        """Whether it was shown as the answer, as a source record always is."""
        return self.shown and not self.unsure

    @property
    def unsure(self) -> bool:
        """Whether it was shown as the closest passage only."""
        return isinstance(self.answer, PassageAnswer) and self.answer.verdict is Verdict.UNSURE

    @property
    def confidence(self) -> float:
        """The probability, 0 to 1, that the first passage answers."""
        if isinstance(self.answer, PassageAnswer | NotFound):
            return self.answer.confidence
        return float(not isinstance(self.answer, ChoiceAnswer))

    @property
    def passage_holds_answer(self) -> bool:
        """Whether the first passage holds an answer, or the source record does; refused or not."""
        return self._is_answered_by(self._passage)

    @property
    def focus_holds_answer(self) -> bool:
        """Whether the focus of the first passage holds an answer, or the source record does."""
        return self._is_answered_by(self._focus)

    def failure(self, got: tuple[str, ...]) -> Failure:
        """Return the outcome as a failure; `got` are the documents of its passages, best first."""
        verdict = (
            self.answer.verdict if isinstance(self.answer, PassageAnswer) else type(self.answer).__name__
        )
        return Failure(
            question=self.asked.text,
            wanted=tuple(sorted(self.asked.relevant)),
            answers=self.asked.answers,
            got=got,
            verdict=str(verdict),
            confidence=self.confidence,
            passage=self._passage or None,
            focus=self._focus or None,
        )

    @property
    def _passage(self) -> str:
        if isinstance(self.answer, SourceAnswer | OutlineAnswer):
            return _told(self.answer)
        return "".join(hit.passage.text for hit in self.hits[:1])

    @property
    def _focus(self) -> str:
        if isinstance(self.answer, SourceAnswer | OutlineAnswer):
            return _told(self.answer)
        spans = (span.cut(hit.passage.text) for hit in self.hits[:1] for span in hit.focus)
        # a list may go on beyond its passage
        lists = ((hit.article.text, hit.listing.items) for hit in self.hits[:1] if hit.listing)
        return "".join([*spans, *(item.span.cut(text) for text, items in lists for item in items)])

    def _is_answered_by(self, text: str) -> bool:
        return any(answer in text for answer in self.asked.answers)


def outcome_of(asked: AskedQuestion, answerer: Answerer) -> Outcome:
    """Ask the question as a chat does, and take the time until its first passage can be shown."""
    began = time.perf_counter()
    outcome = Outcome(asked, answerer.ask(Question(asked.text)), 0.0)
    _ = outcome.hits[:1]
    return replace(outcome, seconds=time.perf_counter() - began)


def _told(answer: SourceAnswer | OutlineAnswer) -> str:
    """Return what the source record or the outline says."""
    if isinstance(answer, OutlineAnswer):
        return "\n".join(point.span.cut(answer.article.text) for point in answer.points)
    known = (
        field for field in answer.fields if field is not Field.LENGTH and answer.article.source.knows(field)
    )
    return "\n".join(str(getattr(answer.article.source, field)) for field in known)
