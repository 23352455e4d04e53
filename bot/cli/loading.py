"""Loading what a command needs, without work that a process of a moment has no use for."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["for_one_question", "without_collecting"]

_THREADS = "OPENBLAS_NUM_THREADS"


@contextmanager
def without_collecting() -> Iterator[None]:
    """Let nothing look for garbage meanwhile, nor ever again among what was made: modules stay until the end.

    To go through them again and again took a fifth of the time of a single question.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def for_one_question() -> Iterator[None]:
    """Let numpy, if it is loaded meanwhile, start no threads, unless the operator says how many.

    They wait for work by looking for it, which takes a tenth of the time of a single question; it gives them none.
    """
    is_ours = _THREADS not in os.environ
    os.environ.setdefault(_THREADS, "1")
    try:
        with without_collecting():
            yield
    finally:
        if is_ours:
            del os.environ[_THREADS]
