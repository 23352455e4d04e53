"""Reading a question set in BEIR's layout."""

import json
from pathlib import Path

import pytest

from bot.errors import UnreadableQuestionSet
from bot.evaluation.question_set import read_question_set

CORPUS = [
    {"_id": "d0", "title": "题", "text": "第一段。\n\n  第二段。"},
    {"_id": "d1", "title": "", "text": "别的。"},
]
QUERIES = [
    {"_id": "q0", "text": "问一", "metadata": {"answers": ["第二段"]}},
    {"_id": "q1", "text": "问二", "metadata": {}},
]
QRELS = "query-id\tcorpus-id\tscore\nq0\td0\t1\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small set that is as it should be."""
    (tmp_path / "qrels").mkdir()
    (tmp_path / "corpus.jsonl").write_text("\n".join(map(json.dumps, CORPUS)), encoding="utf-8")
    (tmp_path / "queries.jsonl").write_text("\n".join(map(json.dumps, QUERIES)), encoding="utf-8")
    (tmp_path / "qrels" / "test.tsv").write_text(QRELS, encoding="utf-8")
    return tmp_path


def test_documents_are_articles_and_questions_know_theirs(folder: Path) -> None:
    """A question without a row in qrels is unanswerable."""
    read = read_question_set(folder)
    assert "第一段。\n第二段。" == read.articles["d0"].text
    assert [frozenset({"d0"}), frozenset()] == [question.relevant for question in read.questions]
    assert ("第二段",) == read.questions[0].answers


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("corpus.jsonl", "{", r"corpus\.jsonl:1: not JSON"),
        ("corpus.jsonl", "[]", r"corpus\.jsonl:1: not a JSON object"),
        ("corpus.jsonl", '{"text": "x"}', r"corpus\.jsonl:1: no '_id'"),
        ("queries.jsonl", '{"_id": "q0"}', r"queries\.jsonl:1: no 'text'"),
        ("queries.jsonl", '{"_id": "q9", "text": "?"}', r"test\.tsv: 'q0' is not in queries\.jsonl"),
        (
            "queries.jsonl",
            '{"_id": "q0", "text": "?", "metadata": {"answers": "x"}}',
            r"queries\.jsonl:1: metadata",
        ),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq0 d0 1\n", r"test\.tsv:2: not three columns"),
        (
            "qrels/test.tsv",
            "query-id\tcorpus-id\tscore\nq0\td9\t1\n",
            r"test\.tsv:2: 'd9' is not in corpus\.jsonl",
        ),
        ("corpus.jsonl", None, r"corpus\.jsonl: cannot be read"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(
    folder: Path, name: str, content: str | None, said: str
) -> None:
    """One line, whatever is broken."""
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableQuestionSet, match=said) as caught:
        read_question_set(folder)
    assert 1 == len(str(caught.value).splitlines())
