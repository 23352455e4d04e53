"""A question set in BEIR's layout: `corpus.jsonl`, `queries.jsonl`, `qrels/test.tsv`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.errors import UnreadableQuestionSet
from bot.evaluation.rows import lines, rows, text
from bot.model import Article, Source

__all__ = ["AskedQuestion", "QuestionSet", "read_question_set"]


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question, the documents that answer it, if any, and the strings a right passage holds."""

    id: str
    text: str
    relevant: frozenset[str]
    answers: tuple[str, ...]
    named: bool = True
    """Whether it names what it is about; if not, it can only be asked of its document alone."""
    off_topic: bool = False
    """Whether it comes from another set, about other things than any document of this one."""


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Documents by their ids, as articles, and questions about them, in the files' order."""

    name: str
    articles: Mapping[str, Article]
    questions: tuple[AskedQuestion, ...]

    def with_off_topic(self, texts: Sequence[str]) -> "QuestionSet":
        """Return the set with those questions of other sets after its own."""
        off_topic = (
            AskedQuestion(f"off-topic {number}", text, frozenset(), (), off_topic=True)
            for number, text in enumerate(texts)
        )
        return replace(self, questions=(*self.questions, *off_topic))


def read_question_set(folder: Path) -> QuestionSet:
    """Return the set in `folder`. Raises UnreadableQuestionSet naming file and line."""
    articles = {text(row, "_id", where): _article(row, where) for row, where in rows(folder / "corpus.jsonl")}
    relevant = _relevant(folder / "qrels" / "test.tsv", articles)
    questions = tuple(_question(row, where, relevant) for row, where in rows(folder / "queries.jsonl"))
    unknown = relevant.keys() - {question.id for question in questions}
    if unknown:
        raise UnreadableQuestionSet(
            f"{folder / 'qrels' / 'test.tsv'}: '{min(unknown)}' is not in queries.jsonl"
        )
    if not articles or not questions:
        raise UnreadableQuestionSet(f"{folder}: holds no documents or no questions")
    return QuestionSet(folder.resolve().name, articles, questions)


def _article(row: Mapping[str, Any], where: str) -> Article:
    paragraphs = (line.strip() for line in text(row, "text", where).splitlines())
    return Article(Source(title=str(row.get("title") or "")), "\n".join(filter(None, paragraphs)))


def _question(row: Mapping[str, Any], where: str, relevant: Mapping[str, set[str]]) -> AskedQuestion:
    metadata = row.get("metadata") or {}
    answers = metadata.get("answers") or [] if isinstance(metadata, dict) else None
    if not isinstance(answers, list):
        raise UnreadableQuestionSet(f"{where}: metadata.answers is not a list")
    question_id = text(row, "_id", where)
    return AskedQuestion(
        question_id,
        text(row, "text", where),
        frozenset(relevant.get(question_id, ())),
        tuple(str(answer) for answer in answers),
    )


def _relevant(file: Path, articles: Mapping[str, Article]) -> dict[str, set[str]]:
    relevant: dict[str, set[str]] = {}
    for number, line in enumerate(lines(file), start=1):
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
