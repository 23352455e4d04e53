"""Measuring question sets with the plain recipe, the reference recipe and Zhaiyin.

    python -m bench.quality [--json] [FOLDER …]

A folder is a question set in BEIR's layout, or questions in other words about such sets, or holds several of both.
Whatever stands in one row is measured in a process of its own, one after the other, so that its peak memory
is its own.
"""

import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated, Any

import typer

from bench.measured import ZHAIYIN, Row, about_others, alone, measured, sampled, sampled_texts, zhaiyin
from bench.recipes import RECIPES
from bench.tables import alone_table, whole_table
from bot.errors import UnreadableQuestionSet
from bot.evaluation.alone import AloneReport
from bot.evaluation.question_set import read_question_set
from bot.evaluation.said import read_question_sets, read_texts

__all__ = ["Measured", "all_measured", "as_json", "from_json", "question_sets", "said_folders"]

DEFAULT = (Path("../shared/data/retrieval"), Path("../shared/data/said"))
EVERYDAY = Path(__file__).parents[1] / "tests" / "fixtures" / "quality" / "off-topic"
"""Everyday questions of our own that no set answers."""
BEFORE = Path(__file__).parent / "before.json"
"""What `--json` printed for the version that this one is compared with."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What the sets gave whole, and each question alone with its document."""

    whole: tuple[Row, ...]
    alone: tuple[AloneReport, ...]


def all_measured(folders: Sequence[Path]) -> Measured:
    """Measure every set in the folders. Raises UnreadableQuestionSet."""
    sets, said = question_sets(folders), said_folders(folders)
    rows = [
        _apart(f"{folder.name}, {recipe}", _row, folder, recipe) for folder in sets for recipe in _RECIPES
    ]
    for folder in said:
        rows += _apart(folder.name, _said_rows, folder)
    for shelf in _named(sets, "news"):
        rows += [
            _apart(f"{other.name} on {shelf.name}", _row_elsewhere, other, shelf)
            for other in (*_named(sets, "cmrc"), EVERYDAY)
        ]
    reports: list[AloneReport] = []
    for folder in said:
        reports += _apart(f"{folder.name}, alone", _said_alone, folder)
    for folder in sets:
        reports += _apart(f"{folder.name}, alone", _set_alone, folder, [one for one in sets if one != folder])
    return Measured(tuple(rows), tuple(reports))


def question_sets(folders: Iterable[Path]) -> list[Path]:
    """Return the question sets in `folders` and one level below. Raises UnreadableQuestionSet."""
    found: list[Path] = []
    for folder in folders:
        inside = _holding("corpus.jsonl", folder)
        if not inside and not _holding("questions.jsonl", folder):
            raise UnreadableQuestionSet(
                f"{folder}: no question set there; name a folder of sets in BEIR's layout, SETS=… for make"
            )
        found += inside
    return found


def said_folders(folders: Iterable[Path]) -> list[Path]:
    """Return the folders of questions in other words, in `folders` and one level below."""
    return [place for folder in folders for place in _holding("questions.jsonl", folder)]


def as_json(found: Measured) -> dict[str, Any]:
    """Return what was measured as JSON types."""
    return asdict(found)


def from_json(told: dict[str, Any]) -> Measured:
    """Return what `as_json` gave."""
    return Measured(
        tuple(Row(**row) for row in told["whole"]), tuple(AloneReport(**report) for report in told["alone"])
    )


def main(
    folders: Annotated[list[Path] | None, typer.Argument(metavar="FOLDER")] = None,
    json_too: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Measure question sets with the plain recipe, the reference recipe and Zhaiyin."""
    try:
        found = all_measured(folders or DEFAULT)
    except UnreadableQuestionSet as error:
        print(f"bench-quality: {error}", file=sys.stderr)
        raise typer.Exit(2) from None
    if json_too:
        print(json.dumps(as_json(found), indent=1))
        return
    before = from_json(json.loads(BEFORE.read_text(encoding="utf-8")))
    print(whole_table(found.whole, before.whole), alone_table(found.alone, before.alone), sep="\n\n")


def _apart(what: str, measure: Callable[..., Any], *arguments: object) -> Any:  # whatever `measure` returns
    print(f"{what} …", end=" ", file=sys.stderr, flush=True)
    began = time.perf_counter()
    # spawned: a forked process would start with the memory of this one
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        found = process.submit(measure, *arguments).result()
    print(f"{time.perf_counter() - began:.0f} s", file=sys.stderr)
    return found


def _row(folder: Path, recipe: str) -> Row:
    questions = read_question_set(folder)
    return zhaiyin(questions) if recipe == ZHAIYIN else measured(questions, recipe, RECIPES[recipe])


def _row_elsewhere(other: Path, shelf: Path) -> Row:
    return zhaiyin(about_others(other.name, read_texts(other), read_question_set(shelf)))


def _said_rows(folder: Path) -> list[Row]:
    return [zhaiyin(questions) for questions in read_question_sets(folder)]


def _said_alone(folder: Path) -> list[AloneReport]:
    everyday = read_texts(EVERYDAY)
    return alone(
        folder.name, [questions.with_off_topic(everyday) for questions in read_question_sets(folder)]
    )


def _set_alone(folder: Path, others: Sequence[Path]) -> list[AloneReport]:
    texts = [text for other in others for text in read_texts(other)]
    return alone(folder.name, [sampled(read_question_set(folder)).with_off_topic(sampled_texts(texts))])


def _holding(file: str, folder: Path) -> list[Path]:
    if (folder / file).is_file():
        return [folder]
    return sorted(found.parent for found in folder.glob(f"*/{file}"))


def _named(sets: Iterable[Path], start: str) -> list[Path]:
    return [folder for folder in sets if folder.name.startswith(start)]


_RECIPES = (*RECIPES, ZHAIYIN)


if __name__ == "__main__":
    typer.run(main)
