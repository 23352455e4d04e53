"""Small question sets for tests, as files."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

DOCUMENTS = {
    "d0": "西湖在杭州。湖边种着柳树。",
    "d1": "长城很长。秦朝修了长城。",
    "d2": "赵州桥是石桥。李春造了赵州桥。",
}
"""Three documents, of which `QUESTIONS` ask."""
QUESTIONS = [
    ("q0", "赵州桥是谁造的？", "d2", "李春"),
    ("q1", "湖边种着什么树？", "d0", "柳树"),
    ("q2", "量子计算机有多快？", "", ""),
]
"""The id, the text, the document that answers and the answer; the last has neither."""
SAID = [
    {"set": "tiny", "doc": "d2", "q": "赵州桥是谁修的？", "answer": "李春", "named": True},
    {"set": "tiny", "doc": "d0", "q": "湖边种的啥树？", "answer": "柳树", "named": False},
]


def write_set(folder: Path) -> Path:
    """Write `DOCUMENTS` and `QUESTIONS` as a set in BEIR's layout, and return its folder."""
    (folder / "qrels").mkdir(parents=True)
    write_rows(
        folder / "corpus.jsonl",
        ({"_id": name, "title": "", "text": text} for name, text in DOCUMENTS.items()),
    )
    write_rows(
        folder / "queries.jsonl",
        (
            {"_id": name, "text": text, "metadata": {"answers": [answer] if answer else []}}
            for name, text, _, answer in QUESTIONS
        ),
    )
    relevant = "".join(f"{name}\t{document}\t1\n" for name, _, document, _ in QUESTIONS if document)
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n" + relevant, encoding="utf-8")
    return folder


def write_said(folder: Path, rows: Iterable[Mapping[str, object]] = SAID) -> Path:
    """Write questions in other words, about sets that lie beside them, and return their folder."""
    folder.mkdir()
    write_rows(folder / "questions.jsonl", rows)
    return folder


def write_rows(file: Path, rows: Iterable[Mapping[str, object]]) -> None:
    """Write JSON objects, one a line."""
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
