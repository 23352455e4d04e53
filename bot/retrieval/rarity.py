"""How much terms tell by how few passages hold them, and by which of a question's to look for passages."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["rarities", "telling"]

_MOST_TERMS = 192
"""The rarest terms of a question by which passages are found, at most."""
_LEFT_OUT = 0.1
"""The share of a question's idf that its commonest terms may have and be left out in finding …"""
_FEW_PLACES = 50_000
"""… which they are not as long as all terms up to them stand in so few passages: that takes half a millisecond."""


def rarities(often: NDArray[np.int64], passages: int) -> NDArray[np.float64]:
    """Return Lucene's idf of terms, each held by so many of all passages: ln(1 + (N - n + ½) / (n + ½))."""
    idf: NDArray[np.float64] = np.log1p((passages - often + 0.5) / (often + 0.5))
    return idf


def telling(often: NDArray[np.int64], passages: int) -> NDArray[np.int64]:
    """Return the places of the terms by which passages are looked for, the rarest first; at least that one."""
    rarest = np.argsort(often, kind="stable")
    idf = rarities(often[rarest], passages)
    # looking up one character that every second passage holds takes longer than all other terms together
    matters = np.cumsum(idf) - idf < (1 - _LEFT_OUT) * idf.sum()
    is_cheap = np.cumsum(often[rarest]) <= _FEW_PLACES
    places: NDArray[np.int64] = rarest[matters | is_cheap][:_MOST_TERMS]
    return places
