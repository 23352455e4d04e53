"""A page whose number of columns changes, as a newspaper's does: its bands from the top, each with its own columns."""

from collections.abc import Sequence
from statistics import median

from bot.readers.formats.pdf.columns import Line, gutter_of, lines_in_order
from bot.readers.formats.pdf.fragment import Fragment

__all__ = ["lines_by_bands"]

_LARGE = 1.25
"""Type larger by so much is that of a headline."""
_MIN_BLANK = 1.6
"""A blank strip across the page that is higher, as a multiple of the type size, parts two bands."""
_MIN_LETTERS = 0.6


def lines_by_bands(fragments: Sequence[Fragment]) -> tuple[list[Line], bool]:
    """Return the lines of a page in reading order, and whether its columns change from band to band."""
    bands = _bands(sorted(fragments, key=lambda fragment: (fragment.top, fragment.left)))
    whole = gutter_of(fragments)
    own = [gutter_of(band) for band in bands]
    changes = len(bands) > 1 and any(
        gutter is not None and _parts_text(band, gutter) and (whole is None or _crosses(band, whole))
        for gutter, band in zip(own, bands, strict=True)
    )
    if not changes:
        return lines_in_order(fragments), False
    return [line for band in bands for line in lines_in_order(band)], True


def _bands(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    """Return the fragments, ordered from the top, between headlines and blank strips that go across the page."""
    usual = median(fragment.em for fragment in fragments) if fragments else 0.0
    bands: list[list[Fragment]] = []
    bottom, was_large = 0.0, False
    for fragment in fragments:
        is_large = fragment.em > _LARGE * usual
        is_clear = fragment.top >= bottom - 0.3 * fragment.em
        is_blank = fragment.top - bottom > _MIN_BLANK * usual
        if not bands or (is_clear and (is_blank or is_large != was_large)):
            bands.append([])
        bands[-1].append(fragment)
        bottom, was_large = max(bottom, fragment.bottom), is_large
    return bands


def _parts_text(band: Sequence[Fragment], gutter: float) -> bool:
    """Return whether most of what stands on either side is letters, as in neither tables nor listings."""
    for side in (
        [fragment.text for fragment in band if fragment.ink_right <= gutter],
        [fragment.text for fragment in band if fragment.left >= gutter],
    ):
        chars = [char for text in side for char in text if not char.isspace()]
        if sum(map(str.isalpha, chars)) < _MIN_LETTERS * len(chars):
            return False
    return True


def _crosses(band: Sequence[Fragment], gutter: float) -> bool:
    """Return whether as many lines of a band cross the page's gutter as there are in a paragraph."""
    return sum(fragment.left < gutter < fragment.ink_right for fragment in band) >= 3
