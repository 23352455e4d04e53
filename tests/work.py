"""The work that a call does, counted: the same on every machine, however busy it is."""

import sys
from collections.abc import Callable
from types import FrameType

__all__ = ["work"]


def work(call: Callable[[], object]) -> int:
    """Return how many functions `call` calls in its own thread, Python's and C's; what a C function does counts once."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        call()
    finally:
        sys.setprofile(before)
    return calls
