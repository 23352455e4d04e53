"""What this process still holds of a text."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["traces_of"]

_SHORTEST = 6
_LONG_S = 1000.0


def traces_of(words: str) -> list[str]:
    """Return every text in memory with the words in it, apart from the one given; what nobody refers to is gone first.

    Texts are looked for in all that the collector knows: what holds it, as caches and frozen values do.
    """
    gc.unfreeze()  # caches of modules are as old as these, and passed over otherwise
    gc.collect()
    with _alone():
        found = [text[:200] for text in _texts() if words in text and text is not words]
    gc.freeze()
    return found


@contextmanager
def _alone() -> Iterator[None]:
    """Let no other thread go on: one that is making a tuple fails with a SystemError if somebody else has hold of it."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(_LONG_S)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def _texts() -> Iterator[str]:
    for holder in gc.get_objects():
        for held in gc.get_referents(holder):
            if type(held) is str and len(held) >= _SHORTEST:
                yield held
            elif type(held) is tuple and not gc.is_tracked(held):
                yield from (one for one in held if type(one) is str)
