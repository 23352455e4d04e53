"""Hits and spans that are made when first looked at: most answers show one hit of twenty."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Generic, TypeVar, overload

from bot.model import Hit, Span

__all__ = ["Hits", "Spans"]

_Ranked = TypeVar("_Ranked")


class Hits(Sequence[Hit], Generic[_Ranked]):
    """A sequence of hits; `hit` makes one of a ranked passage, at most once for each."""

    def __init__(self, ranked: Sequence[_Ranked], hit: Callable[[_Ranked], Hit]) -> None:
        self._ranked = ranked
        self._hit = hit
        self._made: dict[int, Hit] = {}

    def __len__(self) -> int:
        return len(self._ranked)

    @overload
    def __getitem__(self, place: int) -> Hit: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Hit, ...]: ...
    def __getitem__(self, place: int | slice) -> Hit | tuple[Hit, ...]:
        places = range(len(self))[place]
        return self._at(places) if isinstance(places, int) else tuple(map(self._at, places))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def _at(self, place: int) -> Hit:
        if place not in self._made:
            self._made[place] = self._hit(self._ranked[place])
        return self._made[place]


class Spans(Sequence[Span]):
    """A sequence of spans; `made` makes them, and is called at most once."""

    def __init__(self, made: Callable[[], tuple[Span, ...]]) -> None:
        self._make = made

    @cached_property
    def _made(self) -> tuple[Span, ...]:
        return self._make()

    def __len__(self) -> int:
        return len(self._made)

    @overload
    def __getitem__(self, place: int) -> Span: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Span, ...]: ...
    def __getitem__(self, place: int | slice) -> Span | tuple[Span, ...]:
        return self._made[place]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._made == tuple(other)

    def __hash__(self) -> int:
        return hash(self._made)
