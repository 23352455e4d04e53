"""Asking every question of a set as a chat does, of all its documents, and measuring what comes back."""

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.answering.answerer import Answerer
from bot.answering.index.memory_shelf import MemoryShelf
from bot.evaluation.metrics import auroc, mean, ndcg, quantile, recall, reciprocal_rank
from bot.evaluation.outcome import Failure, Outcome, outcome_of
from bot.evaluation.question_set import AskedQuestion, QuestionSet
from bot.language.vocabulary import NO_WORDS, Vocabulary
from bot.model import Question
from bot.retrieval.engine import Engine

__all__ = ["Progress", "Report", "evaluated"]

_HITS = 50

Progress = Callable[[Iterable[AskedQuestion]], Iterable[AskedQuestion]]
"""Gets the questions to iterate, and may show how far that is."""


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
    sure_unanswerable: float | None
    sure_answerable: float | None
    passage_holds_answer: float | None
    """Of the questions whose first hit is in a right document, the share whose passage answers."""
    focus_holds_answer: float | None
    """The share of those passages whose focus holds it too."""
    off_topic: int
    """The number of questions of other sets."""
    off_topic_shown: float | None
    off_topic_sure: float | None
    ms_p50: float
    ms_p95: float
    build_s: float
    peak_mb: float | None


@dataclass(frozen=True, slots=True)
class _Ranked:
    """An outcome with the documents of its passages, best first."""

    outcome: Outcome
    documents: tuple[str, ...]

    @property
    def relevant(self) -> frozenset[str]:
        return self.outcome.asked.relevant

    @property
    def right(self) -> bool:
        return bool(self.documents) and self.documents[0] in self.relevant

    @property
    def failed(self) -> bool:
        return not (self.right and self.outcome.shown) if self.relevant else self.outcome.shown


def evaluated(
    questions: QuestionSet,
    engine: type[Engine],
    progress: Progress = iter,
    vocabulary: Vocabulary = NO_WORDS,
) -> tuple[Report, tuple[Failure, ...]]:
    """Measure the set; failures are in the questions' order.

    Questions that name nothing to find their document by are left out: they can only be asked of it alone.
    """
    began = time.perf_counter()
    answerer = Answerer(MemoryShelf(tuple(questions.articles.values()), engine, vocabulary), hits=_HITS)
    answerer.ask(Question("一"))
    build_s = time.perf_counter() - began
    names: dict[str, list[str]] = {}
    for name, article in questions.articles.items():
        names.setdefault(article.id, []).append(name)
    asked = [asked for asked in questions.questions if asked.named]
    outcomes = [_ranked(outcome_of(asked, answerer), names) for asked in progress(asked)]
    failures = tuple(one.outcome.failure(one.documents[:5]) for one in outcomes if one.failed)
    return _report(questions, outcomes, build_s), failures


def _ranked(outcome: Outcome, names: dict[str, list[str]]) -> _Ranked:
    return _Ranked(
        outcome, tuple(dict.fromkeys(name for hit in outcome.hits for name in names[hit.article.id]))
    )


def _report(questions: QuestionSet, ranked: Sequence[_Ranked], build_s: float) -> Report:
    answerable = [one for one in ranked if one.relevant]
    right = [one.outcome for one in answerable if one.right and one.outcome.asked.answers]
    found = [one.outcome for one in answerable]
    other = [one.outcome for one in ranked if not one.relevant]
    unanswerable = [outcome for outcome in other if not outcome.asked.off_topic]
    off_topic = [outcome for outcome in other if outcome.asked.off_topic]
    milliseconds = [one.outcome.seconds * 1000 for one in ranked]
    return Report(
        set=questions.name,
        documents=len(questions.articles),
        answerable=len(answerable),
        unanswerable=len(unanswerable),
        recall_at_1=mean(recall(one.documents, one.relevant, 1) for one in answerable),
        recall_at_5=mean(recall(one.documents, one.relevant, 5) for one in answerable),
        mrr_at_10=mean(reciprocal_rank(one.documents, one.relevant, 10) for one in answerable),
        ndcg_at_10=mean(ndcg(one.documents, one.relevant, 10) for one in answerable),
        auroc=auroc(
            [outcome.confidence for outcome in found], [outcome.confidence for outcome in unanswerable]
        ),
        refused_unanswerable=mean(not outcome.shown for outcome in unanswerable),
        refused_answerable=mean(not outcome.shown for outcome in found),
        unsure_unanswerable=mean(outcome.unsure for outcome in unanswerable),
        unsure_answerable=mean(outcome.unsure for outcome in found),
        sure_unanswerable=mean(outcome.sure for outcome in unanswerable),
        sure_answerable=mean(outcome.sure for outcome in found),
        passage_holds_answer=mean(outcome.passage_holds_answer for outcome in right),
        focus_holds_answer=mean(
            outcome.focus_holds_answer for outcome in right if outcome.passage_holds_answer
        ),
        off_topic=len(off_topic),
        off_topic_shown=mean(outcome.shown for outcome in off_topic),
        off_topic_sure=mean(outcome.sure for outcome in off_topic),
        ms_p50=quantile(milliseconds, 0.5),
        ms_p95=quantile(milliseconds, 0.95),
        build_s=build_s,
        peak_mb=_peak_mb(),
    )


def _peak_mb() -> float | None:
    try:
        import resource
    except ImportError:  # Windows has no such count
        return None
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (1024 * 1024 if sys.platform == "darwin" else 1024)
