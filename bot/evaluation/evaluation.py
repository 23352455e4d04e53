"""Asking every question of a set as a chat does, and measuring what comes back."""

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean
from typing import Any

from bot.answering.answerer import Answerer
from bot.answering.index.shelf import ShelfIndex
from bot.evaluation.metrics import auroc, ndcg, quantile, recall, reciprocal_rank
from bot.evaluation.question_set import AskedQuestion, QuestionSet
from bot.language.vocabulary import NO_WORDS, Vocabulary
from bot.model import Answer, Hit, NotFound, PassageAnswer, Question, SourceAnswer, Verdict, is_found
from bot.retrieval.engine import Engine

__all__ = ["Failure", "Report", "evaluated"]

_HITS = 50


@dataclass(frozen=True, slots=True)
class Report:
    """The figures that `zhaiyin evaluate` prints.

    Shares are 0 to 1; a measure without questions to measure it on is None.
    """

    set: str
    documents: int
    answerable: int
    unanswerable: int
    recall_at_1: float | None
    recall_at_5: float | None
    mrr_at_10: float | None
    ndcg_at_10: float | None
    auroc: float | None
    refused_unanswerable: float | None
    refused_answerable: float | None
    unsure_unanswerable: float | None
    unsure_answerable: float | None
    passage_holds_answer: float | None
    """Of the questions whose first hit is in a right document, the share whose passage answers."""
    focus_holds_answer: float | None
    """The share of those passages whose focus holds it too."""
    ms_p50: float
    ms_p95: float
    build_s: float
    peak_mb: float | None


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

    def as_json(self) -> dict[str, Any]:
        """Return the failure as JSON types."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Outcome:
    asked: AskedQuestion
    answer: Answer
    ranked: tuple[str, ...]
    seconds: float


def evaluated(
    questions: QuestionSet,
    engine: type[Engine],
    progress: Callable[[Iterable[AskedQuestion]], Iterable[AskedQuestion]] = iter,
    vocabulary: Vocabulary = NO_WORDS,
) -> tuple[Report, tuple[Failure, ...]]:
    """Measure the set; failures are in the questions' order.

    `progress` gets the questions to iterate.
    """
    began = time.perf_counter()
    answerer = Answerer(ShelfIndex(tuple(questions.articles.values()), engine, vocabulary), hits=_HITS)
    answerer.ask(Question("一"))
    build_s = time.perf_counter() - began
    documents: dict[str, list[str]] = {}
    for name, article in questions.articles.items():
        documents.setdefault(article.id, []).append(name)
    outcomes = [_outcome(asked, answerer, documents) for asked in progress(questions.questions)]
    failures = tuple(_failure(outcome) for outcome in outcomes if _failed(outcome))
    return _report(questions, outcomes, build_s), failures


def _outcome(asked: AskedQuestion, answerer: Answerer, documents: dict[str, list[str]]) -> _Outcome:
    began = time.perf_counter()
    answer = answerer.ask(Question(asked.text))
    _hits(answer)[:1]  # what a chat shows
    seconds = time.perf_counter() - began
    names = dict.fromkeys(name for hit in _hits(answer) for name in documents[hit.article.id])
    return _Outcome(asked, answer, tuple(names), seconds)


def _hits(answer: Answer) -> Sequence[Hit]:
    match answer:
        case PassageAnswer():
            return answer.hits
        case NotFound():
            return answer.closest
        case SourceAnswer():
            return ()


def _report(questions: QuestionSet, outcomes: Sequence[_Outcome], build_s: float) -> Report:
    answerable = [outcome for outcome in outcomes if outcome.asked.relevant]
    unanswerable = [outcome for outcome in outcomes if not outcome.asked.relevant]
    right = [outcome for outcome in answerable if _right(outcome) and outcome.asked.answers]
    milliseconds = [outcome.seconds * 1000 for outcome in outcomes]
    return Report(
        set=questions.name,
        documents=len(questions.articles),
        answerable=len(answerable),
        unanswerable=len(unanswerable),
        recall_at_1=_mean(recall(outcome.ranked, outcome.asked.relevant, 1) for outcome in answerable),
        recall_at_5=_mean(recall(outcome.ranked, outcome.asked.relevant, 5) for outcome in answerable),
        mrr_at_10=_mean(
            reciprocal_rank(outcome.ranked, outcome.asked.relevant, 10) for outcome in answerable
        ),
        ndcg_at_10=_mean(ndcg(outcome.ranked, outcome.asked.relevant, 10) for outcome in answerable),
        auroc=auroc(
            [_confidence(outcome) for outcome in answerable],
            [_confidence(outcome) for outcome in unanswerable],
        ),
        refused_unanswerable=_mean(_refused(outcome) for outcome in unanswerable),
        refused_answerable=_mean(_refused(outcome) for outcome in answerable),
        unsure_unanswerable=_mean(_unsure(outcome) for outcome in unanswerable),
        unsure_answerable=_mean(_unsure(outcome) for outcome in answerable),
        passage_holds_answer=_mean(_passage_holds(outcome) for outcome in right),
        focus_holds_answer=_mean(_focus_holds(outcome) for outcome in right if _passage_holds(outcome)),
        ms_p50=quantile(milliseconds, 0.5),
        ms_p95=quantile(milliseconds, 0.95),
        build_s=build_s,
        peak_mb=_peak_mb(),
    )


def _mean(values: Iterable[float]) -> float | None:
    known = list(values)
    return fmean(known) if known else None


def _confidence(outcome: _Outcome) -> float:
    return 1.0 if isinstance(outcome.answer, SourceAnswer) else outcome.answer.confidence


def _refused(outcome: _Outcome) -> float:
    return float(not is_found(outcome.answer))


def _unsure(outcome: _Outcome) -> float:
    return float(isinstance(outcome.answer, PassageAnswer) and outcome.answer.verdict is Verdict.UNSURE)


def _right(outcome: _Outcome) -> bool:
    return bool(outcome.ranked) and outcome.ranked[0] in outcome.asked.relevant


def _passage_holds(outcome: _Outcome) -> float:
    passage = _hits(outcome.answer)[0].passage.text
    return float(any(answer in passage for answer in outcome.asked.answers))


def _focus_holds(outcome: _Outcome) -> float:
    hit = _hits(outcome.answer)[0]
    focus = "".join(span.cut(hit.passage.text) for span in hit.focus)
    return float(any(answer in focus for answer in outcome.asked.answers))


def _failed(outcome: _Outcome) -> bool:
    return (
        (not _right(outcome) or bool(_refused(outcome))) if outcome.asked.relevant else not _refused(outcome)
    )


def _failure(outcome: _Outcome) -> Failure:
    hits = _hits(outcome.answer)
    verdict = (
        outcome.answer.verdict if isinstance(outcome.answer, PassageAnswer) else type(outcome.answer).__name__
    )
    return Failure(
        question=outcome.asked.text,
        wanted=tuple(sorted(outcome.asked.relevant)),
        answers=outcome.asked.answers,
        got=outcome.ranked[:5],
        verdict=str(verdict),
        confidence=_confidence(outcome),
        passage=hits[0].passage.text if hits else None,
    )


def _peak_mb() -> float | None:
    try:
        import resource
    except ImportError:  # Windows has no such count
        return None
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (1024 * 1024 if sys.platform == "darwin" else 1024)
