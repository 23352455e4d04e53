"""Cutting Chinese into words: by rjieba if it is installed, otherwise by jieba.

Both hold the same dictionary and give the same words; rjieba starts in a tenth of the time.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from bot.each_once import each_once
from bot.language.vocabulary import NO_WORDS, Vocabulary

__all__ = ["Segmenter", "jieba_segmenter", "rjieba_segmenter", "segmenter"]

if TYPE_CHECKING:
    from jieba.posseg import POSTokenizer

_UNTAGGED = "x"
_MOST = 4
"""Vocabularies whose segmenters are kept; one takes 75 MB."""


class Segmenter(Protocol):
    """Cuts a text into words."""

    def search_words(self, text: str) -> Iterable[str]:
        """Return the words of `text` in search mode: long ones come with shorter ones inside."""

    def words(self, text: str) -> Iterable[str]:
        """Return the words of `text`, one after the other, covering it without gaps."""

    def tags(self, text: str) -> Iterable[tuple[str, str]]:
        """Return the words of `text` with their parts of speech, as jieba names them.

        `nr` is a person, `ns` a place, `nt` a body, `nz` another name.
        """

    def count(self, word: str) -> int:
        """Return the word's count in the dictionary's 60 million words.

        An estimate if it is unknown.
        """


class _Jieba:
    def __init__(self, vocabulary: Vocabulary) -> None:
        import logging

        import jieba

        jieba.setLogLevel(logging.WARNING)
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.initialize()
        for word in vocabulary.words:
            self._tokenizer.add_word(word.text, word.frequency, word.tag)
        for text in vocabulary.alternatives:
            if not self._tokenizer.FREQ.get(text):
                self._tokenizer.add_word(text, None, _UNTAGGED)

    def search_words(self, text: str) -> Iterable[str]:
        words: Iterable[str] = self._tokenizer.cut_for_search(text, HMM=False)
        return words

    def words(self, text: str) -> Iterable[str]:
        words: Iterable[str] = self._tokenizer.cut(text, HMM=False)
        return words

    def tags(self, text: str) -> Iterable[tuple[str, str]]:
        return [(pair.word, pair.flag) for pair in self._tagger.cut(text, HMM=False)]

    def count(self, word: str) -> int:
        count: int = self._tokenizer.suggest_freq(word)
        return count

    @each_once
    def _tagger(self) -> "POSTokenizer":
        # reads the dictionary once more, which takes a second
        from jieba.posseg import POSTokenizer

        return POSTokenizer(self._tokenizer)


class _Rjieba:
    def __init__(self, vocabulary: Vocabulary) -> None:
        import rjieba

        # its own dictionary only if words are added: it takes a tenth of a second and 75 MB
        self._rjieba = rjieba.Jieba() if _adds_words(vocabulary) else rjieba
        for word in vocabulary.words:
            self._rjieba.add_word(word.text, word.frequency, word.tag)
        for text in vocabulary.alternatives:
            if not self._rjieba.has_word(text):
                self._rjieba.add_word(text, None, _UNTAGGED)

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


def jieba_segmenter(vocabulary: Vocabulary = NO_WORDS) -> Segmenter:
    """Return jieba itself, with a dictionary of its own."""
    return _Jieba(vocabulary)


def rjieba_segmenter(vocabulary: Vocabulary = NO_WORDS) -> Segmenter:
    """Return the Rust port of jieba. Raises ImportError if it is not installed."""
    return _Rjieba(vocabulary)


def segmenter(vocabulary: Vocabulary = NO_WORDS) -> Segmenter:
    """Return the fastest segmenter installed, with the vocabulary's words.

    The first call loads it.
    """
    return _fastest(vocabulary if _adds_words(vocabulary) else NO_WORDS)


def _adds_words(vocabulary: Vocabulary) -> bool:
    return bool(vocabulary.words or vocabulary.alternatives)


@lru_cache(_MOST)
def _fastest(vocabulary: Vocabulary) -> Segmenter:
    try:
        return rjieba_segmenter(vocabulary)
    except ImportError:
        return jieba_segmenter(vocabulary)
