"""What every engine keeps to; engines are found by themselves."""

from collections.abc import Iterator
from importlib import import_module
from inspect import getmembers, isclass
from pathlib import Path
from pkgutil import iter_modules
from random import Random
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

import bot.retrieval
from bot.retrieval.engine import Engine
from bot.retrieval.memory import K1, B, MemoryEngine


def _engines() -> Iterator[type[Engine]]:
    for info in iter_modules(bot.retrieval.__path__):
        module = import_module(f"bot.retrieval.{info.name}")
        for name, member in getmembers(module, isclass):
            if name.endswith("Engine") and member.__module__ == module.__name__ and name != "Engine":
                yield cast(type[Engine], member)


ENGINES = list(_engines())
each_engine = pytest.mark.parametrize("engine", ENGINES)
DOCUMENTS = st.lists(st.lists(st.sampled_from("abcdefg"), max_size=8), max_size=12)


def test_the_memory_engine_is_among_them() -> None:
    """Finding engines works."""
    assert MemoryEngine in ENGINES


@each_engine
def test_an_empty_shelf_finds_nothing(engine: type[Engine]) -> None:
    """No documents, and documents without terms, are no error."""
    assert [] == engine.build([]).search({"a": 1.0}, 5)
    assert [] == engine.build([[], []]).search({"a": 1.0}, 5)


@each_engine
def test_a_single_document_that_matches_scores_above_zero(engine: type[Engine]) -> None:
    """Lucene's idf is positive also where every document holds the term."""
    [hit] = engine.build([["a", "b"]]).search({"a": 1.0}, 5)
    assert hit.document == 0
    assert hit.score > 0


@each_engine
def test_documents_that_match_nothing_are_not_returned(engine: type[Engine]) -> None:
    """At most the matching ones come back, however many are asked for."""
    assert [1] == [hit.document for hit in engine.build([["a"], ["b"], ["c"]]).search({"b": 1.0}, 9)]


@each_engine
def test_ties_keep_building_order(engine: type[Engine]) -> None:
    """Equal documents come out as they went in."""
    assert [0, 1, 2] == [hit.document for hit in engine.build([["a"]] * 3).search({"a": 1.0}, 9)]


@each_engine
@given(documents=DOCUMENTS, asked=st.sets(st.sampled_from("abcdefgz"), min_size=1), limit=st.integers(1, 5))
def test_hits_are_ordered_limited_and_distinct(
    engine: type[Engine], documents: list[list[str]], asked: set[str], limit: int
) -> None:
    """Best first, at most the limit, no document twice, every one with a term of the question."""
    hits = engine.build(documents).search(dict.fromkeys(asked, 1.0), limit)
    assert len(hits) <= limit
    assert sorted((h.score for h in hits), reverse=True) == [h.score for h in hits]
    assert len({h.document for h in hits}) == len(hits)
    assert all(asked & set(documents[h.document]) for h in hits)


@each_engine
def test_a_rarer_term_has_a_higher_idf_and_an_unknown_one_the_highest(engine: type[Engine]) -> None:
    """The more documents hold it, the less a term says."""
    built = engine.build([["a", "b"], ["a"], ["a"]])
    assert built.idf("z") > built.idf("b") > built.idf("a") > 0
    assert (0, 1, 3) == tuple(built.frequency(term) for term in "zba")


@each_engine
@given(before=DOCUMENTS, fresh=DOCUMENTS, chance=st.randoms(use_true_random=False))
def test_a_merger_is_the_same_as_building_anew(
    engine: type[Engine], before: list[list[str]], fresh: list[list[str]], chance: Random
) -> None:
    """Documents of two engines, some left out, in any order: same size, terms, frequencies and hits."""
    everything = [(0, n) for n in range(len(before))] + [(1, n) for n in range(len(fresh))]
    order = chance.sample(everything, chance.randint(0, len(everything)))
    numbers = [
        [order.index((part, n)) if (part, n) in order else -1 for n in range(len(documents))]
        for part, documents in enumerate((before, fresh))
    ]
    merged = engine.merged([(engine.build(before), numbers[0]), (engine.build(fresh), numbers[1])])
    anew = engine.build([(before, fresh)[part][n] for part, n in order])
    assert (len(anew), anew.collection_length, set(anew.terms())) == (
        len(merged),
        merged.collection_length,
        set(merged.terms()),
    )
    assert [anew.frequency(term) for term in "abcdefgz"] == [merged.frequency(term) for term in "abcdefgz"]
    assert anew.search({"a": 1.0, "b": 2.0, "z": 1.0}, 9) == merged.search({"a": 1.0, "b": 2.0, "z": 1.0}, 9)


@given(
    documents=st.lists(st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=8), min_size=1, max_size=12)
)
def test_the_memory_engine_scores_as_rank_bm25_does(documents: list[list[str]]) -> None:
    """Inverted lists change the speed, not the scores."""
    built = MemoryEngine.build(documents)
    reference = BM25Okapi(documents, k1=K1, b=B)
    reference.idf = {term: built.idf(term) for term in "abcdefg"}
    scores = reference.get_scores(["a", "c"])
    hits = built.search({"a": 1.0, "c": 1.0}, len(documents))
    assert {h.document: pytest.approx(scores[h.document], rel=1e-5) for h in hits} == {
        h.document: h.score for h in hits
    }
    assert {i for i, score in enumerate(scores) if score > 0} == {h.document for h in hits}


@given(documents=DOCUMENTS)
def test_a_saved_memory_engine_comes_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, documents: list[list[str]]
) -> None:
    """Same size, same frequencies, same hits."""
    file = tmp_path_factory.mktemp("engine") / "engine.npz"
    built = MemoryEngine.build(documents)
    built.save(file)
    loaded = MemoryEngine.loaded(file)
    assert len(built) == len(loaded)
    assert set(built.terms()) == set(loaded.terms())
    assert built.search({"a": 1.0, "b": 2.0}, 9) == loaded.search({"a": 1.0, "b": 2.0}, 9)


def test_a_broken_file_is_no_memory_engine(tmp_path: Path) -> None:
    """It is told as an error, not loaded as something else."""
    (tmp_path / "engine.npz").write_bytes(b"nonsense")
    with pytest.raises((OSError, ValueError)):
        MemoryEngine.loaded(tmp_path / "engine.npz")
