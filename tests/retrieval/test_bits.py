"""Sets of places as the bits of a number."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.retrieval.bits import bits, mask


@given(st.sets(st.integers(0, 300)) | st.integers(1, 9).map(lambda step: set(range(0, 4_000, step))))
def test_places_come_back_from_their_bits_in_order(places: set[int]) -> None:
    """However many there are; bit i of the number stands for place i."""
    number = mask(np.array(sorted(places), dtype=np.int32))
    assert sum(1 << place for place in places) == number
    assert sorted(places) == list(bits(number))
