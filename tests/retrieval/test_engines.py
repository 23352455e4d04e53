"""The contract of engines, which are found by themselves."""

from itertools import accumulate
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from bot.errors import ConfigurationError
from bot.language.keys import key
from bot.retrieval import engine_named, engines
from bot.retrieval.engine import K1, B, Engine, lucene_idf
from bot.retrieval.memory import MemoryEngine

each_engine = pytest.mark.parametrize("engine", engines().values())
PARTS = st.lists(st.sampled_from("abcdefg"), max_size=8)
DOCUMENTS = st.lists(st.lists(PARTS, max_size=3), max_size=12)
Documents = list[list[list[str]]]


def _terms(document: list[list[str]]) -> list[str]:
    return [term for part in document for term in part]


def test_an_engine_is_found_by_the_name_of_its_module() -> None:
    """The memory engine is the default; modules without an engine are not named."""
    assert MemoryEngine is engines()["memory"] is engine_named()
    assert not {"columns", "engine", "postings"} & engines().keys()


def test_an_unknown_engine_is_an_error_that_names_those_there_are() -> None:
    """Whoever mistypes it need not look them up."""
    with pytest.raises(ConfigurationError, match=r"opensearch: no engine .*memory"):
        engine_named("opensearch")


@each_engine
def test_an_empty_shelf_finds_nothing(engine: type[Engine]) -> None:
    """No documents, and documents without terms, are no error."""
    assert [] == engine.build([]).search({"a": 1.0}, 5)
    assert [] == engine.build([[], [[]]]).search({"a": 1.0}, 5)


@each_engine
def test_a_single_document_that_matches_scores_above_zero(engine: type[Engine]) -> None:
    """Lucene's idf is positive also where every document holds the term."""
    [hit] = engine.build([[["a", "b"]]]).search({"a": 1.0}, 5)
    assert hit.document == 0
    assert hit.score > 0


@each_engine
def test_documents_that_match_nothing_are_not_returned(engine: type[Engine]) -> None:
    """At most the matching ones come back, however many are asked for."""
    assert [1] == [hit.document for hit in engine.build([[["a"]], [["b"]], [["c"]]]).search({"b": 1.0}, 9)]


@each_engine
def test_ties_keep_building_order(engine: type[Engine]) -> None:
    """Equal documents come out as they went in."""
    assert [0, 1, 2] == [hit.document for hit in engine.build([[["a"]]] * 3).search({"a": 1.0}, 9)]


@each_engine
@given(documents=DOCUMENTS, asked=st.sets(st.sampled_from("abcdefgz"), min_size=1), limit=st.integers(1, 5))
def test_hits_are_ordered_limited_and_distinct(
    engine: type[Engine], documents: Documents, asked: set[str], limit: int
) -> None:
    """Best first, at most the limit, no document twice, every one with a term of the question."""
    hits = engine.build(documents).search(dict.fromkeys(asked, 1.0), limit)
    assert len(hits) <= limit
    assert sorted((h.score for h in hits), reverse=True) == [h.score for h in hits]
    assert len({h.document for h in hits}) == len(hits)
    assert all(asked & set(_terms(documents[h.document])) for h in hits)


def test_a_rarer_term_says_more_and_every_term_something() -> None:
    """The fewer documents hold it, the higher its idf; above 0 also where all do."""
    assert lucene_idf(0, 9) > lucene_idf(1, 9) > lucene_idf(9, 9) > 0


@each_engine
@given(documents=DOCUMENTS)
def test_how_many_documents_hold_a_term(engine: type[Engine], documents: Documents) -> None:
    """Each counts once, however often it holds it; nobody holds an unknown term."""
    wanted = [sum(term in _terms(document) for document in documents) for term in "abcdefgz"]
    assert wanted == engine.build(documents).frequencies("abcdefgz")


@each_engine
@given(documents=DOCUMENTS, chance=st.randoms(use_true_random=False))
def test_which_parts_hold_a_term(engine: type[Engine], documents: Documents, chance: Random) -> None:
    """A row for each term, a column for each part of the ranges, in their order; lengths by part."""
    first, end = sorted(chance.choices(range(len(documents) + 1), k=2))
    stretches = [range(end, len(documents)), range(first, end)]
    parts = [part for stretch in stretches for number in stretch for part in documents[number]]
    wanted = [[term in part for part in parts] for term in "abz"]
    built = engine.build(documents)
    assert wanted == built.holding(stretches, "abz").tolist()
    lengths, firsts = built.parts(range(first, end))
    assert [len(part) for document in documents[first:end] for part in document] == lengths.tolist()
    assert [0, *accumulate(map(len, documents[first:end]))] == firsts.tolist()
    assert sum(map(len, documents)) == built.part_count
    assert (3, 0) == built.holding([], "abz").shape


@each_engine
def test_a_document_of_very_many_parts_is_told_as_any_other(engine: type[Engine]) -> None:
    """A book has thousands of sentences."""
    parts = [["a"] * (number % 3 == 0) + ["b"] for number in range(5_000)]
    a, b = engine.build([[["a"]], parts]).holding([range(1, 2)], "ab")
    assert list(range(0, 5_000, 3)) == np.flatnonzero(a).tolist()
    assert 5_000 == b.sum()


@each_engine
@given(before=DOCUMENTS, fresh=DOCUMENTS, chance=st.randoms(use_true_random=False))
def test_a_merger_is_the_same_as_building_anew(
    engine: type[Engine], before: Documents, fresh: Documents, chance: Random
) -> None:
    """Documents of two engines, some left out, in any order: all answers are the same."""
    everything = [(0, n) for n in range(len(before))] + [(1, n) for n in range(len(fresh))]
    order = chance.sample(everything, chance.randint(0, len(everything)))
    numbers = [
        [order.index((part, n)) if (part, n) in order else -1 for n in range(len(documents))]
        for part, documents in enumerate((before, fresh))
    ]
    merged = engine.merged([(engine.build(before), numbers[0]), (engine.build(fresh), numbers[1])])
    anew = engine.build([(before, fresh)[part][n] for part, n in order])
    whole = [range(len(order))]
    assert (len(anew), anew.collection_length, anew.part_count) == (
        len(merged),
        merged.collection_length,
        merged.part_count,
    )
    assert anew.frequencies("abcdefgz") == merged.frequencies("abcdefgz")
    assert anew.holding(whole, "abcdefgz").tolist() == merged.holding(whole, "abcdefgz").tolist()
    for one, other in zip(anew.parts(whole[0]), merged.parts(whole[0]), strict=True):
        assert one.tolist() == other.tolist()
    assert anew.search({"a": 1.0, "b": 2.0, "z": 1.0}, 9) == merged.search({"a": 1.0, "b": 2.0, "z": 1.0}, 9)


@given(
    documents=st.lists(
        st.lists(st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=8), min_size=1, max_size=3),
        min_size=1,
        max_size=12,
    )
)
def test_the_memory_engine_scores_as_rank_bm25_does(documents: Documents) -> None:
    """Inverted lists change the speed, not the scores."""
    built = MemoryEngine.build(documents)
    reference = BM25Okapi(list(map(_terms, documents)), k1=K1, b=B)
    # Lucene's, for its own may be negative
    reference.idf = {
        term: lucene_idf(often, len(documents))
        for term, often in zip("abcdefg", built.frequencies("abcdefg"), strict=True)
    }
    scores = reference.get_scores(["a", "c"])
    hits = built.search({"a": 1.0, "c": 1.0}, len(documents))
    assert {h.document: pytest.approx(scores[h.document], rel=1e-5) for h in hits} == {
        h.document: h.score for h in hits
    }
    assert {i for i, score in enumerate(scores) if score > 0} == {h.document for h in hits}


@given(documents=DOCUMENTS)
def test_a_saved_memory_engine_comes_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, documents: Documents
) -> None:
    """Same size, same frequencies, same hits."""
    file = tmp_path_factory.mktemp("engine") / "engine.npz"
    built = MemoryEngine.build(documents)
    built.save(file)
    loaded = MemoryEngine.loaded(file)
    assert len(built) == len(loaded)
    assert built.frequencies("abcdefgz") == loaded.frequencies("abcdefgz")
    everything = [range(len(built))]
    assert built.holding(everything, "abc").tolist() == loaded.holding(everything, "abc").tolist()
    assert built.search({"a": 1.0, "b": 2.0}, 9) == loaded.search({"a": 1.0, "b": 2.0}, 9)


def test_a_broken_file_is_no_memory_engine(tmp_path: Path) -> None:
    """It is told as an error, not loaded as something else."""
    (tmp_path / "engine.npz").write_bytes(b"nonsense")
    with pytest.raises((OSError, ValueError)):
        MemoryEngine.loaded(tmp_path / "engine.npz")


@each_engine
@given(documents=DOCUMENTS.filter(bool), wanted=st.sets(st.sampled_from("abcdefgz")), data=st.data())
def test_the_places_of_many_terms_are_told_by_their_keys(
    engine: type[Engine], documents: Documents, wanted: set[str], data: st.DataObject
) -> None:
    """Each place once, with the number of its key and its column; twice the same."""
    first = data.draw(st.integers(0, len(documents) - 1))
    stretches = [range(first, len(documents)), range(first)]
    parts = [part for stretch in stretches for number in stretch for part in documents[number]]
    keys = np.sort(np.array([key(term) for term in wanted], dtype=np.uint64))
    terms = sorted(wanted, key=key)
    expected = {
        (terms.index(term), column) for column, part in enumerate(parts) for term in part if term in wanted
    }
    built = engine.build(documents)
    for found in (built.cells(stretches, keys), built.cells(stretches, keys)):
        assert sorted(expected) == sorted(zip(found.keys.tolist(), found.columns.tolist(), strict=True))
