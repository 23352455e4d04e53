"""How far the article reaches among the blocks of a page: below its headline, above what ends or promotes."""

from collections import defaultdict
from collections.abc import Sequence

from bot.readers.formats.html.credits import is_credit
from bot.readers.formats.html.furniture import ends_article, is_frame, is_notice, is_prose, promotes
from bot.readers.markup import Block
from bot.readers.newspaper.byline import author_of
from bot.readers.newspaper.furniture import squeeze

__all__ = ["ENOUGH", "MOST", "innermost", "prose_of", "trimmed", "within", "without_promotion"]

MOST = 0.6
"""The share of an article's prose that its element holds."""
_MOST_ABOVE = 3
"""Of an article's prose two thirds or more stand below its headline."""
ENOUGH = 40
"""As many characters of prose are an article that may end."""


def prose_of(page_blocks: Sequence[Block], numbers: Sequence[int]) -> int:
    """Return how many characters of prose the blocks hold."""
    return sum(len(page_blocks[i].text) for i in numbers if is_prose(page_blocks[i]))


def innermost(page_blocks: Sequence[Block], numbers: Sequence[int], share: float) -> tuple[int, ...]:
    """Return the path of the innermost element that holds that share of the prose of the blocks."""
    weights: dict[tuple[int, ...], int] = defaultdict(int)
    for i in numbers:
        path, weight = page_blocks[i].path, len(page_blocks[i].text)
        for end in range(len(path)):
            weights[path[:end]] += weight
    needed = share * weights[()] if weights else 0
    return max((path for path, weight in weights.items() if weight >= needed), key=len, default=())


def within(page_blocks: Sequence[Block], chosen: Sequence[int], title: str) -> list[int]:
    """Return `chosen` without what stands above the headline, and below what ends an article."""
    start, stop, before = 0, len(page_blocks), 0
    whole = prose_of(page_blocks, chosen)
    picked = set(chosen)
    for i in range(chosen[-1] + 1):
        block = page_blocks[i]
        if title and squeeze(block.text) == title and _MOST_ABOVE * before <= whole:
            start = i
        elif before >= ENOUGH and ends_article(block):
            stop = i
            break
        before += len(block.text) if i in picked and is_prose(block) else 0
    return [i for i in chosen if start <= i < stop]


def without_promotion(page_blocks: Sequence[Block], chosen: Sequence[int]) -> list[int]:
    """Return `chosen` up to the first block that promotes something else, outside the innermost element of the prose."""
    core = innermost(page_blocks, [i for i in chosen if is_prose(page_blocks[i])], MOST)
    ends = [n for n, i in enumerate(chosen) if page_blocks[i].path[: len(core)] == core]
    after = ends[-1] + 1 if ends else len(chosen)
    for n, i in enumerate(chosen[after:], after):
        if promotes(page_blocks[i]):
            rest = prose_of(page_blocks, chosen[n:])
            return list(chosen[:n]) if 2 * rest < prose_of(page_blocks, chosen[:n]) else list(chosen)
    return list(chosen)


def trimmed(page_blocks: Sequence[Block], chosen: Sequence[int], title: str) -> list[int]:
    """Return `chosen` without the title, and without the page's frame at its start and end."""
    chosen = [i for i in chosen if not title or squeeze(page_blocks[i].text) != title]
    start, stop = 0, len(chosen)
    while start < stop and _is_before(page_blocks, chosen[start : start + 2]):
        start += 1
    while stop > start and _is_behind(page_blocks[chosen[stop - 1]]):
        stop -= 1
    return list(chosen[start:stop])


def _is_before(page_blocks: Sequence[Block], pair: Sequence[int]) -> bool:
    """Return whether the first of two blocks belongs to the headline: frame, credits, a name above the date."""
    first = page_blocks[pair[0]]
    if is_frame(first) or is_credit(first):
        return True
    return (
        len(pair) > 1 and not first.level and bool(author_of(first.text)) and is_credit(page_blocks[pair[1]])
    )


def _is_behind(block: Block) -> bool:
    return is_frame(block) or ends_article(block) or is_notice(block)
