"""Measuring question sets with the plain recipe, the reference recipe and Zhaiyin.

    python -m bench.quality [--json] [FOLDER …]

A folder is a question set in BEIR's layout, or holds several. Every row is measured in a process of
its own, one after the other, so that its peak memory is its own.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, fields, replace
from multiprocessing import get_context
from pathlib import Path
from statistics import fmean
from typing import Annotated

import typer

from bench.recipes import RECIPES, Ranking, Recipe
from bot.errors import UnreadableQuestionSet
from bot.evaluation.evaluation import evaluated
from bot.evaluation.metrics import auroc, ndcg, quantile, recall, reciprocal_rank
from bot.evaluation.question_set import AskedQuestion, QuestionSet, read_question_set
from bot.retrieval.memory import MemoryEngine

__all__ = ["Row", "about_others", "measured", "question_sets", "table", "zhaiyin"]

ZHAIYIN = "Zhaiyin"
DEFAULT = Path("../shared/data/retrieval")


@dataclass(frozen=True, slots=True)
class Row:
    """A set measured with a recipe. Shares are 0 to 1; None is what does not apply."""

    set: str
    recipe: str
    recall_at_1: float | None
    recall_at_5: float | None
    mrr_at_10: float | None
    ndcg_at_10: float | None
    auroc: float | None
    refused_unanswerable: float | None
    refused_answerable: float | None
    passage_holds_answer: float | None
    focus_holds_answer: float | None
    ms_p50: float
    ms_p95: float
    build_s: float
    peak_mb: float | None


@dataclass(frozen=True, slots=True)
class _Task:
    recipe: str
    folder: Path
    shelf: Path | None = None
    """Another set, whose documents the questions are put to; none of them is answerable there."""


def measured(questions: QuestionSet, name: str, recipe: type[Recipe]) -> Row:
    """Return the set's row for `recipe`, which ranks documents only and never refuses."""
    began = time.perf_counter()
    built = recipe(questions.articles)
    built.ranked("一")
    build_s = time.perf_counter() - began
    outcomes: list[tuple[AskedQuestion, Ranking]] = []
    milliseconds: list[float] = []
    for asked in questions.questions:
        began = time.perf_counter()
        outcomes.append((asked, built.ranked(asked.text)))
        milliseconds.append(1000 * (time.perf_counter() - began))
    answerable = [(ranking.documents, asked.relevant) for asked, ranking in outcomes if asked.relevant]
    return Row(
        set=questions.name,
        recipe=name,
        recall_at_1=_mean(recall(*outcome, 1) for outcome in answerable),
        recall_at_5=_mean(recall(*outcome, 5) for outcome in answerable),
        mrr_at_10=_mean(reciprocal_rank(*outcome, 10) for outcome in answerable),
        ndcg_at_10=_mean(ndcg(*outcome, 10) for outcome in answerable),
        auroc=auroc(
            [ranking.confidence for asked, ranking in outcomes if asked.relevant],
            [ranking.confidence for asked, ranking in outcomes if not asked.relevant],
        ),
        refused_unanswerable=None,
        refused_answerable=None,
        passage_holds_answer=None,
        focus_holds_answer=None,
        ms_p50=quantile(milliseconds, 0.5),
        ms_p95=quantile(milliseconds, 0.95),
        build_s=build_s,
        peak_mb=_peak_mb(),
    )


def zhaiyin(questions: QuestionSet) -> Row:
    """Return the set's row for Zhaiyin, asked as a chat asks it."""
    report, _ = evaluated(questions, MemoryEngine)
    return Row(
        recipe=ZHAIYIN,
        **{field.name: getattr(report, field.name) for field in fields(Row) if field.name != "recipe"},
    )


def about_others(questions: QuestionSet, shelf: QuestionSet) -> QuestionSet:
    """Put the questions to another set's documents, none of them answerable there."""
    off_topic = tuple(replace(asked, relevant=frozenset()) for asked in questions.questions)
    return QuestionSet(f"{questions.name} on {shelf.name}", shelf.articles, off_topic)


def question_sets(folders: Iterable[Path]) -> list[Path]:
    """Return the question sets in `folders` and one level below. Raises UnreadableQuestionSet."""
    found: list[Path] = []
    for folder in folders:
        inside = [folder] if (folder / "corpus.jsonl").is_file() else _inside(folder)
        if not inside:
            raise UnreadableQuestionSet(
                f"{folder}: no question set there; name a folder of sets in BEIR's layout, SETS=… for make"
            )
        found += inside
    return found


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table: shares in percent, times with ratios."""
    plain = {row.set: row for row in rows if row.recipe == "plain"}
    lines = [list(_COLUMNS), ["---", "---", *["--:"] * (len(_COLUMNS) - 2)]]
    lines += [[cell(row, plain.get(row.set)) for cell in _COLUMNS.values()] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main(
    folders: Annotated[list[Path] | None, typer.Argument(metavar="FOLDER")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Measure question sets with the plain recipe, the reference recipe and Zhaiyin."""
    try:
        sets = question_sets(folders or [DEFAULT])
    except UnreadableQuestionSet as error:
        print(f"bench-quality: {error}", file=sys.stderr)
        raise typer.Exit(2) from None
    tasks = [_Task(recipe, folder) for folder in sets for recipe in (*RECIPES, ZHAIYIN)]
    tasks += [
        _Task(ZHAIYIN, folder, shelf) for shelf in _named(sets, "news") for folder in _named(sets, "cmrc")
    ]
    rows = [_row_of(task, f"{number}/{len(tasks)}") for number, task in enumerate(tasks, start=1)]
    print(json.dumps([asdict(row) for row in rows], indent=1) if as_json else table(rows))


def _row_of(task: _Task, place: str) -> Row:
    on = f" on {task.shelf.name}" if task.shelf else ""
    print(f"{place} {task.folder.name}{on}, {task.recipe} …", end=" ", file=sys.stderr, flush=True)
    began = time.perf_counter()
    # spawned: a forked process would start with the memory of this one
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        row = process.submit(_row, task).result()
    print(f"{time.perf_counter() - began:.0f} s", file=sys.stderr)
    return row


def _row(task: _Task) -> Row:
    questions = read_question_set(task.folder)
    if task.shelf:
        questions = about_others(questions, read_question_set(task.shelf))
    return (
        zhaiyin(questions)
        if task.recipe == ZHAIYIN
        else measured(questions, task.recipe, RECIPES[task.recipe])
    )


def _inside(folder: Path) -> list[Path]:
    return sorted(file.parent for file in folder.glob("*/corpus.jsonl"))


def _named(sets: Iterable[Path], start: str) -> list[Path]:
    return [folder for folder in sets if folder.name.startswith(start)]


def _mean(values: Iterable[float]) -> float | None:
    found = list(values)
    return fmean(found) if found else None


def _peak_mb() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (1024 * 1024 if sys.platform == "darwin" else 1024)


_Cell = Callable[[Row, Row | None], str]


def _percent(field: str) -> _Cell:
    def cell(row: Row, _: Row | None) -> str:
        value = getattr(row, field)
        return "–" if value is None else f"{100 * value:.1f}"

    return cell


def _figure(field: str, places: int, *, ratio: bool = False) -> _Cell:
    def cell(row: Row, plain: Row | None) -> str:
        value = getattr(row, field)
        if value is None:
            return "–"
        compared = ratio and plain is not None and row is not plain
        return f"{value:.{places}f}" + (f" ({value / getattr(plain, field):.1f}×)" if compared else "")

    return cell


_COLUMNS: Mapping[str, _Cell] = {
    "set": lambda row, _: row.set,
    "recipe": lambda row, _: row.recipe,
    "R@1": _percent("recall_at_1"),
    "R@5": _percent("recall_at_5"),
    "MRR@10": _percent("mrr_at_10"),
    "nDCG@10": _percent("ndcg_at_10"),
    "AUROC": _percent("auroc"),
    "refused, unanswerable": _percent("refused_unanswerable"),
    "refused, answerable": _percent("refused_answerable"),
    "passage": _percent("passage_holds_answer"),
    "focus": _percent("focus_holds_answer"),
    "ms p50": _figure("ms_p50", 1, ratio=True),
    "ms p95": _figure("ms_p95", 1, ratio=True),
    "build s": _figure("build_s", 1),
    "peak MB": _figure("peak_mb", 0),
}


if __name__ == "__main__":
    typer.run(main)
