"""Lines of people who wait: each person has one, and they take turns."""

from collections import OrderedDict, deque
from collections.abc import Hashable
from typing import Generic, TypeVar

__all__ = ["Rotation"]

_T = TypeVar("_T")


class Rotation(Generic[_T]):
    """What waits, by person: the next is another person's where one waits, and each one's come in order."""

    def __init__(self) -> None:
        self._lines: OrderedDict[Hashable, deque[_T]] = OrderedDict()
        # whose turn was last: it comes after those who come meanwhile
        self._last: Hashable = None

    def __bool__(self) -> bool:
        return bool(self._lines)

    def add(self, person: Hashable, one: _T, *, first: bool = False) -> None:
        """Let it wait at the end of the person's line; if `first`, before everything else."""
        self._lines.setdefault(person, deque())
        if first:
            self._lines[person].appendleft(one)
            self._lines.move_to_end(person, last=False)
        else:
            self._lines[person].append(one)

    def next(self) -> _T:
        """Take out what comes next. Raises KeyError if nothing waits."""
        if self._last in self._lines:
            self._lines.move_to_end(self._last)
        self._last, line = self._lines.popitem(last=False)
        one = line.popleft()
        if line:
            self._lines[self._last] = line
        return one
