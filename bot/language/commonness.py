"""The commonness of terms in general Chinese, by the counts in jieba's dictionary.

On a shelf of one article nearly every word is rare; general Chinese tells 天气 from 驾驶舱.
"""

import math
from functools import lru_cache

from bot.language.segmenter import segmenter

__all__ = ["expected_share", "surprise"]

_COUNTED = 60_101_967
"""The number of words counted for the dictionary."""
_WORDS_IN_A_PASSAGE = 150
_NUMBER_COUNT = 3000
_MOST_SURPRISE = 9.0


@lru_cache(200_000)
def expected_share(term: str) -> float:
    """Return the share of general Chinese passages that hold the term (Poisson over words)."""
    kind, body = term[0], term[2:]
    count = _NUMBER_COUNT if kind == "n" or body.isdigit() else segmenter().count(body)
    return 1 - math.exp(-_WORDS_IN_A_PASSAGE * count / _COUNTED)


def surprise(term: str) -> float:
    """Return the information in meeting the term in general Chinese, in nats, at most 9."""
    return min(_MOST_SURPRISE, -math.log(max(expected_share(term), 1e-9)))
