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
