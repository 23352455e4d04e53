"""Texts and questions without end, always the same: an archive as large as one likes, made of the words that are shipped."""

from collections.abc import Iterator
from itertools import accumulate
from random import Random

from bot.language.meanings import meanings
from bot.model import Article, Source

__all__ = ["articles", "questions", "words"]

_CHARACTERS = 300
_SENTENCE = (8, 14)
"""The fewest and the most words of a sentence."""
_COMMON = "的 在 了 和 是 有 对 为 把 从 到 与".split()
_PAPERS, _AUTHORS = 40, 2_000


def articles(size: int, seed: int = 1) -> Iterator[Article]:
    """Yield `size` articles of one passage, some 300 characters each; words are as unequally common as in any language."""
    random, known = Random(seed), words()
    weights = list(accumulate(1 / (rank + 20) for rank in range(len(known))))
    for number in range(size):
        sentences: list[str] = []
        while sum(map(len, sentences)) < _CHARACTERS:
            some = random.choices(known, cum_weights=weights, k=random.randint(*_SENTENCE))
            middle = random.choice(_COMMON).join((some[0], some[1]))
            sentences.append(f"{middle}{''.join(some[2:])}{number % 97 + 3}年。")
        title = "".join(random.choices(known, k=3))
        source = Source(
            title=title, author=f"作者{number % _AUTHORS}", publication=f"第{number % _PAPERS}晚报"
        )
        yield Article(source, "".join(sentences))


def questions(size: int, among: int, seed: int = 1) -> list[str]:
    """Return `size` questions, each in some words of one of the first `among` articles."""
    random = Random(seed + 1)
    wanted = sorted(random.sample(range(among), min(size, among)))
    texts = {
        number: article.text for number, article in enumerate(articles(among, seed)) if number in set(wanted)
    }
    asked = []
    for number in random.choices(wanted, k=size):
        text = texts[number]
        start = random.randrange(len(text) - 20)
        asked.append(f"{text[start : start + random.randint(6, 14)]}是什么？")
    return asked


def words() -> list[str]:
    """Return the words that texts are made of, the most common first."""
    known = [
        word for word in meanings().words.decode().split("\n") if 1 < len(word) < 5 and not word.isascii()
    ]
    Random(0).shuffle(known)
    return known
