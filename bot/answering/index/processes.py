"""Work on many articles, done in processes of its own, so that this one goes on answering."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from itertools import accumulate, pairwise
from typing import TypeVar

from bot.model import Article

__all__ = ["in_processes"]

_Result = TypeVar("_Result")
_CHARACTERS_PER_PROCESS = 60_000
"""Characters that are worth the start of a process, which takes half a second."""
_MAX_PROCESSES = 4
_NICENESS = 10
"""The `nice` of processes that index: they give way to those that answer."""


def in_processes(work: Callable[[Sequence[Article]], _Result], articles: Sequence[Article]) -> list[_Result]:
    """Return what `work`, a function that can be pickled, makes of the articles, share by share, in order.

    Of few articles it is done here and now, in one share; so it is if no process can be started, or one is killed.
    """
    characters = sum(len(article.text) for article in articles)
    processes = min(os.cpu_count() or 1, _MAX_PROCESSES, characters // _CHARACTERS_PER_PROCESS)
    if processes:
        shares = list(_shares(articles, characters // processes + 1))
        with suppress(OSError, BrokenProcessPool):
            spawn = multiprocessing.get_context("spawn")
            with ProcessPoolExecutor(processes, mp_context=spawn, initializer=_stand_back) as pool:
                return list(pool.map(work, shares))
    return [work(articles)]


def _shares(articles: Sequence[Article], characters: int) -> Iterator[Sequence[Article]]:
    """Yield the articles in order, in shares of about so many characters."""
    ends = list(accumulate(len(article.text) for article in articles))
    cuts = [
        0,
        *(n for n in range(1, len(ends)) if ends[n] // characters > ends[n - 1] // characters),
        len(ends),
    ]
    return (articles[start:end] for start, end in pairwise(cuts))


def _stand_back() -> None:
    """Give way to the process that answers, leave Ctrl-C to it, and end when it ends."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
