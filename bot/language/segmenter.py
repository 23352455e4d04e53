"""Cutting Chinese into words: rjieba where it is installed, jieba where it is not.

Both hold the same dictionary and give the same words; rjieba starts in a tenth of the time.
"""

from collections.abc import Iterable
from functools import cache
from typing import Protocol

__all__ = ["Segmenter", "jieba_segmenter", "rjieba_segmenter", "segmenter"]


class Segmenter(Protocol):
    """Cuts a text into words."""

    def search_words(self, text: str) -> Iterable[str]:
        """The words of `text` in search mode: long words come with the shorter ones inside them."""

    def words(self, text: str) -> Iterable[str]:
        """The words of `text`, one after the other, covering it without gaps."""

    def tags(self, text: str) -> Iterable[tuple[str, str]]:
        """The words of `text` with their parts of speech: `nr` a person, `ns` a place, `nt` a body, `nz` a name …"""

    def count(self, word: str) -> int:
        """How often the word stands in the 60 million words behind the dictionary; of an unknown word, an estimate."""


class _Jieba:
    def __init__(self) -> None:
        import logging

        import jieba

        jieba.setLogLevel(logging.WARNING)
        self._tokenizer = jieba.Tokenizer()

    def search_words(self, text: str) -> Iterable[str]:
        words: Iterable[str] = self._tokenizer.cut_for_search(text, HMM=False)
        return words

    def words(self, text: str) -> Iterable[str]:
        words: Iterable[str] = self._tokenizer.cut(text, HMM=False)
        return words

    def tags(self, text: str) -> Iterable[tuple[str, str]]:
        from jieba.posseg import POSTokenizer

        pairs = POSTokenizer(self._tokenizer).cut(text, HMM=False)
        return [(pair.word, pair.flag) for pair in pairs]

    def count(self, word: str) -> int:
        count: int = self._tokenizer.suggest_freq(word)
        return count


class _Rjieba:
    def __init__(self) -> None:
        import rjieba

        self._rjieba = rjieba

    def search_words(self, text: str) -> Iterable[str]:
        words: Iterable[str] = self._rjieba.cut_for_search(text, False)
        return words

    def words(self, text: str) -> Iterable[str]:
        words: Iterable[str] = self._rjieba.cut(text, False)
        return words

    def tags(self, text: str) -> Iterable[tuple[str, str]]:
        pairs: Iterable[tuple[str, str]] = self._rjieba.tag(text, False)
        return pairs

    def count(self, word: str) -> int:
        count: int = self._rjieba.suggest_freq(word)
        return count


def jieba_segmenter() -> Segmenter:
    """jieba itself, with a dictionary of its own."""
    return _Jieba()


def rjieba_segmenter() -> Segmenter:
    """The Rust port of jieba. Raises ImportError where it is not installed."""
    return _Rjieba()


@cache
def segmenter() -> Segmenter:
    """The fastest segmenter installed; the dictionary loads on the first call."""
    try:
        return rjieba_segmenter()
    except ImportError:
        return jieba_segmenter()
