"""Shelves for tests, and what can be done with them."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from articles import LIBRARY, NOTE

from bot.answering.index.memory_shelf import MemoryShelf
from bot.answering.index.shelf import ShelfIndex
from bot.answering.ranking.candidates import ArticleFeatures, Candidates
from bot.answering.ranking.prepared_question import prepare
from bot.answering.ranking.search import Searcher
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
    return read_path(FIXTURES / "demo-article.md").article


def shelf(*articles: Article, vocabulary: Vocabulary = NO_WORDS) -> ShelfIndex:
    """The articles in the memory engine."""
    return MemoryShelf(articles, MemoryEngine, vocabulary)


def search(*articles: Article) -> Searcher:
    """A search on a shelf of the articles, by the weights that are shipped."""
    return Searcher(shelf(*articles), shipped())


@cache
def library_shelf() -> ShelfIndex:
    """A shelf of three articles."""
    return shelf(demo(), LIBRARY, NOTE)


def every_passage(question: str, index: ShelfIndex) -> Iterator[tuple[ArticleFeatures, int]]:
    """Return every passage of the shelf: the features of its article for the question, and its number there."""
    prepared = prepare(folded(question), index)
    everything = {
        article: range(len(index.indexed(article).firsts) - 1) for article in range(len(index.articles))
    }
    candidates = Candidates.found(prepared, everything, index)
    return ((candidates.of_article(article), number) for article, number in candidates.passages)
