"""What the notebook read or wrote last, for when the database fails."""

import threading
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from bot.errors import LibraryUnavailable

__all__ = ["Memory"]

_MOST = 4096
_Read = TypeVar("_Read")


class Memory:
    """The newest 4,096 things known; for several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[Hashable, object] = {}

    def read(self, name: Hashable, read: Callable[[], _Read]) -> _Read:
        """Return what `read` returns, or what is known if the database fails. Raises LibraryUnavailable."""
        try:
            found = read()
        except LibraryUnavailable:
            with self._lock:
                known = self._known.get(name)
            if known is None:
                raise
            return cast(_Read, known)
        self.keep(name, found)
        return found

    def keep(self, name: Hashable, known: object) -> None:
        """Remember that; None is nothing to remember."""
        with self._lock:
            self._known.pop(name, None)
            if known is not None:
                self._known[name] = known
            if len(self._known) > _MOST:
                del self._known[next(iter(self._known))]

    def change(self, name: Hashable, change: Callable[[_Read], _Read]) -> None:
        """Change what is known, if anything is."""
        with self._lock:
            if (known := self._known.get(name)) is not None:
                self._known[name] = change(cast(_Read, known))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._known.clear()
