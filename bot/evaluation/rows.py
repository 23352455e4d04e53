"""The lines of a question set's files, as JSON objects; what is wrong is told with file and line."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.errors import UnreadableQuestionSet

__all__ = ["lines", "rows", "text"]


def rows(file: Path) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Yield the file's objects, each with its file and line. Raises UnreadableQuestionSet."""
    for number, line in enumerate(lines(file), start=1):
        where = f"{file}:{number}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise UnreadableQuestionSet(f"{where}: not JSON ({error})") from None
        if not isinstance(row, dict):
            raise UnreadableQuestionSet(f"{where}: not a JSON object")
        yield row, where


def lines(file: Path) -> list[str]:
    """Return the lines that are not blank. Raises UnreadableQuestionSet."""
    try:
        return [line for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]
    except OSError as error:
        raise UnreadableQuestionSet(
            f"{file}: cannot be read ({error.strerror}); "
            "a set has corpus.jsonl, queries.jsonl and qrels/test.tsv, or questions.jsonl"
        ) from None
    except UnicodeDecodeError:
        raise UnreadableQuestionSet(f"{file}: is not UTF-8 text") from None


def text(row: Mapping[str, Any], key: str, where: str) -> str:
    """Return what stands at `key`, a text or a number. Raises UnreadableQuestionSet."""
    value = row.get(key)
    if not isinstance(value, str | int) or (key == "_id" and value == ""):
        raise UnreadableQuestionSet(f"{where}: no '{key}'")
    return str(value)
