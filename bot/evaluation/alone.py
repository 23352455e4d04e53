"""Asking each question of a set of its own document alone, and measuring what comes back."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from math import lcm

from bot.answering.answerer import Answerer
from bot.answering.index.memory_shelf import MemoryShelf
from bot.evaluation.evaluation import Progress
from bot.evaluation.metrics import mean, quantile
from bot.evaluation.outcome import Failure, Outcome, outcome_of
from bot.evaluation.question_set import AskedQuestion, QuestionSet
from bot.language.vocabulary import NO_WORDS, Vocabulary
from bot.retrieval.engine import Engine

__all__ = ["AloneReport", "asked_alone", "failures_alone", "report_alone"]

_OFF_TOPIC = 2000
"""Off-topic questions to ask of some document, if there are as many pairs of both."""


@dataclass(frozen=True, slots=True)
class AloneReport:
    """The figures that `zhaiyin evaluate --alone` prints.

    Shares are 0 to 1; a measure without questions to measure it on is None.
    """

    set: str
    answerable: int
    passage_holds_answer: float | None
    """The share whose first passage holds the answer, shown or not."""
    focus_holds_answer: float | None
    """The share whose first passage's focus holds it, shown or not."""
    shown: float | None
    shown_focus_holds_answer: float | None
    """The share that was shown a passage with a focus that holds the answer."""
    sure: float | None
    unsure: float | None
    refused: float | None
    sure_and_wrong: float | None
    """The share that was shown as sure, and whose first passage does not hold the answer."""
    off_topic: int
    """How often a question of another set was asked."""
    off_topic_shown: float | None
    off_topic_sure: float | None
    ms_p50: float
    ms_p95: float


def asked_alone(
    questions: QuestionSet,
    engine: type[Engine],
    progress: Progress = iter,
    vocabulary: Vocabulary = NO_WORDS,
) -> tuple[Outcome, ...]:
    """Ask each answerable question of the first document that answers it, document by document.

    Off-topic questions are spread over those documents; unanswerable ones have none, and are left out.
    """
    asked = _by_document(questions)
    documents = [name for name, own in asked.items() for _ in own]
    everything = progress([one for own in asked.values() for one in own])
    # one shelf at a time: a thousand of them would fill the memory
    answerer = lru_cache(maxsize=1)(
        lambda name: Answerer(MemoryShelf((questions.articles[name],), engine, vocabulary))
    )
    return tuple(outcome_of(one, answerer(name)) for name, one in zip(documents, everything, strict=True))


def failures_alone(outcomes: Iterable[Outcome]) -> tuple[Failure, ...]:
    """Return those of answerable questions not shown with the right focus, and of off-topic ones shown."""
    return tuple(outcome.failure(()) for outcome in outcomes if _failed(outcome))


def report_alone(name: str, outcomes: Sequence[Outcome]) -> AloneReport:
    """Return the figures of what was asked alone.

    What a passage holds is measured by the questions whose answers are known.
    """
    own = [outcome for outcome in outcomes if not outcome.asked.off_topic]
    known = [outcome for outcome in own if outcome.asked.answers]
    off_topic = [outcome for outcome in outcomes if outcome.asked.off_topic]
    milliseconds = [outcome.seconds * 1000 for outcome in outcomes]
    return AloneReport(
        set=name,
        answerable=len(own),
        passage_holds_answer=mean(outcome.passage_holds_answer for outcome in known),
        focus_holds_answer=mean(outcome.focus_holds_answer for outcome in known),
        shown=mean(outcome.shown for outcome in own),
        shown_focus_holds_answer=mean(outcome.shown and outcome.focus_holds_answer for outcome in known),
        sure=mean(outcome.sure for outcome in own),
        unsure=mean(outcome.unsure for outcome in own),
        refused=mean(not outcome.shown for outcome in own),
        sure_and_wrong=mean(outcome.sure and not outcome.passage_holds_answer for outcome in known),
        off_topic=len(off_topic),
        off_topic_shown=mean(outcome.shown for outcome in off_topic),
        off_topic_sure=mean(outcome.sure for outcome in off_topic),
        ms_p50=quantile(milliseconds, 0.5),
        ms_p95=quantile(milliseconds, 0.95),
    )


def _by_document(questions: QuestionSet) -> dict[str, list[AskedQuestion]]:
    """Return what to ask of each document, in the set's order."""
    places = dict(zip(questions.articles, count(), strict=False))
    asked: dict[str, list[AskedQuestion]] = {}
    for one in questions.questions:
        if one.relevant:
            asked.setdefault(min(one.relevant, key=places.__getitem__), []).append(one)
    off_topic = [one for one in questions.questions if one.off_topic]
    for document, one in list(_pairs(list(asked), off_topic)):
        asked[document].append(one)
    return asked


def _pairs(
    documents: Sequence[str], questions: Sequence[AskedQuestion]
) -> Iterator[tuple[str, AskedQuestion]]:
    """Yield pairs of a document and a question, no pair twice, so that each of both comes at least once."""
    both = len(documents) * len(questions)
    if not both:
        return
    for number in range(min(both, max(_OFF_TOPIC, len(documents), len(questions)))):
        # after the least common multiple the same pairs would come again
        shift = number // lcm(len(documents), len(questions))
        yield documents[(number + shift) % len(documents)], questions[number % len(questions)]


def _failed(outcome: Outcome) -> bool:
    if outcome.asked.off_topic:
        return outcome.shown
    return not outcome.shown or (bool(outcome.asked.answers) and not outcome.focus_holds_answer)
