"""Work on many articles, done in processes of its own, so that this one goes on answering."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import accumulate, pairwise
from typing import Self, TypeVar

from bot.model import Article

__all__ = ["Workshop", "in_processes"]

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
    with Workshop() as workshop:
        return workshop.made(work, articles)


class Workshop:
    """Processes that are started when there is much to do, and kept for what else there is until it is left."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._processes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None

    def made(
        self, work: Callable[[Sequence[Article]], _Result], articles: Sequence[Article]
    ) -> list[_Result]:
        """Return what `work` makes of the articles, as `in_processes` does."""
        characters = sum(len(article.text) for article in articles)
        if processes := min(os.cpu_count() or 1, _MAX_PROCESSES, characters // _CHARACTERS_PER_PROCESS):
            try:
                pool = self._started(processes)
                return list(pool.map(work, _shares(articles, characters // self._processes + 1)))
            except (OSError, BrokenProcessPool):
                self.__exit__()
        return [work(articles)]

    def _started(self, processes: int) -> ProcessPoolExecutor:
        if self._pool is None:
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(processes, mp_context=spawn, initializer=_stand_back)
            self._processes = processes
        return self._pool


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
