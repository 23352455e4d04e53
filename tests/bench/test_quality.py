"""The command that measures question sets side by side."""

from dataclasses import replace
from pathlib import Path

import pytest
from question_sets import write_said, write_set

from bench.measured import Row, about_others, alone, measured, sampled, sampled_texts, zhaiyin
from bench.quality import Measured, as_json, from_json, question_sets, said_folders
from bench.recipes import Plain
from bench.tables import alone_table, whole_table
from bot.errors import UnreadableQuestionSet
from bot.evaluation.question_set import QuestionSet, read_question_set
from bot.evaluation.said import read_question_sets


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A set of three documents, two questions that they answer and one that they do not."""
    return write_set(tmp_path / "sets" / "tiny")


@pytest.fixture
def tiny(folder: Path) -> QuestionSet:
    """Return the question set, read."""
    return read_question_set(folder)


def test_a_recipe_is_measured_on_ranking_and_on_how_sure_it_is(tiny: QuestionSet) -> None:
    """It never refuses, and has no passages."""
    row = measured(tiny, "plain", Plain)
    assert (1.0, 1.0, 1.0) == (row.recall_at_1, row.mrr_at_10, row.auroc)
    assert (None, None) == (row.refused_unanswerable, row.focus_holds_answer)


def test_zhaiyin_is_measured_on_refusing_and_on_its_passages_too(tiny: QuestionSet) -> None:
    """It refuses the one question that nothing answers."""
    row = zhaiyin(tiny)
    assert (1.0, 1.0, 0.0) == (row.recall_at_1, row.refused_unanswerable, row.refused_answerable)
    assert (1.0, 1.0) == (row.passage_holds_answer, row.focus_holds_answer)


def test_questions_put_to_another_shelf_are_unanswerable(tiny: QuestionSet) -> None:
    """Its documents know nothing of them."""
    put = about_others("everyday", ["明天会下雨吗"], tiny)
    assert ("everyday on tiny", list(tiny.articles), ["明天会下雨吗"]) == (
        put.name,
        list(put.articles),
        [asked.text for asked in put.questions],
    )
    assert (1.0, 0.0) == (zhaiyin(put).refused_unanswerable, zhaiyin(put).sure_unanswerable)


def test_questions_in_other_words_are_measured_whole_and_alone(folder: Path) -> None:
    """Whole only those that name what they are about."""
    (said,) = read_question_sets(write_said(folder.parent / "said"))
    (report,) = alone("said", [said.with_off_topic(["明天会下雨吗"])])
    assert ("said/tiny", 1.0) == (zhaiyin(said).set, zhaiyin(said).recall_at_1)
    assert (2, 2, 0.0) == (report.answerable, report.off_topic, report.off_topic_shown)
    assert ["said/tiny", "said/tiny", "both"] == [one.set for one in alone("both", [said, said])]


def test_a_sample_is_of_documents_with_all_their_questions(
    tiny: QuestionSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same one every time; a small set is its own sample, but for what no document answers."""
    assert ["q0", "q1"] == [asked.id for asked in sampled(tiny).questions]
    monkeypatch.setattr("bench.measured.SAMPLED", 1)
    monkeypatch.setattr("bench.measured.OFF_TOPIC", 2)
    assert 1 == len(sampled(tiny).questions)
    assert sampled(tiny) == sampled(tiny)
    assert 2 == len(set(sampled_texts(["一", "二", "三"])))
    assert sampled_texts(["一", "二", "三"]) == sampled_texts(["一", "二", "三"])


def test_the_table_gives_percent_and_ratios_to_the_plain_recipe() -> None:
    """A dash stands for what there is no measure of, brackets for what a share was before."""
    first = Row(
        "tiny", "plain", 0.5, 1.0, 0.75, 0.8, None, None, None, None, None, None, None, 2.0, 4.0, 1.0, 100.0
    )
    second = Row(
        "tiny", "Zhaiyin", 1.0, 1.0, 1.0, 1.0, 1.0, 0.9, 0.0, 0.0, 0.1, 1.0, 1.0, 1.0, 6.0, 1.0, None
    )
    before = [replace(second, recall_at_1=0.9, auroc=None), replace(first, recall_at_1=0.1)]
    head, rule, *rows = whole_table([first, second], before).splitlines()
    assert head.count("|") == rule.count("|") == rows[0].count("|")
    assert (
        "| tiny | plain | 50.0 | 100.0 | 75.0 | 80.0 |" + " – |" * 7 + " 2.0 | 4.0 | 1.0 | 100 |" == rows[0]
    )
    assert rows[1].startswith("| tiny | Zhaiyin | 100.0 [90.0] | 100.0 | 100.0 | 100.0 | 100.0 | 90.0 |")
    assert rows[1].endswith("| 1.0 (0.5×) | 6.0 (1.5×) | 1.0 | – |")


def test_the_table_of_questions_alone_has_what_each_share_was(tiny: QuestionSet) -> None:
    """Only where it changed; a set that was not measured before has nothing to compare."""
    (report,) = alone("tiny", [tiny])
    before = [replace(report, refused=0.5), replace(report, set="other", sure=0.5)]
    head, rule, row = alone_table([report], before).splitlines()
    assert head.count("|") == rule.count("|") == row.count("|")
    cells = dict(zip(head.split(" | "), row.split(" | "), strict=True))
    assert ("2", "0.0 [50.0]", "100.0", "–") == (
        cells["questions"],
        cells["refused"],
        cells["first passage"],
        cells["… shown"],
    )


def test_what_was_measured_can_be_kept(tiny: QuestionSet) -> None:
    """As JSON, to compare a later version with."""
    found = Measured((zhaiyin(tiny),), tuple(alone("tiny", [tiny])))
    assert found == from_json(as_json(found))


def test_a_folder_of_sets_stands_for_each_of_them(folder: Path) -> None:
    """And a set for itself."""
    assert [folder] == question_sets([folder.parent]) == question_sets([folder])


def test_questions_in_other_words_are_found_beside_sets(folder: Path) -> None:
    """In a folder of several, or named themselves; they are no set in BEIR's layout."""
    said = write_said(folder.parent / "said")
    assert [said] == said_folders([folder.parent]) == said_folders([said, folder])
    assert ([], [folder]) == (question_sets([said]), question_sets([folder.parent, said]))


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """With what to do about it."""
    with pytest.raises(UnreadableQuestionSet, match="nowhere: no question set there; name a folder"):
        question_sets([tmp_path / "nowhere"])
