"""Articles → their passages in an engine; many articles in processes of their own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import accumulate

from bot.language.sentences import sentences
from bot.language.terms import terms
from bot.language.vocabulary import Vocabulary
from bot.model import Article
from bot.passages import passages
from bot.retrieval.engine import GONE, Engine

__all__ = ["IndexPassages", "PassageIndex", "index_in_processes", "index_passages", "merge"]


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
    # with what starts processes, which a shelf that a single question is put to does not need
    from bot.answering.index.processes import in_processes

    shares = in_processes(partial(_index_share, vocabulary=vocabulary, engine=engine), articles)
    return shares[0] if len(shares) == 1 else _concatenate(shares, engine)


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


def _index_share(articles: Sequence[Article], vocabulary: Vocabulary, engine: type[Engine]) -> PassageIndex:
    return index_passages(articles, vocabulary, engine)
