"""An engine is one file."""

import json
from pathlib import Path

from extending.copied import Copy


def _question_set(folder: Path) -> Path:
    """One article and one question, in BEIR's layout."""
    (folder / "qrels").mkdir()
    article = {"_id": "d0", "title": "书车", "text": "书车每周三下午停在东门。\n冬天改在周六上午来。"}
    question = {"_id": "q0", "text": "书车停在哪里", "metadata": {"answers": ["停在东门"]}}
    (folder / "corpus.jsonl").write_text(json.dumps(article), encoding="utf-8")
    (folder / "queries.jsonl").write_text(json.dumps(question), encoding="utf-8")
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq0\td0\t1\n", encoding="utf-8")
    return folder


def test_a_new_engine_is_measured_like_any_other(project: Copy, tmp_path: Path) -> None:
    """It is named for its module, and finds what the engine finds that it is made of."""
    folder = str(_question_set(tmp_path))
    with project.having("an engine", "second"):
        arguments = ("evaluate", "--json", "--engine", "second", folder)
        report = json.loads(project.run("-m", "bot", *arguments, data=tmp_path))
    assert 1.0 == report["recall_at_1"]
