"""Articles → their passages in an engine of their own; many of them in processes of their own, beside the answering."""

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

__all__ = ["Count", "Counted", "counted", "counted_apart", "joined"]

_MANY = 60_000
"""Characters from which on a process of its own is worth its start, which takes half a second."""
_MOST_PROCESSES = 4
_BEHIND = 10
"""How much processes that count give way to those that answer (`nice`)."""


@dataclass(frozen=True)
class Counted:
    """Articles' passages in an engine, sentences as their parts, one article after the other; how many each has."""

    engine: Engine
    passages: tuple[int, ...]

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The number of each article's first passage, and of all passages."""
        return tuple(accumulate(self.passages, initial=0))

    def documents(self, article: int) -> range:
        """The numbers of the article's passages in the engine."""
        return range(self.starts[article], self.starts[article + 1])


Count = Callable[[Sequence[Article], Vocabulary, type[Engine]], Counted]


def counted(articles: Sequence[Article], vocabulary: Vocabulary, engine: type[Engine]) -> Counted:
    """The articles counted, here and now; about five milliseconds for a thousand characters."""
    cuts = [passages(article) for article in articles]
    documents = (
        [terms(span.cut(passage.text), vocabulary) for span in sentences(passage.text)]
        for cut in cuts
        for passage in cut
    )
    return Counted(engine.build(documents), tuple(map(len, cuts)))


def counted_apart(articles: Sequence[Article], vocabulary: Vocabulary, engine: type[Engine]) -> Counted:
    """The same, but many articles in processes of their own, so that this one goes on answering."""
    characters = sum(len(article.text) for article in articles)
    processes = min(os.cpu_count() or 1, _MOST_PROCESSES, characters // _MANY)
    if not processes:
        return counted(articles, vocabulary, engine)
    jobs = [(share, vocabulary, engine) for share in _shares(articles, characters // processes + 1)]
    # where no process can be started, or one is killed, the work is done here
    with suppress(OSError, BrokenProcessPool):
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(processes, mp_context=spawn, initializer=_stand_back) as pool:
            return _one_after_the_other(list(pool.map(_counted, jobs)), engine)
    return counted(articles, vocabulary, engine)


def joined(parts: Sequence[Counted], order: Sequence[tuple[int, int]], engine: type[Engine]) -> Counted:
    """Articles of several `parts` in one engine, in `order`: for each, the number of its part and its own in there."""
    numbers = [[GONE] * len(part.engine) for part in parts]
    starts = [part.starts for part in parts]
    size = 0
    for part, article in order:
        count = parts[part].passages[article]
        first = starts[part][article]
        numbers[part][first : first + count] = range(size, size + count)
        size += count
    return Counted(
        engine.merged([(part.engine, its) for part, its in zip(parts, numbers, strict=True)]),
        tuple(parts[part].passages[article] for part, article in order),
    )


def _one_after_the_other(parts: Sequence[Counted], engine: type[Engine]) -> Counted:
    order = [(number, article) for number, part in enumerate(parts) for article in range(len(part.passages))]
    return joined(parts, order, engine)


def _counted(job: tuple[Sequence[Article], Vocabulary, type[Engine]]) -> Counted:
    return counted(*job)


def _shares(articles: Sequence[Article], characters: int) -> Iterator[Sequence[Article]]:
    """The articles in order, in shares of about so many characters."""
    ends = list(accumulate(len(article.text) for article in articles))
    cuts = [
        0,
        *(n for n in range(1, len(ends)) if ends[n] // characters > ends[n - 1] // characters),
        len(ends),
    ]
    return (articles[start:end] for start, end in pairwise(cuts))


def _stand_back() -> None:
    """Give way to the process that answers, leave Ctrl-C to it, and end with it, however it ends."""
    if hasattr(os, "nice"):
        os.nice(_BEHIND)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
