"""The stems of English words: ticket for tickets, autom for automated and automation.

Every Latin word is taken for English, since a question does not tell the language of the article that
answers it; both sides are cut alike, so a foreign word still finds itself.
"""

import re
import threading
from functools import lru_cache
from typing import Any

__all__ = ["stem"]

_FEWEST = 4
"""Letters from which on a word is cut; shorter ones are mostly whole, or names like WHO and IOS."""
_WORD = re.compile(r"[a-z]+")
_stemmers = threading.local()


def stem(unit: str) -> str:
    """Return the stem of a folded Latin word of four letters or more; anything else as it is."""
    return _stem(unit) if len(unit) >= _FEWEST and _WORD.fullmatch(unit) else unit


@lru_cache(50_000)
def _stem(word: str) -> str:
    found: str = _stemmer().stemWord(word)
    return found


def _stemmer() -> Any:  # snowballstemmer is not typed
    """Return this thread's own stemmer, which must not be shared, loaded when a first word needs it."""
    if not hasattr(_stemmers, "english"):
        from snowballstemmer import stemmer

        _stemmers.english = stemmer("english")
    return _stemmers.english
