"""Learning the weights from question sets, cross-validated, for weights.toml.

    python -m bench.train_weights [--to FILE] [FOLDER …]

Only the tuning sets are for this. A set that figures are reported on must never be among them.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from bench.examples import RankedSet, Signs, candidates, shelf_of, signs_of
from bench.fitting import logistic, softmax
from bench.quality import question_sets
from bench.simulated import NARROW, Pool, pools
from bench.weights_file import as_toml
from bot.answering.ranking.weights import Blend, Mix, Weights, shipped
from bot.errors import UnreadableQuestionSet
from bot.evaluation.metrics import auroc
from bot.evaluation.question_set import QuestionSet, read_question_set
from bot.evaluation.said import read_question_sets

__all__ = ["main"]

_FOLDER = Path("../shared/data/retrieval")
TUNING = tuple(_FOLDER / name for name in ("news-train", "cmrc-trial", "drcd-dev"))
SAID = Path("../shared/data/said")
SAID_WEIGHT = 0.3
"""What the questions in other words about a set count for in ranking, beside its ordinary ones."""
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
) -> None:
    """Learn the weights from the tuning sets; the thresholds stay as they are."""
    try:
        sets = [read_question_set(folder) for folder in question_sets(folders or TUNING)]
        said = _said(sets)
    except UnreadableQuestionSet as error:
        print(f"weights: {error}", file=sys.stderr)
        raise typer.Exit(2) from None
    print(f"seed {SEED}; sets {' '.join(questions.name for questions in sets)}")
    ranking = _ranking(sets, said)
    signs = _signs(sets, said, ranking)
    weights = _odds(signs, ranking)
    _print_shelves("shipped", signs, shipped())
    _print_shelves("learned", signs, weights)
    to.write_text(as_toml(weights), encoding="utf-8")
    print(f"written: {to}")


def _said(sets: Sequence[QuestionSet]) -> Mapping[str, QuestionSet]:
    """Return for each set the questions about it in other words; none where nobody wrote any."""
    written = {one.name.split("/")[-1]: one for one in read_question_sets(SAID)} if SAID.is_dir() else {}
    return {one.name: written.get(one.name, replace(one, questions=())) for one in sets}


def _ranking(sets: Sequence[QuestionSet], said: Mapping[str, QuestionSet]) -> Mix:
    found: dict[str, RankedSet] = {}
    in_other_words: dict[str, RankedSet] = {}
    for questions in sets:
        with _timed(f"candidates of {questions.name}"):
            shelf = shelf_of(questions)
            found[questions.name] = candidates(questions, shelf)
            named = tuple(one for one in said[questions.name].questions if one.named)
            if named:
                in_other_words[questions.name] = candidates(replace(questions, questions=named), shelf)
    names = next(iter(found.values())).names

    def learned_without(left_out: str = "") -> Mix:
        ordinary = [(ranked, 1.0) for name, ranked in found.items() if name != left_out]
        other = [(ranked, SAID_WEIGHT) for name, ranked in in_other_words.items() if name != left_out]
        return softmax([*ordinary, *other], names)

    learned = learned_without()
    print("\nR@1, before typos are seen through (left out: learned from the other sets only)")
    print("| set | shipped | learned | left out |\n|---|--:|--:|--:|")
    for name in found:
        left_out = learned_without(name) if len(found) > 1 else learned
        for title, ranked in ((name, found[name]), (f"{name}, said", in_other_words.get(name))):
            if ranked is not None:
                shares = [ranked.recall_at_1(mix.weights) for mix in (shipped().ranking, learned, left_out)]
                print(f"| {title} | {' | '.join(f'{100 * share:.2f}' for share in shares)} |")
    return learned


def _signs(sets: Sequence[QuestionSet], said: Mapping[str, QuestionSet], ranking: Mix) -> _Pools:
    found: dict[str, dict[str, Signs]] = {}
    for questions in sets:
        others = [other for other in sets if other is not questions]
        with _timed(f"simulated shelves of {questions.name}"):
            made = pools(questions, said[questions.name], others, SEED).items()
            joined = {kind: _joined(pool, ranking) for kind, pool in made}
            found[questions.name] = {kind: pool for kind, pool in joined.items() if len(pool.rows)}
    return found


def _joined(pool: Pool, ranking: Mix) -> Signs:
    return Signs.joined([signs_of(asked, shelf, ranking) for shelf, asked in pool])


def _odds(signs: _Pools, ranking: Mix) -> Weights:
    names = tuple(next(iter(next(iter(signs.values())).values())).rows[0])
    of_the_shelf = [name for name in names if name not in _OF_THE_QUESTION]
    relevance = Blend(
        _blend(signs, lambda pool: pool.answerable, names).narrow,
        _blend(signs, lambda pool: pool.answerable, of_the_shelf).wide,
    )
    confidence = Blend(
        _blend(signs, lambda pool: pool.right, names).narrow,
        _blend(signs, lambda pool: pool.answerable, names).wide,
    )
    print("\nAUROC on the full sets (left out: learned from the other sets' shelves only)")
    print("| set | shipped | learned | left out |\n|---|--:|--:|--:|")
    for name, kinds in signs.items():
        others = {key: by_kind for key, by_kind in signs.items() if key != name}
        left_out = _blend(others, lambda pool: pool.answerable, names) if others else confidence
        figures = [_auroc(kinds["full"], mix) for mix in (shipped().confidence, confidence, left_out)]
        print(f"| {name} | {' | '.join(figures)} |")
    # the lines are drawn by hand, by what this prints
    return Weights(ranking, relevance, confidence, shipped().min_relevance, shipped().min_confidence)


def _blend(signs: _Pools, wanted: Callable[[Signs], NDArray[np.bool_]], names: Sequence[str]) -> Blend:
    """Return the odds of what is wanted, learned from shelves of one article and from larger ones."""

    def learned(narrow: bool) -> Mix:
        pools_ = [
            (pool, wanted(pool))
            for kinds in signs.values()
            for kind, pool in kinds.items()
            if (kind in NARROW) == narrow and kind != "said"
        ]
        return logistic(pools_, names)

    return Blend(learned(True), learned(False))


def _auroc(pool: Signs, mix: Blend) -> str:
    odds = [mix.of(row, breadth) for row, breadth in zip(pool.rows, pool.breadths, strict=True)]
    pairs = list(zip(odds, pool.answerable, strict=True))
    area = auroc([value for value, yes in pairs if yes], [value for value, yes in pairs if not yes])
    return "–" if area is None else f"{100 * area:.2f}"


def _print_shelves(title: str, signs: _Pools, weights: Weights) -> None:
    print(f"\n{title}: {weights.min_relevance}, {weights.min_confidence}; of questions that match anything")
    print(
        "| shelf | AUROC | answerable refused | unanswerable refused | answerable sure | unanswerable sure |"
    )
    print("|---|--:|--:|--:|--:|--:|")
    for name, kinds in signs.items():
        for kind, pool in kinds.items():
            rows = list(zip(pool.rows, pool.breadths, strict=True))
            refused = [weights.relevance.of(*row) < weights.min_relevance.at(row[1]) for row in rows]
            certain = [weights.confidence.of(*row) >= weights.min_confidence.at(row[1]) for row in rows]
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
