"""The two segmenters give the same words."""

from functools import cache
from pathlib import Path

import pytest

from bot.language.normalise import folded
from bot.language.segmenter import Segmenter, jieba_segmenter, rjieba_segmenter
from bot.language.vocabulary import NO_WORDS, OwnWord, Vocabulary

pytest.importorskip("rjieba", reason="rjieba is not installed for this platform")


OWN = Vocabulary(
    words=(
        OwnWord("云上贵州", tag="nz"),
        OwnWord("视频办", 20, "n"),
        OwnWord("数字重庆建设"),
        OwnWord("高质量发展", 3, "n"),
        OwnWord("一体化智能化公共数据平台"),
        OwnWord("5g基站"),
    ),
    synonyms=(("九龙坡区", "九龙坡"), ("产业园", "园区"), ("一键智达", "智达")),
)


# jieba takes a second to begin
@cache
def _both(vocabulary: Vocabulary) -> tuple[Segmenter, Segmenter]:
    return jieba_segmenter(vocabulary), rjieba_segmenter(vocabulary)


def _assert_same(text: str, vocabulary: Vocabulary = NO_WORDS) -> None:
    slow, fast = _both(vocabulary)
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


def test_jieba_and_rjieba_cut_alike_with_words_of_their_own() -> None:
    """An operator's words and synonyms mean the same to both."""
    for file in (Path(__file__).parents[2] / "corpus").glob("*.md"):
        _assert_same(folded(file.read_text(encoding="utf-8")), OWN)
    _assert_same("云上贵州的视频办用5g基站", OWN)


def test_jieba_and_rjieba_cut_the_article_alike(shared: Path) -> None:
    """Word for word the same on the newspaper article itself."""
    for file in (shared / "article").glob("*.txt"):
        _assert_same(folded(file.read_text(encoding="utf-8")))
