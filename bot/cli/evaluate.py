"""`zhaiyin evaluate`: measure the answers to a question set."""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.cli.options import AsJson
from bot.cli.output import print_aside, print_json
from bot.evaluation.evaluation import Failure, Report, evaluated
from bot.evaluation.question_set import AskedQuestion, read_question_set
from bot.language.vocabulary import read_vocabulary
from bot.retrieval import DEFAULT, engine_named
from bot.settings import read_settings

__all__ = ["evaluate"]

Folder = Annotated[
    Path,
    typer.Argument(metavar="DIR", help="The folder with corpus.jsonl, queries.jsonl and qrels/test.tsv."),
]


def evaluate(
    folder: Folder,
    as_json: AsJson = False,
    engine: Annotated[
        str, typer.Option(metavar="NAME", help="The engine to measure: a module of bot/retrieval/.")
    ] = DEFAULT,
    failures: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write the questions that failed, with their answers, to this file."
        ),
    ] = None,
) -> None:
    """Measure the answers to a question set in BEIR's layout, asked the way a chat asks."""
    engine_type = engine_named(engine)
    vocabulary = read_vocabulary(read_settings().zhaiyin_corpus_dir)
    report, failed = evaluated(read_question_set(folder), engine_type, _progress(), vocabulary)
    if failures:
        _write(failures, failed)
    if as_json:
        print_json(asdict(report))
    else:
        Console(highlight=False).print(_table(report))


def _progress() -> Callable[[Iterable[AskedQuestion]], Iterable[AskedQuestion]]:
    console = Console(stderr=True)
    if not console.is_terminal:
        return iter
    return lambda questions: track(list(questions), "asking", console=console, transient=True)


def _write(file: Path, failures: Iterable[Failure]) -> None:
    try:
        with file.open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(failure.as_json(), ensure_ascii=False) + "\n" for failure in failures)
    except OSError as error:
        print_aside(f"{file}: cannot be written ({error.strerror})")
        raise typer.Exit(2) from None


def _table(report: Report) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="dim")
    table.add_column(justify="right")
    for name, value in asdict(report).items():
        table.add_row(name, _cell(value))
    return table


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
