"""Learning the weights from question sets, cross-validated, for weights.toml.

    python -m bench.train_weights [--to FILE] [FOLDER …]

Only the tuning sets are for this. A set that figures are reported on must never be among them.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from bench.examples import Candidates, Signs, candidates, shelf_of, signs_of
from bench.fitting import logistic, softmax
from bench.quality import question_sets
from bench.simulated import Pool, pools
from bench.weights_file import as_toml
from bot.answering.ranking.weights import Mix, Weights, shipped
from bot.errors import UnreadableQuestionSet
from bot.evaluation.metrics import auroc
from bot.evaluation.question_set import QuestionSet, read_question_set

__all__ = ["main"]

_FOLDER = Path("../shared/data/retrieval")
TUNING = tuple(_FOLDER / name for name in ("news-train", "cmrc-trial", "drcd-dev"))
WEIGHTS = Path("bot/answering/ranking/weights.toml")
SEED = 1
# These tell question from question, not shelf from shelf: they lift the odds that a passage answers, but on
# traditional encyclopedia paragraphs they refuse more of the questions that it does answer.
_OF_THE_QUESTION = frozenset("shortness rarity surprise_each".split())

_Pools = Mapping[str, Mapping[str, Signs]]
"""By set and by kind of shelf."""


def main(
    folders: Annotated[list[Path] | None, typer.Argument(metavar="FOLDER")] = None,
    to: Annotated[Path, typer.Option(metavar="FILE", help="Where to write the weights.")] = WEIGHTS,
    min_relevance: Annotated[
        float | None, typer.Option(help="The ln(odds) of relevance below which nothing was found.")
    ] = None,
    min_confidence: Annotated[
        float | None, typer.Option(help="The ln(odds) of confidence from which on an answer is sure.")
    ] = None,
) -> None:
    """Learn the weights from the tuning sets; thresholds that are not given stay as they are."""
    try:
        sets = [read_question_set(folder) for folder in question_sets(folders or TUNING)]
    except UnreadableQuestionSet as error:
        print(f"weights: {error}", file=sys.stderr)
        raise typer.Exit(2) from None
    print(f"seed {SEED}; sets {' '.join(questions.name for questions in sets)}")
    ranking = _ranking(sets)
    signs = _signs(sets, ranking)
    thresholds = (
        shipped().min_relevance if min_relevance is None else min_relevance,
        shipped().min_confidence if min_confidence is None else min_confidence,
    )
    weights = _odds(signs, ranking, *thresholds)
    _print_shelves("shipped", signs, shipped())
    _print_shelves("learned", signs, weights)
    to.write_text(as_toml(weights), encoding="utf-8")
    print(f"written: {to}")


def _ranking(sets: Sequence[QuestionSet]) -> Mix:
    found: dict[str, Candidates] = {}
    for questions in sets:
        with _timed(f"candidates of {questions.name}"):
            found[questions.name] = candidates(questions, shelf_of(questions))
    names = next(iter(found.values())).names
    learned = softmax(list(found.values()), names)
    print("\nR@1, before typos are seen through (left out: learned from the other sets only)")
    print("| set | shipped | learned | left out |\n|---|--:|--:|--:|")
    for name, ranked in found.items():
        others = [other for key, other in found.items() if key != name]
        left_out = softmax(others, names) if others else learned
        shares = [ranked.recall_at_1(mix.weights) for mix in (shipped().ranking, learned, left_out)]
        print(f"| {name} | {' | '.join(f'{100 * share:.2f}' for share in shares)} |")
    return learned


def _signs(sets: Sequence[QuestionSet], ranking: Mix) -> _Pools:
    found: dict[str, dict[str, Signs]] = {}
    for questions in sets:
        others = [other for other in sets if other is not questions]
        with _timed(f"simulated shelves of {questions.name}"):
            made = pools(questions, others, SEED).items()
            found[questions.name] = {kind: _joined(pool, ranking) for kind, pool in made}
    return found


def _joined(pool: Pool, ranking: Mix) -> Signs:
    return Signs.joined([signs_of(asked, shelf, ranking) for shelf, asked in pool])


def _odds(signs: _Pools, ranking: Mix, min_relevance: float, min_confidence: float) -> Weights:
    every = [pool for kinds in signs.values() for pool in kinds.values()]
    names = tuple(every[0].rows[0])
    of_the_shelf = tuple(name for name in names if name not in _OF_THE_QUESTION)
    confidence = logistic(every, names)
    print("\nAUROC on the full sets (left out: learned from the other sets' shelves only)")
    print("| set | shipped | learned | left out |\n|---|--:|--:|--:|")
    for name, kinds in signs.items():
        other_pools = [pool for key, by_kind in signs.items() if key != name for pool in by_kind.values()]
        left_out = logistic(other_pools, names) if other_pools else confidence
        figures = [_auroc(kinds["full"], mix) for mix in (shipped().confidence, confidence, left_out)]
        print(f"| {name} | {' | '.join(figures)} |")
    return Weights(ranking, logistic(every, of_the_shelf), confidence, min_relevance, min_confidence)


def _auroc(pool: Signs, mix: Mix) -> str:
    odds = [mix.of(row) for row in pool.rows]
    pairs = list(zip(odds, pool.answerable, strict=True))
    area = auroc([value for value, yes in pairs if yes], [value for value, yes in pairs if not yes])
    return "–" if area is None else f"{100 * area:.2f}"


def _print_shelves(title: str, signs: _Pools, weights: Weights) -> None:
    print(
        f"\n{title}: found from {weights.min_relevance}, sure from {weights.min_confidence}; of questions that match anything"
    )
    print(
        "| shelf | AUROC | answerable refused | unanswerable refused | answerable sure | unanswerable sure |"
    )
    print("|---|--:|--:|--:|--:|--:|")
    for name, kinds in signs.items():
        for kind, pool in kinds.items():
            refused = [weights.relevance.of(row) < weights.min_relevance for row in pool.rows]
            certain = [weights.confidence.of(row) >= weights.min_confidence for row in pool.rows]
            shares = [_share(flags, pool, yes) for flags in (refused, certain) for yes in (True, False)]
            print(f"| {name}, {kind} | {_auroc(pool, weights.confidence)} | {' | '.join(shares)} |")


def _share(flags: Sequence[bool], pool: Signs, answerable: bool) -> str:
    chosen = [flag for flag, yes in zip(flags, pool.answerable, strict=True) if yes == answerable]
    return f"{100 * sum(chosen) / len(chosen):.1f}" if chosen else "–"


@contextmanager
def _timed(what: str) -> Iterator[None]:
    print(f"{what} …", end=" ", file=sys.stderr, flush=True)
    began = perf_counter()
    yield
    print(f"{perf_counter() - began:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    typer.run(main)
