"""Invented articles of ten kinds, asked in their own words, in other words and off topic: limits that only tighten.

`ordinary.jsonl` asks with the articles' words, `said.jsonl` as people talk, `off-topic/` what none of them answers.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache

import pytest
from shelves import FIXTURES

from bot.evaluation.alone import AloneReport, asked_alone, failures_alone, report_alone
from bot.evaluation.evaluation import Report, evaluated
from bot.evaluation.outcome import Failure
from bot.evaluation.question_set import AskedQuestion, QuestionSet
from bot.evaluation.said import read_texts
from bot.model import Article
from bot.readers import read_path
from bot.retrieval.memory import MemoryEngine

FOLDER = FIXTURES / "quality"
LEAST = {"recall_at_1", "passage_holds_answer", "focus_holds_answer", "shown_focus_holds_answer"}


@cache
def _articles() -> Mapping[str, Article]:
    return {file.stem: read_path(file).article for file in sorted((FOLDER / "articles").glob("*.md"))}


def _questions(name: str) -> QuestionSet:
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return QuestionSet(name, _articles(), tuple(_question(json.loads(line)) for line in lines))


def _question(row: Mapping[str, str]) -> AskedQuestion:
    return AskedQuestion(row["q"], row["q"], frozenset({row["article"]}), (row["answer"],))


def _beyond(report: AloneReport | Report, limits: Mapping[str, float]) -> dict[str, float]:
    """The figures that miss their limit: at least for what is to be high, at most for the others."""
    figures = {name: getattr(report, name) for name in limits}
    return {
        name: figure
        for name, figure in figures.items()
        if (figure < limits[name] if name in LEAST else figure > limits[name])
    }


def _lines(failures: Sequence[Failure]) -> str:
    return "\n".join(f"{one.question} → {one.verdict}: {(one.passage or '')[:60]}" for one in failures)


@pytest.mark.parametrize(
    ("name", "limits"),
    [
        (
            "ordinary",
            {
                "passage_holds_answer": 0.92,
                "focus_holds_answer": 0.91,
                "refused": 0.0,
                "unsure": 0.15,
                "sure_and_wrong": 0.05,
            },
        ),
        (
            "said",
            {
                "passage_holds_answer": 0.5,
                "focus_holds_answer": 0.49,
                "shown_focus_holds_answer": 0.11,
                "refused": 0.86,
                "sure_and_wrong": 0.03,
            },
        ),
    ],
)
def test_questions_are_answered_from_their_article(name: str, limits: Mapping[str, float]) -> None:
    """Each is put to its own article alone."""
    outcomes = asked_alone(_questions(name), MemoryEngine)
    assert {} == _beyond(report_alone(name, outcomes), limits), _lines(failures_alone(outcomes))


def test_questions_off_topic_find_nothing_in_any_article() -> None:
    """Each is put to every article alone."""
    ordinary = _questions("ordinary")
    nothing_else = QuestionSet("off-topic", ordinary.articles, _one_of_each(ordinary))
    outcomes = asked_alone(nothing_else.with_off_topic(read_texts(FOLDER / "off-topic")), MemoryEngine)
    report = report_alone("off-topic", outcomes)
    assert 700 <= report.off_topic
    assert {} == _beyond(report, {"off_topic_shown": 0.02, "off_topic_sure": 0.0}), _lines(
        failures_alone(outcomes)
    )


def test_questions_are_answered_from_a_shelf_of_all() -> None:
    """Ordinary ones find their article among the others; off-topic ones still find nothing."""
    questions = _questions("ordinary").with_off_topic(read_texts(FOLDER / "off-topic"))
    report, failures = evaluated(questions, MemoryEngine)
    limits = {
        "recall_at_1": 1.0,
        "refused_answerable": 0.01,
        "unsure_answerable": 0.15,
        "off_topic_shown": 0.03,
        "off_topic_sure": 0.0,
    }
    assert {} == _beyond(report, limits), _lines(failures)


@pytest.mark.parametrize(("name", "fewest"), [("ordinary", 80), ("said", 80)])
def test_every_answer_stands_in_its_article(name: str, fewest: int) -> None:
    """So that every question can be answered; and every article is asked."""
    questions = _questions(name)
    assert fewest <= len(questions.questions)
    assert set(questions.articles) == {article for asked in questions.questions for article in asked.relevant}
    for asked in questions.questions:
        (article,) = asked.relevant
        assert asked.answers[0] in questions.articles[article].text


def _one_of_each(questions: QuestionSet) -> tuple[AskedQuestion, ...]:
    """One question an article, so that all of them are asked."""
    return tuple({asked.relevant: asked for asked in questions.questions}.values())
