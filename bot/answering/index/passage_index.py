"""Articles → their passages in an engine; many articles in processes of their own."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

from bot.language.sentences import sentences
from bot.language.terms import terms
from bot.language.vocabulary import Vocabulary
from bot.model import Article
from bot.passages import passages
from bot.retrieval.engine import GONE, Engine

__all__ = ["IndexPassages", "PassageIndex", "index_in_processes", "index_passages", "merge"]

_CHARACTERS_PER_PROCESS = 60_000
"""Characters that are worth the start of a process, which takes half a second."""
_MAX_PROCESSES = 4
_NICENESS = 10
"""The `nice` of processes that index: they give way to those that answer."""


@dataclass(frozen=True)
class PassageIndex:
    """The passages of articles in an engine, in order; their parts are sentences."""

    engine: Engine
    passages: tuple[int, ...]
    """The number of passages of each article."""

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The number of each article's first passage, and of all passages."""
        return tuple(accumulate(self.passages, initial=0))

    def documents(self, article: int) -> range:
        """The numbers of the article's passages in the engine."""
        return range(self.starts[article], self.starts[article + 1])


IndexPassages = Callable[[Sequence[Article], Vocabulary, type[Engine]], PassageIndex]
"""A way to index articles: here and now, or in other processes."""


def index_passages(articles: Sequence[Article], vocabulary: Vocabulary, engine: type[Engine]) -> PassageIndex:
    """Index the articles here and now, in about five milliseconds for a thousand characters."""
    cuts = [passages(article) for article in articles]
    documents = (
        [terms(span.cut(passage.text), vocabulary) for span in sentences(passage.text)]
        for cut in cuts
        for passage in cut
    )
    return PassageIndex(engine.build(documents), tuple(map(len, cuts)))


def index_in_processes(
    articles: Sequence[Article], vocabulary: Vocabulary, engine: type[Engine]
) -> PassageIndex:
    """Index many articles in processes of their own, so that this one goes on answering."""
    characters = sum(len(article.text) for article in articles)
    processes = min(os.cpu_count() or 1, _MAX_PROCESSES, characters // _CHARACTERS_PER_PROCESS)
    if not processes:
        return index_passages(articles, vocabulary, engine)
    jobs = [(share, vocabulary, engine) for share in _shares(articles, characters // processes + 1)]
    # if no process can be started, or one is killed, the work is done here
    with suppress(OSError, BrokenProcessPool):
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(processes, mp_context=spawn, initializer=_stand_back) as pool:
            return _concatenate(list(pool.map(_index_share, jobs)), engine)
    return index_passages(articles, vocabulary, engine)


def merge(
    indexes: Sequence[PassageIndex], order: Sequence[tuple[int, int]], engine: type[Engine]
) -> PassageIndex:
    """Merge articles of several indexes into one.

    `order` has for each article the number of its index, and its own number there.
    """
    numbers = [[GONE] * len(index.engine) for index in indexes]
    size = 0
    for place, article in order:
        documents = indexes[place].documents(article)
        numbers[place][documents.start : documents.stop] = range(size, size + len(documents))
        size += len(documents)
    return PassageIndex(
        engine.merged([(index.engine, moved) for index, moved in zip(indexes, numbers, strict=True)]),
        tuple(indexes[place].passages[article] for place, article in order),
    )


def _concatenate(indexes: Sequence[PassageIndex], engine: type[Engine]) -> PassageIndex:
    order = [
        (place, article) for place, index in enumerate(indexes) for article in range(len(index.passages))
    ]
    return merge(indexes, order, engine)


def _index_share(job: tuple[Sequence[Article], Vocabulary, type[Engine]]) -> PassageIndex:
    return index_passages(*job)


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
