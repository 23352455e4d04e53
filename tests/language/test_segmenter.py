"""The two segmenters give the same words."""

from pathlib import Path

import pytest

from bot.language.normalise import folded
from bot.language.segmenter import jieba_segmenter, rjieba_segmenter

pytest.importorskip("rjieba", reason="rjieba is not installed for this platform")


def _assert_same(text: str) -> None:
    slow, fast = jieba_segmenter(), rjieba_segmenter()
    assert list(slow.search_words(text)) == list(fast.search_words(text))
    words = list(slow.words(text))
    assert words == list(fast.words(text))
    # jieba calls 011 a number, rjieba foreign; nobody asks for the part of speech of a number
    tagged = [[pair for pair in cut.tags(text) if not pair[0][0].isdigit()] for cut in (slow, fast)]
    assert tagged[0] == tagged[1]
    assert [slow.count(word) for word in words] == pytest.approx([fast.count(word) for word in words], abs=1)


def test_jieba_and_rjieba_cut_the_corpus_alike() -> None:
    """Word for word the same on the articles that come with the project."""
    for file in (Path(__file__).parents[2] / "corpus").glob("*.md"):
        _assert_same(folded(file.read_text(encoding="utf-8")))


def test_jieba_and_rjieba_cut_the_article_alike(shared: Path) -> None:
    """Word for word the same on the newspaper article itself."""
    for file in (shared / "article").glob("*.txt"):
        _assert_same(folded(file.read_text(encoding="utf-8")))
