"""Questions in other words: a `questions.jsonl` whose lines name the set and the document that answer them.

    {"set": "…", "doc": "…", "q": "…", "answer": "…", "named": true}

`answer` is a string that a right passage holds; `named` says whether the question names what it is about,
so that it can be asked of the whole set. The sets lie in the same folder, beside it, or one folder deeper.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.errors import UnreadableQuestionSet
from bot.evaluation.question_set import AskedQuestion, QuestionSet, read_question_set
from bot.evaluation.rows import rows, text

__all__ = ["read_question_sets", "read_texts"]

_SAID = "questions.jsonl"


def read_question_sets(folder: Path) -> tuple[QuestionSet, ...]:
    """Return the set in `folder`; where its questions are about other sets, those sets with the questions.

    Raises UnreadableQuestionSet naming file and line.
    """
    if (folder / "corpus.jsonl").is_file() or not (folder / _SAID).is_file():
        return (read_question_set(folder),)
    asked: dict[str, list[tuple[Mapping[str, Any], str]]] = {}
    for row, where in rows(folder / _SAID):
        asked.setdefault(text(row, "set", where), []).append((row, where))
    if not asked:
        raise UnreadableQuestionSet(f"{folder / _SAID}: holds no questions")
    return tuple(_said(folder, name, own) for name, own in asked.items())


def read_texts(folder: Path) -> tuple[str, ...]:
    """Return the texts of the questions in `folder`, whatever answers them.

    Raises UnreadableQuestionSet naming file and line.
    """
    queries = folder / "queries.jsonl"
    file, key = (queries, "text") if queries.is_file() else (folder / _SAID, "q")
    return tuple(text(row, key, where) for row, where in rows(file))


def _said(folder: Path, name: str, asked: list[tuple[Mapping[str, Any], str]]) -> QuestionSet:
    _, where = asked[0]
    about = read_question_set(_beside(folder, name, where))
    questions = tuple(_question(row, where, about) for row, where in asked)
    return replace(about, name=f"{folder.resolve().name}/{name}", questions=questions)


def _question(row: Mapping[str, Any], where: str, about: QuestionSet) -> AskedQuestion:
    document = text(row, "doc", where)
    if document not in about.articles:
        raise UnreadableQuestionSet(f"{where}: '{document}' is not in the corpus.jsonl of {about.name}")
    named = row.get("named", False)
    if not isinstance(named, bool):
        raise UnreadableQuestionSet(f"{where}: named is neither true nor false")
    return AskedQuestion(
        where, text(row, "q", where), frozenset({document}), (text(row, "answer", where),), named
    )


def _beside(folder: Path, name: str, where: str) -> Path:
    """Return the folder of the set of that name."""
    here = folder.resolve()
    patterns = ((here, "*/corpus.jsonl"), (here.parent, "*/corpus.jsonl"), (here.parent, "*/*/corpus.jsonl"))
    for place, pattern in patterns:
        for file in sorted(place.glob(pattern)):
            if file.parent.name == name:
                return file.parent
    raise UnreadableQuestionSet(
        f"{where}: no question set '{name}' in {here}, beside it or one folder deeper"
    )
