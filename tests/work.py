"""The work that a call does, counted: the same on every machine, however busy it is."""

import sys
from collections import Counter
from collections.abc import Callable
from cProfile import Profile
from types import CodeType

__all__ = ["calls_by_file", "calls_of", "work"]


def work(call: Callable[[], object]) -> int:
    """Return how many functions `call` calls in its own thread, Python's and C's; what a C function does counts once."""
    return sum(entry.callcount for entry in _profiled(call).getstats())


def calls_by_file(call: Callable[[], object]) -> Counter[str]:
    """Return how often each file's functions are called, and call functions of C, in the thread of `call`."""
    counted = Counter[str]()
    for entry in _profiled(call, callers=True).getstats():
        if isinstance(entry.code, CodeType):
            in_c = sum(called.callcount for called in entry.calls or () if isinstance(called.code, str))
            counted[entry.code.co_filename] += entry.callcount + in_c
    return counted


def calls_of(name: str, call: Callable[[], object]) -> int:
    """Return how often Python functions of that name are called in the thread of `call`."""
    return sum(
        entry.callcount
        for entry in _profiled(call).getstats()
        if isinstance(entry.code, CodeType) and entry.code.co_name == name
    )


def _profiled(call: Callable[[], object], *, callers: bool = False) -> Profile:
    # written in C: a function of ours that counts would take several times as long as most of what it counts
    before, profile = sys.getprofile(), Profile(subcalls=callers)
    profile.enable()
    try:
        call()
    finally:
        profile.disable()
        sys.setprofile(before)
    return profile
