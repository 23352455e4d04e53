"""Asks every question of a set as a chat does, and measures what comes back."""

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
    """What `zhaiyin evaluate` prints. Shares are 0 to 1; a measure without questions to measure it on is None."""

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
    """Of the questions whose first hit is in a right document: those whose passage holds an answer string."""
    focus_holds_answer: float | None
    """Of those passages: the ones whose focus holds it too."""
    ms_p50: float
    ms_p95: float
    build_s: float
    peak_mb: float | None


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that went wrong: what was expected, and what came back instead."""

    question: str
    wanted: tuple[str, ...]
    answers: tuple[str, ...]
    got: tuple[str, ...]
    verdict: str
    confidence: float
    passage: str | None

    def as_json(self) -> dict[str, Any]:
        """The failure as JSON types."""
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
    """The set's report and its failures, in the questions' order. `progress` is handed the questions to iterate."""
    began = time.perf_counter()
    answerer = Answerer(ShelfIndex(tuple(questions.articles.values()), engine, vocabulary), hits=_HITS)
    answerer.ask(Question("一"))
    build_s = time.perf_counter() - began
    documents: dict[str, list[str]] = {}
    for name, article in questions.articles.items():
        documents.setdefault(article.id, []).append(name)
    outcomes = [_outcome(asked, answerer, documents) for asked in progress(questions.questions)]
    failures = tuple(_failure(one) for one in outcomes if _failed(one))
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
    answerable = [one for one in outcomes if one.asked.relevant]
    unanswerable = [one for one in outcomes if not one.asked.relevant]
    right = [one for one in answerable if _right(one) and one.asked.answers]
    milliseconds = [one.seconds * 1000 for one in outcomes]
    return Report(
        set=questions.name,
        documents=len(questions.articles),
        answerable=len(answerable),
        unanswerable=len(unanswerable),
        recall_at_1=_mean(recall(one.ranked, one.asked.relevant, 1) for one in answerable),
        recall_at_5=_mean(recall(one.ranked, one.asked.relevant, 5) for one in answerable),
        mrr_at_10=_mean(reciprocal_rank(one.ranked, one.asked.relevant, 10) for one in answerable),
        ndcg_at_10=_mean(ndcg(one.ranked, one.asked.relevant, 10) for one in answerable),
        auroc=auroc([_confidence(one) for one in answerable], [_confidence(one) for one in unanswerable]),
        refused_unanswerable=_mean(_refused(one) for one in unanswerable),
        refused_answerable=_mean(_refused(one) for one in answerable),
        unsure_unanswerable=_mean(_unsure(one) for one in unanswerable),
        unsure_answerable=_mean(_unsure(one) for one in answerable),
        passage_holds_answer=_mean(_passage_holds(one) for one in right),
        focus_holds_answer=_mean(_focus_holds(one) for one in right if _passage_holds(one)),
        ms_p50=quantile(milliseconds, 0.5),
        ms_p95=quantile(milliseconds, 0.95),
        build_s=build_s,
        peak_mb=_peak_mb(),
    )


def _mean(values: Iterable[float]) -> float | None:
    found = list(values)
    return fmean(found) if found else None


def _confidence(one: _Outcome) -> float:
    return 1.0 if isinstance(one.answer, SourceAnswer) else one.answer.confidence


def _refused(one: _Outcome) -> float:
    return float(not is_found(one.answer))


def _unsure(one: _Outcome) -> float:
    return float(isinstance(one.answer, PassageAnswer) and one.answer.verdict is Verdict.UNSURE)


def _right(one: _Outcome) -> bool:
    return bool(one.ranked) and one.ranked[0] in one.asked.relevant


def _passage_holds(one: _Outcome) -> float:
    passage = _hits(one.answer)[0].passage.text
    return float(any(answer in passage for answer in one.asked.answers))


def _focus_holds(one: _Outcome) -> float:
    hit = _hits(one.answer)[0]
    focus = "".join(span.cut(hit.passage.text) for span in hit.focus)
    return float(any(answer in focus for answer in one.asked.answers))


def _failed(one: _Outcome) -> bool:
    return (not _right(one) or bool(_refused(one))) if one.asked.relevant else not _refused(one)


def _failure(one: _Outcome) -> Failure:
    hits = _hits(one.answer)
    verdict = one.answer.verdict if isinstance(one.answer, PassageAnswer) else type(one.answer).__name__
    return Failure(
        question=one.asked.text,
        wanted=tuple(sorted(one.asked.relevant)),
        answers=one.asked.answers,
        got=one.ranked[:5],
        verdict=str(verdict),
        confidence=_confidence(one),
        passage=hits[0].passage.text if hits else None,
    )


def _peak_mb() -> float | None:
    try:
        import resource
    except ImportError:  # Windows has no such count
        return None
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (1024 * 1024 if sys.platform == "darwin" else 1024)
