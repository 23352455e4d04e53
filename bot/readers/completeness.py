"""Two readings of one file held against each other: what of the other the articles lack."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import groupby, islice
from unicodedata import normalize

from bot.language.graphemes import head, widened
from bot.model import Span
from bot.readers.reading import Remark, RemarkKind

__all__ = ["left_out"]

_RUN = 4
"""So many characters in a row, found in the articles, show that they were taken."""
_MOST_RUNS = 300_000
_MOST_PASSAGES = 5
_MOST_CHARACTERS = 80
_AROUND = 6
"""Characters shown on either side of a place, so that it can be found."""


def left_out(taken: Iterable[str], other: Sequence[str], *, least: int = 1) -> Remark | None:
    """Return what of the paragraphs `other`, another reading of a file, is not in the texts `taken`.

    Letters and figures are counted, whatever their order. `taken` holds besides the articles what was left out on
    purpose: title, by-line, running heads. None if fewer than `least` characters are missing.
    """
    mine = "".join(_letters(_normal(text)) for text in taken)
    paragraphs = [_normal(text) for text in other]
    whole = Counter[str]()
    for paragraph in paragraphs:
        whole.update(_letters(paragraph))
    missing = whole - Counter(mine)
    number = missing.total()
    if number < max(least, 1):
        return None
    share = max(1, round(100 * number / whole.total()))
    return Remark(RemarkKind.LEFT_OUT, share, passages=_passages(mine, paragraphs, missing.keys()))


def _passages(mine: str, paragraphs: Sequence[str], missing: Set[str]) -> tuple[str, ...]:
    """Return the first stretches of `paragraphs` that hold missing characters in no known company."""
    holding = [paragraph for paragraph in paragraphs if not missing.isdisjoint(paragraph)]
    wanted = set(islice((run for paragraph in holding for run in _runs(_letters(paragraph))), _MOST_RUNS))
    known = wanted.intersection(_runs(mine))
    found = (passage for paragraph in holding for passage in _unknown(paragraph, known, missing))
    return tuple(islice(dict.fromkeys(found), _MOST_PASSAGES))


def _unknown(paragraph: str, known: Set[str], missing: Set[str]) -> Iterator[str]:
    """Yield the stretches of a paragraph that no known run covers, with what stands around them."""
    places = [place for place, char in enumerate(paragraph) if char.isalnum()]
    letters = _letters(paragraph)
    bare = [True] * len(letters)
    for start, run in enumerate(_runs(letters)):
        if run in known:
            bare[start : start + _RUN] = [False] * _RUN
    for is_bare, group in groupby(range(len(letters)), key=bare.__getitem__):
        stretch = list(group)
        if is_bare and not missing.isdisjoint(letters[stretch[0] : stretch[-1] + 1]):
            first, last = max(0, stretch[0] - _AROUND), min(stretch[-1] + _AROUND, len(places) - 1)
            around = widened(paragraph, Span(places[first], places[last] + 1))
            yield head(around.cut(paragraph), _MOST_CHARACTERS)


def _runs(text: str) -> Iterator[str]:
    return (text[start : start + _RUN] for start in range(len(text) - _RUN + 1))


def _normal(text: str) -> str:
    """Return `text` on one line, with one form for each letter and figure."""
    line = normalize("NFC", " ".join(text.split()))
    return line.translate(
        {ord(char): form for char in set(line) if (form := normalize("NFKC", char)).isalnum()}
    )


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
