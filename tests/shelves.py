"""Shelves for tests, and what can be done with them."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from articles import LIBRARY, NOTE

from bot.answering.index.shelf import ShelfIndex
from bot.answering.ranking.asked import ready
from bot.answering.ranking.features import Sight
from bot.answering.ranking.features import sights as of_question
from bot.answering.ranking.search import Search
from bot.answering.ranking.weights import shipped
from bot.language.normalise import folded
from bot.language.vocabulary import NO_WORDS, Vocabulary
from bot.model import Article, Source
from bot.readers import read_path
from bot.retrieval.memory import MemoryEngine

FIXTURES = Path(__file__).parent / "fixtures"
CORPUS = Path(__file__).parents[1] / "corpus"
ENGLISH = Article(
    Source(title="A library in a granary", language="en"),
    "The old granary was built in 1962. Its walls are half a metre thick, so the rooms stay cool in summer.\n"
    "Sixty-seven volunteers keep the library open at weekends. They also record the craftsmen's stories.",
)


@cache
def demo() -> Article:
    """The article that the demonstration is about."""
    return read_path(FIXTURES / "demo-article.md")


def shelf(*articles: Article, vocabulary: Vocabulary = NO_WORDS) -> ShelfIndex:
    """The articles in the memory engine."""
    return ShelfIndex(articles, MemoryEngine, vocabulary)


def search(*articles: Article) -> Search:
    """A search on a shelf of the articles, by the weights that are shipped."""
    return Search(shelf(*articles), shipped())


@cache
def library_shelf() -> ShelfIndex:
    """A shelf of three articles."""
    return shelf(demo(), LIBRARY, NOTE)


def sights(question: str, index: ShelfIndex) -> Iterator[tuple[Sight, int]]:
    """Every passage of the shelf in the light of the question: its article, and its number there."""
    asked = ready(folded(question), index)
    for sight in of_question(asked, range(len(index.articles)), index):
        yield from ((sight, passage) for passage in range(len(sight.article.ranges)))
