"""Question sets of our own, asked as a chat asks, with floors that only rise."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from shelves import CORPUS, FIXTURES, demo

from bot.answering.answerer import Answerer
from bot.answering.index.memory_shelf import MemoryShelf
from bot.language.vocabulary import read_vocabulary
from bot.locale import locale
from bot.model import Article, Question
from bot.readers import read_path
from bot.reply.record import record
from bot.retrieval.memory import MemoryEngine

NEAR_MISS = "nearmiss"
OTHER = ("offtopic", "chitchat", "noise")


@dataclass(frozen=True)
class Outcome:
    """A question of a set, and what came back."""

    kind: str
    question: str
    wanted: tuple[str, ...]
    found: bool
    verdict: str | None
    shown: str

    @property
    def right(self) -> bool:
        """Whether what was shown holds one of the answers."""
        return self.found and any(answer in self.shown for answer in self.wanted)

    def __str__(self) -> str:
        return f"[{self.kind}] {self.question} → {self.verdict or self.found}: {self.shown[:60]}"


def _asked(questions: Path, *articles: Article) -> tuple[Outcome, ...]:
    answerer = Answerer(MemoryShelf(articles, MemoryEngine, read_vocabulary(CORPUS)))
    say = locale("zh-Hans")
    outcomes = []
    for line in questions.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        told = record(answerer.ask(Question(row["q"])), say)
        shown = json.dumps([told["passage"], told["source"]], ensure_ascii=False)
        outcomes.append(
            Outcome(
                row["kind"], row["q"], tuple(row["gold"] or ()), bool(told["found"]), told["verdict"], shown
            )
        )
    return tuple(outcomes)


@cache
def _digest() -> tuple[Outcome, ...]:
    return _asked(
        FIXTURES / "digest-questions.jsonl",
        *(read_path(file).article for file in sorted(CORPUS.glob("*.md"))),
    )


@cache
def _demo() -> tuple[Outcome, ...]:
    return _asked(FIXTURES / "demo-questions.jsonl", demo())


def _assert_share(floor: float, good: Sequence[Outcome], bad: Sequence[Outcome]) -> None:
    share = len(good) / (len(good) + len(bad))
    assert share >= floor, f"{share:.3f} of {len(good) + len(bad)}; not:\n" + "\n".join(map(str, bad))


def _assert_answered(floor: float, outcomes: Sequence[Outcome]) -> None:
    answerable = [one for one in outcomes if one.wanted]
    _assert_share(
        floor, [one for one in answerable if one.right], [one for one in answerable if not one.right]
    )


def _assert_none_found(outcomes: Sequence[Outcome]) -> None:
    asked = [one for one in outcomes if one.kind in OTHER]
    assert asked
    assert [] == [str(one) for one in asked if one.found]


def _assert_near_misses_unsure(floor: float, outcomes: Sequence[Outcome]) -> None:
    asked = [one for one in outcomes if one.kind == NEAR_MISS]
    _assert_share(
        floor,
        [one for one in asked if one.verdict != "sure"],
        [one for one in asked if one.verdict == "sure"],
    )


def test_questions_on_the_digest_are_answered() -> None:
    """The answer stands in the passage or the source record shown first."""
    _assert_answered(0.97, _digest())


def test_questions_on_the_demonstration_article_are_answered() -> None:
    """The answer stands in the passage or the source record shown first."""
    _assert_answered(0.95, _demo())


@pytest.mark.parametrize("outcomes", [_digest, _demo])
def test_chat_noise_and_other_topics_find_nothing(outcomes: Callable[[], tuple[Outcome, ...]]) -> None:
    """Not one of them."""
    _assert_none_found(outcomes())


@pytest.mark.parametrize("outcomes", [_digest, _demo])
def test_near_misses_are_hardly_ever_sure(outcomes: Callable[[], tuple[Outcome, ...]]) -> None:
    """A place, a year or a person that is not there: unsure, or not found."""
    _assert_near_misses_unsure(0.9, outcomes())


def test_questions_on_the_newspaper_page(shared: Path) -> None:
    """The article itself, read from its page; ours and those that came with it."""
    page = next((shared / "article").glob("*.txt"))
    for questions in (FIXTURES / "original-questions.jsonl", shared / "article" / "questions.jsonl"):
        outcomes = _asked(questions, read_path(page).article)
        _assert_answered(0.95, outcomes)
        assert [] == [str(one) for one in outcomes if one.kind in OTHER and one.found]
