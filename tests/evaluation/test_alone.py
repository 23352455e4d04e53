"""Questions put to their own document alone, and what is counted of them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from articles import LIBRARY
from question_sets import write_set

from bot.answering.sources.outline import outline
from bot.evaluation.alone import asked_alone, failures_alone, report_alone
from bot.evaluation.outcome import Outcome
from bot.evaluation.question_set import AskedQuestion, QuestionSet, read_question_set
from bot.model import (
    Answer,
    ChoiceAnswer,
    Evidence,
    Field,
    Hit,
    NotFound,
    Passage,
    PassageAnswer,
    Question,
    Reason,
    SourceAnswer,
    Span,
    Verdict,
)
from bot.retrieval.memory import MemoryEngine

ASKED = AskedQuestion("q", "藏书多少？", frozenset({"d"}), ("三万二千册",))
PASSAGE = Passage(LIBRARY.id, 1, 0, 28, LIBRARY.text[:28])
RIGHT = Span(10, 18)
WRONG = Span(0, 9)


def _hit(focus: Span) -> Hit:
    return Hit(PASSAGE, LIBRARY, 1.0, focus=(focus,))


def _shown(verdict: Verdict, focus: Span = RIGHT) -> Answer:
    return PassageAnswer(Question("藏书多少？"), verdict, (_hit(focus),), Evidence(), 0.5)


def _refused(focus: Span = RIGHT) -> Answer:
    return NotFound(Question("藏书多少？"), Reason.NO_MATCH, closest=(_hit(focus),))


@pytest.fixture
def tiny(tmp_path: Path) -> QuestionSet:
    """A set of three documents, two of them asked about, and a question that none answers."""
    return read_question_set(write_set(tmp_path / "tiny"))


def test_each_question_is_put_to_its_document_alone(tiny: QuestionSet) -> None:
    """So that what is found is in it; what no document answers is left out."""
    outcomes = asked_alone(tiny, MemoryEngine)
    assert [("赵州桥是谁造的？", {"d2"}), ("湖边种着什么树？", {"d0"})] == [
        (
            one.asked.text,
            {name for name, own in tiny.articles.items() for hit in one.hits if hit.article == own},
        )
        for one in outcomes
    ]


def test_of_several_documents_the_first_is_asked(tiny: QuestionSet) -> None:
    """In the order of the set."""
    asked = AskedQuestion("q", "它在哪里？长城？", frozenset({"d2", "d1"}), ())
    (outcome,) = asked_alone(replace(tiny, questions=(asked,)), MemoryEngine)
    assert tiny.articles["d1"].id == outcome.hits[0].article.id


def test_off_topic_questions_are_put_to_every_document_that_is_asked(tiny: QuestionSet) -> None:
    """No pair twice, also where as many questions as documents would come round to the same pairs."""
    outcomes = asked_alone(tiny.with_off_topic(["长城有多长？", "明天会下雨吗？"]), MemoryEngine)
    report = report_alone("tiny", outcomes)
    assert (2, 4, 0.0, 0.0) == (
        report.answerable,
        report.off_topic,
        report.off_topic_shown,
        report.off_topic_sure,
    )


def test_the_progress_passes_every_question_on(tiny: QuestionSet) -> None:
    """It is given all of them, in the order in which they are asked."""
    seen: list[str] = []

    def watched(questions: Iterable[AskedQuestion]) -> Iterator[AskedQuestion]:
        for one in questions:
            seen.append(one.text)
            yield one

    asked_alone(tiny, MemoryEngine, watched)
    assert ["赵州桥是谁造的？", "湖边种着什么树？"] == seen


@pytest.mark.parametrize(
    ("answer", "counted"),
    [
        (_shown(Verdict.SURE), {"passage", "focus", "shown", "shown focus", "sure"}),
        (_shown(Verdict.UNSURE), {"passage", "focus", "shown", "shown focus", "unsure"}),
        (_shown(Verdict.SURE, WRONG), {"passage", "shown", "sure"}),
        (_refused(), {"passage", "focus", "refused"}),
        (_refused(WRONG), {"passage", "refused"}),
        (NotFound(Question("?"), Reason.NO_WORDS), {"refused"}),
        (SourceAnswer(Question("?"), LIBRARY, (Field.AUTHOR,)), {"shown", "sure", "sure and wrong"}),
        (outline(LIBRARY, Question("?")), {"passage", "focus", "shown", "shown focus", "sure"}),
        (ChoiceAnswer(Question("?"), (LIBRARY,)), {"refused"}),
    ],
)
def test_what_came_back_is_counted(answer: Answer, counted: set[str]) -> None:
    """The ranking whether it was shown or not; a source record as an answer that is sure."""
    report = report_alone("set", [Outcome(ASKED, answer, 0.001)])
    figures = {
        "passage": report.passage_holds_answer,
        "focus": report.focus_holds_answer,
        "shown": report.shown,
        "shown focus": report.shown_focus_holds_answer,
        "sure": report.sure,
        "unsure": report.unsure,
        "refused": report.refused,
        "sure and wrong": report.sure_and_wrong,
    }
    assert {name: float(name in counted) for name in figures} == figures


def test_a_source_record_may_hold_the_answer() -> None:
    """The fields that were asked, and no others."""
    author = replace(ASKED, answers=("林知远",))
    report = report_alone(
        "set", [Outcome(author, SourceAnswer(Question("谁写的"), LIBRARY, (Field.AUTHOR, Field.LENGTH)), 0.0)]
    )
    assert (1.0, 1.0, 0.0) == (
        report.passage_holds_answer,
        report.shown_focus_holds_answer,
        report.sure_and_wrong,
    )
    title = SourceAnswer(Question("?"), LIBRARY, (Field.TITLE,))
    assert 1.0 == report_alone("set", [Outcome(author, title, 0.0)]).sure_and_wrong


def test_what_is_not_known_is_not_measured() -> None:
    """A question without answers says only whether anything was shown; nothing asked is nothing measured."""
    report = report_alone("set", [Outcome(replace(ASKED, answers=()), _shown(Verdict.SURE), 0.0)])
    assert (1.0, None, None) == (report.shown, report.passage_holds_answer, report.sure_and_wrong)
    assert (0, None, None) == (report.off_topic, report.off_topic_shown, report.off_topic_sure)


def test_failures_are_what_a_reader_would_call_one() -> None:
    """Not shown, shown with another focus, or shown though it is off topic."""
    off_topic = AskedQuestion("o", "明天会下雨吗？", frozenset(), (), off_topic=True)
    outcomes = [
        Outcome(asked, answer, 0.0)
        for asked in (ASKED, off_topic)
        for answer in (_shown(Verdict.UNSURE), _shown(Verdict.SURE, WRONG), _refused())
    ]
    assert [
        ("藏书多少？", "sure", WRONG.cut(PASSAGE.text)),
        ("藏书多少？", "NotFound", RIGHT.cut(PASSAGE.text)),
        ("明天会下雨吗？", "unsure", RIGHT.cut(PASSAGE.text)),
        ("明天会下雨吗？", "sure", WRONG.cut(PASSAGE.text)),
    ] == [(one.question, one.verdict, one.focus) for one in failures_alone(outcomes)]
