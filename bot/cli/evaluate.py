"""`zhaiyin evaluate`: measure the answers to a question set."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.cli.options import AsJson
from bot.cli.output import print_aside, print_json
from bot.errors import ConfigurationError
from bot.evaluation.alone import AloneReport, asked_alone, failures_alone, report_alone
from bot.evaluation.evaluation import Progress, Report, evaluated
from bot.evaluation.outcome import Failure
from bot.evaluation.question_set import QuestionSet
from bot.evaluation.said import read_question_sets, read_texts
from bot.language.vocabulary import Vocabulary, read_vocabulary
from bot.retrieval import DEFAULT, engine_named
from bot.retrieval.engine import Engine
from bot.settings import read_settings

__all__ = ["evaluate"]

_Measured = tuple[Sequence[Report | AloneReport], Sequence[Failure]]


def evaluate(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR",
            help="The folder with corpus.jsonl, queries.jsonl and qrels/test.tsv, or with a questions.jsonl about sets beside it.",
        ),
    ],
    as_json: AsJson = False,
    alone: Annotated[
        bool, typer.Option("--alone", help="Ask each question of its own document alone.")
    ] = False,
    off_topic: Annotated[
        list[Path] | None,
        typer.Option(metavar="DIR", help="Ask the questions of this set too, as off-topic ones; repeatable."),
    ] = None,
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
    """Measure the answers to a question set, asked the way a chat asks."""
    engine_type = _engine(engine)
    vocabulary = read_vocabulary(read_settings().zhaiyin_corpus_dir)
    texts = [text for other in off_topic or () for text in read_texts(other)]
    sets = [questions.with_off_topic(texts) for questions in read_question_sets(folder)]
    if alone:
        reports, failed = _alone(folder.resolve().name, sets, engine_type, vocabulary)
    else:
        reports, failed = _whole(sets, engine_type, vocabulary)
    if failures:
        _write(failures, failed)
    if as_json:
        for report in reports:
            print_json(asdict(report))
    else:
        Console(highlight=False, markup=False, emoji=False).print(_table(reports))


def _engine(name: str) -> type[Engine]:
    """Return the engine of that name. Raises ConfigurationError, which names the option."""
    try:
        return engine_named(name)
    except ConfigurationError as error:
        raise ConfigurationError(f"--engine {error}") from None


def _whole(sets: Sequence[QuestionSet], engine: type[Engine], vocabulary: Vocabulary) -> _Measured:
    measured = [evaluated(questions, engine, _progress(), vocabulary) for questions in sets]
    return [report for report, _ in measured], [failure for _, failed in measured for failure in failed]


def _alone(name: str, sets: Sequence[QuestionSet], engine: type[Engine], vocabulary: Vocabulary) -> _Measured:
    """Measure each set, and where there are several, all of them together."""
    asked = [(questions.name, asked_alone(questions, engine, _progress(), vocabulary)) for questions in sets]
    everything = [outcome for _, outcomes in asked for outcome in outcomes]
    if len(asked) > 1:
        asked.append((name, tuple(everything)))
    return [report_alone(*one) for one in asked], failures_alone(everything)


def _progress() -> Progress:
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


def _table(reports: Sequence[Report | AloneReport]) -> Table:
    """A row for each figure, a column for each set."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="dim", no_wrap=True)
    for _ in reports:
        table.add_column(justify="right")
    columns = [asdict(report) for report in reports]
    for name in columns[0]:
        table.add_row(name, *(_cell(column[name]) for column in columns))
    return table


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
