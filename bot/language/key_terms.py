"""The words that a text is about, by jieba.analyse."""

import copy
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from bot.language.question_words import ENGLISH_WORDS
from bot.language.segmenter import segmenter
from bot.language.stems import stem
from bot.language.vocabulary import NO_WORDS, Vocabulary
from bot.language.whole_words import LETTER, beginning, whole_words

__all__ = ["key_terms"]

_READ_CHARACTERS = 50_000
"""Characters of a text that are looked through."""
_WORD = re.compile(rf"[\u4e00-\u9fff]{{2,8}}|{LETTER}(?:{LETTER}|-){{3,}}")
_FORMS = 4
"""Forms of a word that are looked through for another word."""
_TELLING = ("n", "x", "eng", "l", "j")


def key_terms(text: str, limit: int = 12, vocabulary: Vocabulary = NO_WORDS) -> tuple[str, ...]:
    """Return at most `limit` words of the text, best first, by TF-IDF over jieba's counts.

    Of the forms of an English word, the best. The first call takes most of a second, to load the counts.
    """
    words = _measure(vocabulary).extract_tags(beginning(text, _READ_CHARACTERS), topK=_FORMS * limit)
    forms: dict[str, str] = {}
    for word in words:
        forms.setdefault(stem(word.lower()), word)
    return tuple(forms.values())[:limit]


class _Words:
    """The tokenizer for jieba.analyse: our segmenter, so that jieba's dictionary is not loaded."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._cut = segmenter(vocabulary)

    def cut(self, text: str) -> Iterator[str]:
        """Yield nouns, names, set phrases and words unknown to the dictionary, in order."""
        return (
            word
            for word, tag in whole_words(self._cut.tags(text))
            if tag.startswith(_TELLING) and _WORD.fullmatch(word) and word.lower() not in ENGLISH_WORDS
        )


@cache
def _measure(vocabulary: Vocabulary) -> Any:  # jieba.analyse.TFIDF, which is not typed
    measure = copy.copy(_loaded())
    measure.tokenizer = _Words(vocabulary)
    return measure


@cache
def _loaded() -> Any:
    import jieba.analyse

    return jieba.analyse.default_tfidf
