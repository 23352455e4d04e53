"""Shelves index_passages in pieces: by other processes, and after a change only what is new."""

import random
from dataclasses import replace

import pytest
from articles import LIBRARY, NOTE
from shelves import ENGLISH, demo

from bot.answering.index.memory_shelf import MemoryShelf
from bot.answering.index.passage_index import PassageIndex, index_in_processes, index_passages
from bot.answering.index.shelf import ShelfIndex
from bot.language.vocabulary import NO_WORDS, Vocabulary
from bot.model import Article, Source
from bot.retrieval.engine import Engine
from bot.retrieval.memory import MemoryEngine

ARTICLES = (demo(), LIBRARY, NOTE, ENGLISH, replace(LIBRARY, source=Source(title="同文异名")))
ASKED = ("w:图书馆", "w:流动书车", "b:流动", "c:书", "c:granary", "c:预")


def _hits(index: ShelfIndex) -> dict[int, list[int]]:
    return index.candidates(ASKED, 20)


def _same(one: ShelfIndex, other: ShelfIndex) -> bool:
    means = [(shelf.mean_sentence, shelf.mean_passage, shelf.mean_article) for shelf in (one, other)]
    idfs = [[shelf.idf(term) for term in ASKED] for shelf in (one, other)]
    return _hits(one) == _hits(other) and means[0] == means[1] and idfs[0] == idfs[1]


def test_a_shelf_that_changed_is_the_same_as_one_made_anew() -> None:
    """Articles added, removed, replaced by another edition and moved, a hundred times at random."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    index = MemoryShelf((), MemoryEngine)
    for step in range(100):
        articles = chance.sample(ARTICLES, chance.randint(0, len(ARTICLES)))
        articles = [
            replace(a, text=f"{a.text}\n第{step}版。") if chance.random() < 0.2 else a for a in articles
        ]
        index = MemoryShelf(articles, MemoryEngine, previous=index)
        assert _same(MemoryShelf(articles, MemoryEngine), index)
        assert all(index.indexed(n).article == article for n, article in enumerate(articles))


def test_only_what_is_new_is_indexed() -> None:
    """One article more costs the indexing of one."""
    seen: list[Article] = []

    def index(articles: tuple[Article, ...], vocabulary: Vocabulary, engine: type[Engine]) -> PassageIndex:
        seen.extend(articles)
        return index_passages(articles, vocabulary, engine)

    before = MemoryShelf((LIBRARY, NOTE), MemoryEngine, index=index)  # type: ignore[arg-type]  # it gets a list
    seen.clear()
    MemoryShelf((LIBRARY, ENGLISH, NOTE), MemoryEngine, previous=before, index=index)  # type: ignore[arg-type]
    assert [ENGLISH] == seen


@pytest.mark.parametrize("characters", [0, 1_000, 130_000])
def test_processes_of_their_own_index_the_same(characters: int) -> None:
    """Many articles or none, with an operator's own synonyms too."""
    vocabulary = Vocabulary(synonyms=(("流动书车", "大篷车"),)) if characters else NO_WORDS
    articles = [LIBRARY] * (characters // len(LIBRARY.text)) + ([demo()] if characters else [])
    here, apart = (way(articles, vocabulary, MemoryEngine) for way in (index_passages, index_in_processes))
    assert (here.passages, here.engine.part_count) == (apart.passages, apart.engine.part_count)
    assert here.engine.search(dict.fromkeys(ASKED, 1.0), 50) == apart.engine.search(
        dict.fromkeys(ASKED, 1.0), 50
    )
    assert here.engine.frequencies(ASKED) == apart.engine.frequencies(ASKED)
