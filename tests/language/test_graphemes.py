"""What a reader takes for one character is never cut."""

from itertools import pairwise
from typing import SupportsIndex

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import CHARACTERS

from bot.language.graphemes import ending, head, is_within, start_of, starts, widened
from bot.model import Span

_PIECES = st.lists(st.sampled_from(CHARACTERS), max_size=12)


def _edges(pieces: list[str]) -> set[int]:
    return {sum(map(len, pieces[:place])) for place in range(len(pieces) + 1)}


@given(_PIECES)
def test_characters_begin_where_they_were_put(pieces: list[str]) -> None:
    """Side by side they stay apart, whatever they are made of."""
    assert pieces == [
        "".join(pieces)[start:end]
        for start, end in pairwise([*starts("".join(pieces)), len("".join(pieces))])
    ]


@given(_PIECES, st.integers(0, 60))
def test_a_head_and_an_ending_are_of_whole_characters(pieces: list[str], most: int) -> None:
    """Of as many code points as there is room for, but at least one."""
    text, edges = "".join(pieces), _edges(pieces)
    shown, rest = head(text, most), ending(text, most)
    assert text.startswith(shown)
    assert text.endswith(rest)
    assert len(rest) <= most
    assert len(text) - len(rest) in edges
    assert len(shown) <= most
    assert len(shown) in edges or len(pieces[0]) > most


@given(_PIECES, st.integers(0, 60), st.integers(0, 60))
def test_a_span_is_widened_to_whole_characters(pieces: list[str], one: int, other: int) -> None:
    """And no farther."""
    text, edges = "".join(pieces), _edges(pieces)
    span = Span(*sorted((min(one, len(text)), min(other, len(text)))))
    wide = widened(text, span)
    assert max(edge for edge in edges if edge <= span.start) == wide.start
    assert min(edge for edge in edges if edge >= span.end) == wide.end


@given(st.text(max_size=20))
def test_any_text_has_its_characters(text: str) -> None:
    """The first begins it; the place where one begins is its own start."""
    assert starts(text)[:1] == [0][: len(text)]
    assert all(start_of(text, at) == at for at in starts(text))


@pytest.mark.parametrize("text", ["e" + "\u0301" * 5_000, "👨" + "\u200d👨" * 5_000])
def test_a_stack_without_end_is_cut_somewhere(text: str) -> None:
    """A limit is a limit."""
    assert len(head(text, 100)) == 100


@pytest.mark.parametrize("text", ["中文", "ab", "a1", "。甲", "か き", "한글", "🇨🇳🇨🇳", "😀😀", "\n\u0301"])
def test_what_stands_side_by_side_is_not_joined(text: str) -> None:
    """Each is a character of its own."""
    assert not is_within(text, len(text) // 2)


class _Counted(str):
    """A text that counts how often somebody looks at one of its code points."""

    looks = 0

    def __getitem__(self, place: SupportsIndex | slice) -> str:
        self.looks += 1
        return super().__getitem__(place)


@pytest.mark.parametrize("piece", ["🇨", "e\u0301", "\u0301", "क\u094d", "\u200d👨", "ᄀ", "\ud83d"])
def test_a_hostile_text_is_looked_at_once(piece: str) -> None:
    """A thousand times as many letters of flags, or marks, take a thousand times as long, and no longer."""
    text = _Counted(piece * 4000)
    starts(text)
    assert text.looks <= 100 * len(text)


@pytest.mark.parametrize("before", ["", "x", "葛", "👨"])
def test_flags_are_told_apart_however_many_stand_side_by_side(before: str) -> None:
    """Two letters each, from the first one on, and the same from any place in the row."""
    text = before + "🇨🇳" * 300 + "🇨"
    within = set(range(len(before) + 1, len(text), 2))
    assert set(range(len(text))) - set(starts(text)) == within
    assert {at for at in range(len(text)) if is_within(text, at)} == within
