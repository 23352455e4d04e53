"""Pages set vertically: the columns are read as lines, turned by a quarter, from the right."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.readers.formats.pdf.fragment import Fragment

__all__ = ["Character", "is_vertical", "turned"]

_MIN_STEPS = 12
_ASIDE = 0.4
"""Characters of a column are in line within this share of their size."""
_MAX_GAP = 1.5
_MIN_SPACE = 0.8
_MARGIN_SHARE = 0.09


class Character(NamedTuple):
    """A character, its middle in points from the left and the top of the page, and its size."""

    text: str
    x: float
    y: float
    em: float


def is_vertical(characters: Sequence[Character]) -> bool:
    """Return whether most characters stand right below the one before."""
    down = across = 0
    for before, after in pairwise(characters):
        em, dx, dy = before.em, after.x - before.x, after.y - before.y
        down += abs(dx) < _ASIDE * em and 0.5 * em < dy < 2 * em
        across += abs(dy) < _ASIDE * em and 0.2 * em < dx < 2 * em
    return down >= _MIN_STEPS and down > 2 * across


def turned(characters: Sequence[Character], width: float, height: float) -> tuple[list[Fragment], list[str]]:
    """Return the columns as fragments of lines, left being the top and top the right; and the running texts.

    A line across in the margin at the top or the bottom is a page number or a running head.
    """
    fragments, running = [], []
    for run in _runs(characters):
        first, last = run[0], run[-1]
        is_across = len(run) > 1 and last.x - first.x > abs(last.y - first.y)
        margin = not _MARGIN_SHARE * height < first.y < (1 - _MARGIN_SHARE) * height
        if margin and (is_across or len(run) == 1):
            running.append("".join(character.text for character in run))
        else:
            fragments.append(_fragment(run, width))
    return fragments, running


def _runs(characters: Sequence[Character]) -> Iterator[list[Character]]:
    """Yield the characters that stand one below the other, or side by side on one line."""
    run: list[Character] = []
    is_across = False
    for character in characters:
        if run and _is_below(run[-1], character) and not is_across:
            run.append(character)
        elif (
            run
            and _is_beside(run[-1], character)
            and (is_across or len(run) == 1 or character.text.isascii())
        ):
            is_across = is_across or len(run) == 1
            run.append(character)
        elif run and is_across and len(run) <= 3 and _is_below(run[0], character):
            is_across = False  # a figure set upright within its column
            run.append(character)
        else:
            if run:
                yield run
            run, is_across = [character], False
    if run:
        yield run


def _is_below(before: Character, after: Character) -> bool:
    em = max(before.em, after.em)
    return (
        abs(after.x - before.x) < _ASIDE * em * 1.25 and 0.2 * em < after.y - before.y < (1 + _MAX_GAP) * em
    )


def _is_beside(before: Character, after: Character) -> bool:
    em = max(before.em, after.em)
    return abs(after.y - before.y) < _ASIDE * em / 2 and 0.2 * em < after.x - before.x < _MAX_GAP * em


def _fragment(run: Sequence[Character], width: float) -> Fragment:
    text = run[0].text
    for before, after in pairwise(run):
        space = after.y - before.y - (before.em + after.em) / 2 > _MIN_SPACE * after.em
        text += ("\u3000" if space else "") + after.text
    em = sorted(character.em for character in run)[len(run) // 2]
    middle = width - sorted(character.x for character in run)[len(run) // 2]
    top, bottom = middle - em / 2, middle + em / 2
    return Fragment(text, run[0].y - run[0].em / 2, run[-1].y + run[-1].em / 2, top, bottom, bottom, em)
