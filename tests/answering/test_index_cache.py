"""Indexes kept on disk."""

from dataclasses import replace
from pathlib import Path

import pytest
from articles import LIBRARY

from bot.answering.answerer import Answerer
from bot.answering.index.shelf import ShelfIndex
from bot.language.vocabulary import Vocabulary
from bot.model import Article, PassageAnswer, Question, Source
from bot.retrieval.memory import MemoryEngine


class _CountingEngine(MemoryEngine):
    """Counts how often it was built."""

    built = 0

    @classmethod
    def build(cls, documents: object) -> "_CountingEngine":
        cls.built += 1
        return super().build(documents)  # type: ignore[arg-type]  # passed on as it came


LONG = Article(Source(title="流水账"), "\n".join(f"第{number}天，无事。" for number in range(600)))
"""Paragraphs enough to make a shelf worth keeping."""


@pytest.fixture(autouse=True)
def _nothing_built() -> None:
    _CountingEngine.built = 0


def _answerer(folder: Path, *articles: Article, vocabulary: Vocabulary | None = None) -> Answerer:
    return Answerer(
        ShelfIndex((LONG, *articles), _CountingEngine, vocabulary or Vocabulary(), cache_folder=folder)
    )


def _passage(answerer: Answerer) -> str:
    answer = answerer.ask(Question("流动书车送给几个村"))
    assert isinstance(answer, PassageAnswer)
    return answer.hits[0].passage.text


def test_a_second_start_builds_nothing_and_answers_the_same(tmp_path: Path) -> None:
    """The kept index is the built one."""
    first = _passage(_answerer(tmp_path, LIBRARY))
    assert first == _passage(_answerer(tmp_path, LIBRARY))
    assert 1 == _CountingEngine.built


def test_a_changed_text_or_vocabulary_is_built_anew(tmp_path: Path) -> None:
    """A kept index is only for exactly the same shelf."""
    _answerer(tmp_path, LIBRARY)
    _answerer(tmp_path, replace(LIBRARY, text=LIBRARY.text + "\n又一段。"))
    _answerer(tmp_path, LIBRARY, vocabulary=Vocabulary(synonyms=(("书车", "大篷车"),)))
    assert 3 == _CountingEngine.built


def test_a_broken_file_is_as_good_as_none(tmp_path: Path) -> None:
    """It is built again."""
    _answerer(tmp_path, LIBRARY)
    for file in tmp_path.iterdir():
        file.write_bytes(b"nonsense")
    assert "流动书车" in _passage(_answerer(tmp_path, LIBRARY))
    assert 2 == _CountingEngine.built


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    """The index is simply not kept."""
    (tmp_path / "file").write_text("in the way")
    assert "流动书车" in _passage(_answerer(tmp_path / "file", LIBRARY))
