"""A question set in BEIR's layout: `corpus.jsonl`, `queries.jsonl`, `qrels/test.tsv`."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import UnreadableQuestionSet
from bot.model import Article, Source

__all__ = ["AskedQuestion", "QuestionSet", "read_question_set"]


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question, the documents that answer it, if any, and the strings a right passage holds."""

    id: str
    text: str
    relevant: frozenset[str]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Documents by their ids, as articles, and questions about them, in the files' order."""

    name: str
    articles: Mapping[str, Article]
    questions: tuple[AskedQuestion, ...]


def read_question_set(folder: Path) -> QuestionSet:
    """Return the set in `folder`. Raises UnreadableQuestionSet naming file and line."""
    articles = {
        _text(row, "_id", where): _article(row, where) for row, where in _rows(folder / "corpus.jsonl")
    }
    relevant = _relevant(folder / "qrels" / "test.tsv", articles)
    questions = tuple(_question(row, where, relevant) for row, where in _rows(folder / "queries.jsonl"))
    unknown = relevant.keys() - {question.id for question in questions}
    if unknown:
        raise UnreadableQuestionSet(
            f"{folder / 'qrels' / 'test.tsv'}: '{min(unknown)}' is not in queries.jsonl"
        )
    if not articles or not questions:
        raise UnreadableQuestionSet(f"{folder}: holds no documents or no questions")
    return QuestionSet(folder.resolve().name, articles, questions)


def _article(row: Mapping[str, Any], where: str) -> Article:
    lines = (line.strip() for line in _text(row, "text", where).splitlines())
    return Article(Source(title=str(row.get("title") or "")), "\n".join(line for line in lines if line))


def _question(row: Mapping[str, Any], where: str, relevant: Mapping[str, set[str]]) -> AskedQuestion:
    metadata = row.get("metadata") or {}
    answers = metadata.get("answers") or [] if isinstance(metadata, dict) else None
    if not isinstance(answers, list):
        raise UnreadableQuestionSet(f"{where}: metadata.answers is not a list")
    question_id = _text(row, "_id", where)
    return AskedQuestion(
        question_id,
        _text(row, "text", where),
        frozenset(relevant.get(question_id, ())),
        tuple(str(answer) for answer in answers),
    )


def _relevant(file: Path, articles: Mapping[str, Article]) -> dict[str, set[str]]:
    relevant: dict[str, set[str]] = {}
    for number, line in enumerate(_lines(file), start=1):
        columns = line.split("\t")
        if number == 1 and not columns[-1].strip().isdigit():
            continue
        if len(columns) != 3:
            raise UnreadableQuestionSet(f"{file}:{number}: not three columns with tabs between")
        question, document, score = columns
        if document not in articles:
            raise UnreadableQuestionSet(f"{file}:{number}: '{document}' is not in corpus.jsonl")
        if score.strip() != "0":
            relevant.setdefault(question, set()).add(document)
    return relevant


def _rows(file: Path) -> Iterator[tuple[Mapping[str, Any], str]]:
    for number, line in enumerate(_lines(file), start=1):
        where = f"{file}:{number}"
        try:
            row = json.loads(line)
        except ValueError as error:
            raise UnreadableQuestionSet(f"{where}: not JSON ({error})") from None
        if not isinstance(row, dict):
            raise UnreadableQuestionSet(f"{where}: not a JSON object")
        yield row, where


def _lines(file: Path) -> list[str]:
    try:
        return [line for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]
    except OSError as error:
        raise UnreadableQuestionSet(
            f"{file}: cannot be read ({error.strerror}); a set has corpus.jsonl, queries.jsonl and qrels/test.tsv"
        ) from None
    except UnicodeDecodeError:
        raise UnreadableQuestionSet(f"{file}: is not UTF-8 text") from None


def _text(row: Mapping[str, Any], key: str, where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str | int) or (key == "_id" and value == ""):
        raise UnreadableQuestionSet(f"{where}: no '{key}'")
    return str(value)
