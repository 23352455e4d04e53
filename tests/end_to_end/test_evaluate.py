"""`zhaiyin evaluate`, as it is typed."""

import json
from pathlib import Path

import pytest
from command_line import run
from question_sets import DOCUMENTS, write_rows, write_said, write_set


@pytest.fixture
def tiny(tmp_path: Path) -> str:
    """The folder of a set with two questions that are answered and one that is not."""
    return str(write_set(tmp_path / "tiny"))


@pytest.fixture
def everyday(tmp_path: Path) -> str:
    """A folder of questions alone."""
    folder = tmp_path / "everyday"
    folder.mkdir()
    write_rows(folder / "queries.jsonl", [{"_id": "e0", "text": "明天会下雨吗"}])
    return str(folder)


def _reports(*arguments: str) -> list[dict[str, object]]:
    done = run("evaluate", "--json", *arguments)
    assert (0, "") == (done.returncode, done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_set_is_asked_whole(tiny: str, everyday: str) -> None:
    """Questions of other sets besides, where they are given."""
    (report,) = _reports(tiny, "--off-topic", everyday)
    assert {
        "set": "tiny",
        "documents": 3,
        "answerable": 2,
        "unanswerable": 1,
        "recall_at_1": 1.0,
        "sure_unanswerable": 0.0,
        "off_topic": 1,
        "off_topic_shown": 0.0,
        "off_topic_sure": 0.0,
    }.items() <= report.items()


def test_a_set_is_asked_alone(tiny: str, everyday: str) -> None:
    """Several other sets add up."""
    (report,) = _reports(tiny, "--alone", "--off-topic", everyday, "--off-topic", everyday)
    assert {
        "set": "tiny",
        "answerable": 2,
        "passage_holds_answer": 1.0,
        "shown_focus_holds_answer": 1.0,
        "refused": 0.0,
        "sure_and_wrong": 0.0,
        "off_topic": 4,
        "off_topic_shown": 0.0,
    }.items() <= report.items()


def test_questions_in_other_words_are_asked_of_their_sets(tiny: str, tmp_path: Path) -> None:
    """Whole, those that name what they are about; alone, all of them."""
    said = str(write_said(tmp_path / "said"))
    assert [("said/tiny", 1)] == [(one["set"], one["answerable"]) for one in _reports(said)]
    assert [("said/tiny", 2)] == [(one["set"], one["answerable"]) for one in _reports(said, "--alone")]


def test_several_sets_stand_side_by_side_and_alone_in_a_column_of_all(tmp_path: Path, everyday: str) -> None:
    """The figures of all are those of every question, not means of means."""
    rows = [{"set": name, "doc": "d2", "q": "赵州桥是谁修的？", "answer": "李春"} for name in ("one", "two")]
    for name in ("one", "two"):
        write_set(tmp_path / name)
    said = str(write_said(tmp_path / "said", rows))
    done = run("evaluate", said, "--alone", "--off-topic", everyday)
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["set", "said/one", "said/two", "said"] == lines[0]
    assert ["answerable", "1", "1", "2"] in lines
    assert ["off_topic", "1", "1", "2"] in lines


def test_failures_are_written(tiny: str, tmp_path: Path) -> None:
    """One a line, with the passage that came back and its focus."""
    failures = tmp_path / "failures.jsonl"
    rows = [{"set": "tiny", "doc": "d2", "q": "赵州桥是谁造的？", "answer": "鲁班"}]
    said = str(write_said(tmp_path / "said", rows))
    assert 0 == run("evaluate", said, "--alone", "--failures", str(failures)).returncode
    (failure,) = map(json.loads, failures.read_text(encoding="utf-8").splitlines())
    assert ("赵州桥是谁造的？", ["鲁班"]) == (failure["question"], failure["answers"])
    assert failure["focus"] in failure["passage"] == DOCUMENTS["d2"]


@pytest.mark.parametrize(
    "arguments",
    [("missing",), ("tiny", "--off-topic", "missing"), ("tiny", "--alone", "--off-topic", "missing")],
)
def test_a_folder_without_questions_is_one_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """What, why, what to do."""
    write_set(tmp_path / "tiny")
    done = run("evaluate", *arguments)
    assert 2 == done.returncode
    assert 1 == len(done.stderr.splitlines())
    assert "missing/" in done.stderr


def test_the_questions_that_come_with_the_sets(shared: Path) -> None:
    """In other words, alone: the ranking knows most of them."""
    *_, everything = _reports(str(shared / "data" / "said"), "--alone")
    assert ("said", 260) == (everything["set"], everything["answerable"])
    first = everything["passage_holds_answer"]
    assert isinstance(first, float)
    assert first >= 0.8
