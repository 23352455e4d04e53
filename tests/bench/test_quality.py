"""The command that measures question sets side by side."""

import json
from pathlib import Path

import pytest

from bench.quality import Row, about_others, measured, question_sets, table, zhaiyin
from bench.recipes import Plain
from bot.errors import UnreadableQuestionSet
from bot.evaluation.question_set import QuestionSet, read_question_set

DOCUMENTS = {
    "d0": "西湖在杭州。湖边种着柳树。",
    "d1": "长城很长。秦朝修了长城。",
    "d2": "赵州桥是石桥。李春造了赵州桥。",
}
QUESTIONS = [
    ("q0", "赵州桥是谁造的？", ["李春"]),
    ("q1", "湖边种着什么树？", ["柳树"]),
    ("q2", "量子计算机有多快？", []),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A set of three documents, two questions that they answer and one that they do not."""
    (tmp_path / "tiny" / "qrels").mkdir(parents=True)
    corpus = [{"_id": name, "title": "", "text": text} for name, text in DOCUMENTS.items()]
    queries = [{"_id": name, "text": text, "metadata": {"answers": found}} for name, text, found in QUESTIONS]
    _write(tmp_path / "tiny" / "corpus.jsonl", "\n".join(map(json.dumps, corpus)))
    _write(tmp_path / "tiny" / "queries.jsonl", "\n".join(map(json.dumps, queries)))
    _write(tmp_path / "tiny" / "qrels" / "test.tsv", "query-id\tcorpus-id\tscore\nq0\td2\t1\nq1\td0\t1\n")
    return tmp_path / "tiny"


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
    """Their own documents are not there."""
    put = about_others(tiny, QuestionSet("other", {"d1": tiny.articles["d1"]}, ()))
    assert ("tiny on other", ["d1"], 3) == (put.name, list(put.articles), len(put.questions))
    assert not any(asked.relevant for asked in put.questions)


def test_the_table_gives_percent_and_ratios_to_the_plain_recipe(tiny: QuestionSet) -> None:
    """A dash stands for what there is no measure of."""
    first = Row("tiny", "plain", 0.5, 1.0, 0.75, 0.8, None, None, None, None, None, 2.0, 4.0, 1.0, 100.0)
    second = Row("tiny", "Zhaiyin", 1.0, 1.0, 1.0, 1.0, 1.0, 0.9, 0.0, 1.0, 1.0, 1.0, 6.0, 1.0, None)
    head, rule, *rows = table([first, second]).splitlines()
    assert head.count("|") == rule.count("|") == rows[0].count("|")
    assert (
        "| tiny | plain | 50.0 | 100.0 | 75.0 | 80.0 | – | – | – | – | – | 2.0 | 4.0 | 1.0 | 100 |" == rows[0]
    )
    assert rows[1].endswith("| 1.0 (0.5×) | 6.0 (1.5×) | 1.0 | – |")


def test_a_folder_of_sets_stands_for_each_of_them(folder: Path) -> None:
    """And a set for itself."""
    assert [folder] == question_sets([folder.parent]) == question_sets([folder])


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """With what to do about it."""
    with pytest.raises(UnreadableQuestionSet, match="nowhere: no question set there; name a folder"):
        question_sets([tmp_path / "nowhere"])


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
