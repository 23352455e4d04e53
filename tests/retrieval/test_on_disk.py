"""What a shelf on disk is made of: packed postings, tallies, arrays in a file, postings looked through side by side."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.keys import key
from bot.retrieval.arrays_file import is_whole, mapped_arrays, write_arrays
from bot.retrieval.gathered import Gathered
from bot.retrieval.key_set import KeySet
from bot.retrieval.memory import MemoryEngine
from bot.retrieval.packing import opened, packed
from bot.retrieval.postings import counted
from bot.retrieval.tally import added_up, tally_of

PARTS = st.lists(st.sampled_from("abcdefg"), max_size=8)
ARTICLE = st.lists(st.lists(PARTS, max_size=3), max_size=4)
Article = list[list[list[str]]]
TERMS = "abcdefgz"
_PACKED = packed(counted([[["a"]]]))
KEYS = np.array([key(term) for term in TERMS], dtype=np.uint64)


@given(article=ARTICLE)
def test_packed_postings_come_back_as_they_were(article: Article) -> None:
    """Also of an article without passages, and of passages without terms."""
    before, after = counted(article), opened(packed(counted(article))).postings
    assert before.keys.tolist() == after.keys.tolist()
    assert before.firsts.tolist() == after.firsts.tolist()
    for name in ("starts", "places", "counts", "lengths"):
        assert getattr(before.parts, name).tolist() == getattr(after.parts, name).tolist()


@pytest.mark.parametrize(
    "content",
    [b"", b"nonsense", _PACKED[:-9], _PACKED[:9], _PACKED + b"a", _PACKED[:50] + b"\xff" + _PACKED[51:]],
)
def test_other_bytes_hold_no_postings(content: bytes) -> None:
    """Whatever they are, they are told as that."""
    with pytest.raises(ValueError, match=r"."):
        opened(content)


@given(articles=st.lists(ARTICLE, max_size=4), limit=st.integers(1, 9))
def test_postings_side_by_side_answer_as_the_engine_in_memory(articles: list[Article], limit: int) -> None:
    """Scores to the last place, which sentence holds what, where the terms with some keys stand."""
    engine = MemoryEngine.build([document for article in articles for document in article])
    gathered = Gathered([opened(packed(counted(article))) for article in articles])
    everything = [range(len(engine))]
    twice = np.concatenate([KEYS, KEYS[::-1]])
    assert engine.holding(everything, [*TERMS, *reversed(TERMS)]).tolist() == gathered.held(twice).tolist()
    ascending = np.sort(KEYS)
    cells, found = engine.cells(everything, ascending), gathered.cells(KeySet(ascending))
    assert sorted(zip(*map(np.ndarray.tolist, cells), strict=True)) == sorted(
        zip(*map(np.ndarray.tolist, found), strict=True)
    )
    often = np.array(engine.frequencies(TERMS))
    idf = np.log1p((len(engine) - often + 0.5) / (often + 0.5))
    scores = gathered.scores(KEYS, idf, engine.collection_length / max(1, len(engine)) or 1.0)
    hits = engine.search(dict.fromkeys(TERMS, 1.0), len(engine) or 1)
    assert {hit.document: hit.score for hit in hits} == {
        place: score for place, score in enumerate(scores.tolist()) if score
    }


@given(stay=st.lists(ARTICLE, max_size=3), leave=st.lists(ARTICLE, max_size=3))
def test_a_tally_forgets_what_left(stay: list[Article], leave: list[Article]) -> None:
    """Adding and taking away leaves the frequencies of what stayed, and no term that is nowhere."""
    tallies = [tally_of(counted(article)) for article in (*stay, *leave)]
    left = added_up([*tallies, *(tally_of(counted(article), -1) for article in leave)])
    engine = MemoryEngine.build([document for article in stay for document in article])
    assert engine.frequencies(TERMS) == left.of(KEYS).tolist()
    assert sum(map(bool, engine.frequencies(TERMS))) == len(left.keys)


def test_arrays_come_back_from_their_file(tmp_path: Path) -> None:
    """Of any type, empty ones too."""
    arrays: dict[str, np.ndarray[Any, Any]] = {
        "a": np.arange(5),
        "b": np.zeros((2, 3), dtype=np.float32),
        "c": np.array([b"x"], dtype="S4"),
        "d": np.zeros(0),
    }
    write_arrays(tmp_path / "arrays", arrays)
    back = mapped_arrays(tmp_path / "arrays")
    assert {name: array.tolist() for name, array in arrays.items()} == {
        name: array.tolist() for name, array in back.items()
    }
    assert is_whole(tmp_path / "arrays")


def test_a_file_of_arrays_that_is_damaged_is_noticed(tmp_path: Path) -> None:
    """Cut short or with another beginning it cannot be read; a changed byte is found when all of it is looked at."""
    file = tmp_path / "arrays"
    write_arrays(file, {"a": np.arange(100)})
    content = file.read_bytes()
    for damaged in (b"", content[:-30], b"x" + content[1:], content[:40] + b"?" + content[41:]):
        file.write_bytes(damaged)
        with pytest.raises((OSError, ValueError)):
            mapped_arrays(file)
        assert not is_whole(file)
    changed = bytearray(content)
    changed[-200] ^= 1
    file.write_bytes(changed)
    assert not is_whole(file)
