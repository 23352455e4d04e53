"""Sets of small numbers as the bits of one number: bit i is set if i is in the set."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

__all__ = ["bits", "mask"]

_MANY_BITS = 64
"""Bits from which on arrays are quicker. One by one, those of a long book take seconds."""


def mask(places: NDArray[np.int32]) -> int:
    """Return the number whose bits at these places, which ascend, are set."""
    if len(places) > _MANY_BITS:
        held = np.zeros(places[-1] + 1, dtype=np.uint8)
        held[places] = 1
        return int.from_bytes(np.packbits(held, bitorder="little").tobytes(), "little")
    number = 0
    for place in places.tolist():
        number |= 1 << place
    return number


def bits(mask: int) -> Iterator[int]:
    """Yield the places of the bits of `mask` that are set, lowest first."""
    if mask.bit_count() > _MANY_BITS:
        packed = np.frombuffer(mask.to_bytes(mask.bit_length() // 8 + 1, "little"), np.uint8)
        yield from np.flatnonzero(np.unpackbits(packed, bitorder="little")).tolist()
        return
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
