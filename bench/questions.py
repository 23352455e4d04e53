"""Questions about an article, made of its own words and sentences, no two of them alike."""

import random
import re
from collections.abc import Iterator
from itertools import islice

from bot.language.segmenter import segmenter
from bot.model import Article

__all__ = ["questions"]

_ENDINGS = ("", "是什么", "有哪些", "怎么做", "为什么", "是多少", "什么时候", "在哪里")
_CLAUSE = re.compile(r"[^，。；：！？、\n“”]{4,}")
_FEWEST, _MOST = 2, 6
"""Words of a clause that a question takes."""


def questions(article: Article, count: int, seed: int = 0) -> list[str]:
    """Return `count` different questions, the same for a seed.

    Raises ValueError for a short article.
    """
    found = list(dict.fromkeys(islice(_made(article, random.Random(seed)), 20 * count)))[:count]
    if len(found) < count:
        raise ValueError(f"{article.source.title}: is too short for {count} questions")
    return found


def _made(article: Article, chance: random.Random) -> Iterator[str]:
    clauses = [list(segmenter().words(clause)) for clause in _CLAUSE.findall(article.text)]
    while clauses:
        words = chance.choice(clauses)
        start = chance.randrange(len(words))
        taken = words[start : start + chance.randint(_FEWEST, _MOST)]
        yield "".join(taken) + chance.choice(_ENDINGS)
