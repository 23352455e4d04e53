"""A question set measured with a recipe or with Zhaiyin: whole, or each question of its document alone."""

import random
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from bench.recipes import Ranking, Recipe
from bot.evaluation.alone import AloneReport, asked_alone, report_alone
from bot.evaluation.evaluation import evaluated
from bot.evaluation.metrics import auroc, mean, ndcg, quantile, recall, reciprocal_rank
from bot.evaluation.question_set import AskedQuestion, QuestionSet
from bot.retrieval.memory import MemoryEngine

__all__ = [
    "SAMPLED",
    "ZHAIYIN",
    "Row",
    "about_others",
    "alone",
    "measured",
    "sampled",
    "sampled_texts",
    "zhaiyin",
]

ZHAIYIN = "Zhaiyin"
SAMPLED = 200
"""Documents of a large set whose questions are put to them alone: enough for a share to be right to a hundredth."""
OFF_TOPIC = 2000
"""Questions of the other sets that are put to them besides."""
_SEED = 20


@dataclass(frozen=True, slots=True)
class Row:
    """A set measured with a recipe. Shares are 0 to 1; None is what does not apply."""

    set: str
    recipe: str
    recall_at_1: float | None
    recall_at_5: float | None
    mrr_at_10: float | None
    ndcg_at_10: float | None
    auroc: float | None
    refused_unanswerable: float | None
    sure_unanswerable: float | None
    refused_answerable: float | None
    unsure_answerable: float | None
    passage_holds_answer: float | None
    focus_holds_answer: float | None
    ms_p50: float
    ms_p95: float
    build_s: float
    peak_mb: float | None


def measured(questions: QuestionSet, name: str, recipe: type[Recipe]) -> Row:
    """Return the set's row for `recipe`, which ranks documents only and never refuses."""
    began = time.perf_counter()
    built = recipe(questions.articles)
    built.ranked("一")
    build_s = time.perf_counter() - began
    outcomes: list[tuple[AskedQuestion, Ranking]] = []
    milliseconds: list[float] = []
    for asked in questions.questions:
        began = time.perf_counter()
        outcomes.append((asked, built.ranked(asked.text)))
        milliseconds.append(1000 * (time.perf_counter() - began))
    answerable = [(ranking.documents, asked.relevant) for asked, ranking in outcomes if asked.relevant]
    return Row(
        set=questions.name,
        recipe=name,
        recall_at_1=mean(recall(*outcome, 1) for outcome in answerable),
        recall_at_5=mean(recall(*outcome, 5) for outcome in answerable),
        mrr_at_10=mean(reciprocal_rank(*outcome, 10) for outcome in answerable),
        ndcg_at_10=mean(ndcg(*outcome, 10) for outcome in answerable),
        auroc=auroc(
            [ranking.confidence for asked, ranking in outcomes if asked.relevant],
            [ranking.confidence for asked, ranking in outcomes if not asked.relevant],
        ),
        refused_unanswerable=None,
        sure_unanswerable=None,
        refused_answerable=None,
        unsure_answerable=None,
        passage_holds_answer=None,
        focus_holds_answer=None,
        ms_p50=quantile(milliseconds, 0.5),
        ms_p95=quantile(milliseconds, 0.95),
        build_s=build_s,
        peak_mb=_peak_mb(),
    )


def zhaiyin(questions: QuestionSet) -> Row:
    """Return the set's row for Zhaiyin, asked as a chat asks it."""
    report, _ = evaluated(questions, MemoryEngine)
    return Row(
        recipe=ZHAIYIN,
        **{field.name: getattr(report, field.name) for field in fields(Row) if field.name != "recipe"},
    )


def alone(name: str, sets: Sequence[QuestionSet]) -> list[AloneReport]:
    """Return the figures of each set, its questions put to their documents alone; then of several together."""
    asked = [(questions.name, asked_alone(questions, MemoryEngine)) for questions in sets]
    if len(asked) > 1:
        asked.append((name, tuple(outcome for _, outcomes in asked for outcome in outcomes)))
    return [report_alone(*one) for one in asked]


def about_others(name: str, texts: Sequence[str], shelf: QuestionSet) -> QuestionSet:
    """Put those texts to a set's documents, none of them answerable there."""
    off_topic = tuple(AskedQuestion(str(number), text, frozenset(), ()) for number, text in enumerate(texts))
    return QuestionSet(f"{name} on {shelf.name}", shelf.articles, off_topic)


def sampled(questions: QuestionSet) -> QuestionSet:
    """Return the set with the questions about SAMPLED of its documents only, the same ones every time."""
    names = sorted({name for asked in questions.questions for name in asked.relevant})
    kept = frozenset(random.Random(_SEED).sample(names, min(SAMPLED, len(names))))
    return replace(
        questions, questions=tuple(asked for asked in questions.questions if asked.relevant & kept)
    )


def sampled_texts(texts: Sequence[str]) -> list[str]:
    """Return OFF_TOPIC of the texts, the same ones every time."""
    return random.Random(_SEED).sample(texts, min(OFF_TOPIC, len(texts)))


def _peak_mb() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (1024 * 1024 if sys.platform == "darwin" else 1024)
