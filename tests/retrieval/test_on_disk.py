"""What a shelf on disk is made of: packed postings, tallies, arrays in a file, postings looked through side by side."""

from itertools import accumulate
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
from bot.retrieval.rarity import telling
from bot.retrieval.tally import added_up, tally_of
from bot.retrieval.tokens import documents_of, tokens_of

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


@given(articles=st.lists(ARTICLE, max_size=4), data=st.data())
def test_postings_side_by_side_answer_as_the_engine_in_memory(
    articles: list[Article], data: st.DataObject
) -> None:
    """Scores to the last place; of any of the articles which sentence holds what, where the terms with some keys stand."""
    engine = MemoryEngine.build([document for article in articles for document in article])
    gathered = Gathered([opened(packed(counted(article))) for article in articles])
    order = data.draw(st.permutations(range(len(articles))))
    some = order[: data.draw(st.integers(0, len(articles)))]
    ends = [0, *accumulate(map(len, articles))]
    documents = [range(ends[place], ends[place + 1]) for place in some]
    twice = np.concatenate([KEYS, KEYS[::-1]])
    held = engine.holding(documents, [*TERMS, *reversed(TERMS)])
    assert held.tolist() == gathered.held(twice, some).tolist()
    ascending = np.sort(KEYS)
    cells, found = engine.cells(documents, ascending), gathered.cells(KeySet(ascending), some)
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


_ALIKE = st.integers(0, 7) | st.integers(2**64 - 8, 2**64 - 1) | st.integers(0, 2**64 - 1)
"""Keys of which many begin with the same bits."""


@given(
    keys=st.sets(_ALIKE, max_size=20), wanted=st.lists(_ALIKE, max_size=20), many=st.sampled_from([0, 600])
)
def test_keys_are_found_among_others_that_begin_like_them(
    keys: set[int], wanted: list[int], many: int
) -> None:
    """Those that are there and no others, each at its place; among few as among many."""
    known = sorted(keys | {place << 54 for place in range(1, many)})
    rows, places = KeySet(np.array(known, dtype=np.uint64)).found(np.array(wanted, dtype=np.uint64))
    assert [row for row, one in enumerate(wanted) if one in known] == rows.tolist()
    assert [wanted[row] for row in rows] == [known[place] for place in places]


@given(keys=st.lists(st.integers(0, 2**64 - 1), max_size=20))
def test_each_term_is_a_word_of_seven_characters(keys: list[int]) -> None:
    """Two are the same word if they begin with the same 42 bits; none is parted, changed or lost."""
    words = tokens_of(np.array(keys, dtype=np.uint64)).split()
    assert [len(word) for word in words] == [7] * len(keys)
    assert all(word.isascii() for word in words)
    by_word = {word: one >> 22 for word, one in zip(words, keys, strict=True)}
    assert [by_word[word] for word in words] == [one >> 22 for one in keys]
    assert len(set(words)) == len({one >> 22 for one in keys})


def test_a_document_is_its_terms_as_often_as_it_holds_them() -> None:
    """Of each document the words of all its parts, whatever their order."""
    words = [sorted(words.split()) for words in documents_of(counted([[["a", "b"], ["a"]], [["c"]], []]))]
    a, b, c = tokens_of(KEYS[:3]).split()
    assert words == [sorted([a, a, b]), [c], []]


@pytest.mark.parametrize(
    ("often", "passages", "asked"),
    [
        ([], 10, []),
        ([10], 10, [0]),
        ([900, 3, 60], 1_000, [1, 2, 0]),
        ([90_000, 3, 900, 60, 80_000], 100_000, [1, 3, 2]),
        ([90_000, 80_000], 100_000, [1, 0]),
        ([90_000, 40_000, 30_000, 35_000], 100_000, [2, 3, 1]),
    ],
)
def test_passages_are_looked_for_by_what_tells(often: list[int], passages: int, asked: list[int]) -> None:
    """The rarest first; what is common is left out where it tells little beside the others and would cost much."""
    assert telling(np.array(often, dtype=np.int64), passages).tolist() == asked


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
