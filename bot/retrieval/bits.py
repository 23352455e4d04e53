"""Which of many things there are, as the bits of one number: bit i stands for thing i."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

__all__ = ["bits", "mask"]

_MANY = 64
"""From how many bits on arrays are quicker. One by one, those of a long book take seconds: each step copies all others."""


def mask(places: NDArray[np.int32]) -> int:
    """The number whose bits at these places, which ascend, are set."""
    if len(places) > _MANY:
        held = np.zeros(places[-1] + 1, dtype=np.uint8)
        held[places] = 1
        return int.from_bytes(np.packbits(held, bitorder="little").tobytes(), "little")
    found = 0
    for place in places.tolist():
        found |= 1 << place
    return found


def bits(mask: int) -> Iterator[int]:
    """The places of the bits of `mask` that are set, lowest first."""
    if mask.bit_count() > _MANY:
        packed = np.frombuffer(mask.to_bytes(mask.bit_length() // 8 + 1, "little"), np.uint8)
        yield from np.flatnonzero(np.unpackbits(packed, bitorder="little")).tolist()
        return
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
