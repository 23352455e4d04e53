"""The rows of a matrix: terms that stand apart, as many in each, above and below the line of its brackets."""

import re
from collections.abc import Iterator, Sequence

from bot.readers.formats.pdf.fragment import Fragment

__all__ = ["LEVEL", "rows_of_matrix"]

LEVEL = 0.25
"""What stands higher or lower by less, as a multiple of the type size, is on the line."""
_NEAR, _PITCH = 1.0, 2.2
"""The first rows about an empty line, and any two rows, are as far apart at most."""
_SLACK = 0.8
"""A bracket within a stretch of type stands where it is reckoned, give or take so much."""
_MOST_CHARACTERS = 24
_MOST_ROWS = 10
_TERM = re.compile(
    r"[-−–+±]?(?:\d[\d.,%]{0,8}[A-Za-z]?|[A-Za-zα-ω]{1,3}\d{0,3}|[⋯…⋮⋱.]{1,3})[²³\u2070-\u209c]{0,4}"
)


def rows_of_matrix(
    fragments: Sequence[Fragment], first: Fragment, held: str, left: float, right: float
) -> list[Fragment]:
    """Return the fragments of the rows between two brackets beside the line of `first`; none if it is no matrix.

    On their own line the brackets hold the row `held`, or nothing where the number of rows is even.
    """
    terms = held.split()
    if not all(map(_TERM.fullmatch, terms)):
        return []
    slack = _SLACK * first.em if terms else 1.0
    inside = [
        item
        for item in fragments
        if item.left > left - slack and item.right < right + slack and len(item.text) <= _MOST_CHARACTERS
    ]
    above = list(_rows(inside, first, up=True, near=_PITCH if terms else _NEAR))
    below = list(_rows(inside, first, up=False, near=_PITCH if terms else _NEAR))
    count = len(terms) or (_terms(above[0]) if above else 0)
    if not above or len(above) != len(below) or any(_terms(row) != count for row in (*above, *below)):
        return []
    if count == 0 or (not terms and count == len(above) == 1):
        return []  # a stack of two is a fraction
    return [item for row in (*above, *below) for item in row]


def _rows(inside: Sequence[Fragment], first: Fragment, *, up: bool, near: float) -> Iterator[list[Fragment]]:
    """Yield the rows above or below the line of `first`, the nearest first, as long as they follow each other."""
    side = [item for item in inside if (item.base < first.base) == up]
    base, reach = first.base, near * first.em
    for _ in range(_MOST_ROWS):
        steps = [abs(item.base - base) for item in side]
        step = min(steps, default=reach)
        if step >= reach:
            return
        row = [item for item, far in zip(side, steps, strict=True) if far - step < LEVEL * first.em]
        yield row
        side = [item for item in side if item not in row]
        base, reach = row[0].base, _PITCH * first.em


def _terms(row: Sequence[Fragment]) -> int:
    """Return how many terms stand apart in a row; 0 if a sign is among them, as in a fraction."""
    terms = [term for item in row for term in item.text.split()]
    return len(terms) if all(_TERM.fullmatch(term) or any(map(str.isalnum, term)) for term in terms) else 0
