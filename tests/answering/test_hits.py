"""Hits made when they are looked at."""

from articles import LIBRARY

from bot.answering.ranking.hits import Hits, Spans
from bot.model import Hit, Span
from bot.passages import passages

PASSAGES = passages(LIBRARY)


def _hit(number: int) -> Hit:
    return Hit(PASSAGES[number], LIBRARY, float(-number))


def test_a_hit_is_made_when_it_is_looked_at_and_once() -> None:
    """The first of many costs one."""
    made: list[int] = []

    def hit(number: int) -> Hit:
        made.append(number)
        return _hit(number)

    hits = Hits(range(len(PASSAGES)), hit)
    assert len(PASSAGES) == len(hits)
    assert [] == made
    assert hits[0] is hits[0]
    assert [0] == made
    assert hits[-1] == hits[len(hits) - 1]
    assert [0, len(PASSAGES) - 1] == made


def test_they_are_as_good_as_a_tuple() -> None:
    """Slices, equality, and what one can loop over."""
    hits, eager = Hits(range(3), _hit), tuple(map(_hit, range(3)))
    assert eager == tuple(hits)
    assert hits == eager
    assert eager[1:] == hits[1:]
    assert hash(eager) == hash(hits)
    assert not Hits([], _hit)


def test_spans_are_made_when_they_are_looked_at_and_once() -> None:
    """And are as good as a tuple then."""
    made: list[tuple[Span, ...]] = []

    def make() -> tuple[Span, ...]:
        made.append((Span(0, 1), Span(2, 4)))
        return made[-1]

    spans = Spans(make)
    assert [] == made
    assert (Span(0, 1), Span(2, 4)) == tuple(spans)
    assert spans == made[0]
    assert Span(2, 4) == spans[1]
    assert hash(made[0]) == hash(spans)
    assert 1 == len(made)
