"""What this process still holds of a text."""

import gc
from collections.abc import Iterator

__all__ = ["traces_of"]

_SHORTEST = 6


def traces_of(words: str) -> list[str]:
    """Return every text in memory with the words in it, apart from the one given; what nobody refers to is gone first.

    Texts are looked for in all that the collector knows: what holds it, as caches and frozen values do.
    """
    gc.collect()
    found = (text for text in _texts() if words in text and text is not words)
    return [text[:200] for text in found]


def _texts() -> Iterator[str]:
    for holder in gc.get_objects():
        for held in gc.get_referents(holder):
            if type(held) is str and len(held) >= _SHORTEST:
                yield held
            elif type(held) is tuple and not gc.is_tracked(held):
                yield from (one for one in held if type(one) is str)
