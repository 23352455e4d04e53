"""The crowd: the questions that wait, and how many are answered before a new one."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["Crowd"]


class Crowd:
    """The questions in hand, by chat and person. As the persons take turns, a person's third is answered in the third round."""

    def __init__(self) -> None:
        self._asked: dict[int, Counter[int]] = {}

    @contextmanager
    def joined(self, chat: int, person: int) -> Iterator[None]:
        """Count a question of the person as long as it is in hand."""
        asked = self._asked.setdefault(chat, Counter())
        asked[person] += 1
        try:
            yield
        finally:
            asked[person] -= 1
            if not asked[person]:
                del asked[person]
            if not asked:
                self._asked.pop(chat, None)

    def ahead_of(self, chat: int, person: int) -> int:
        """Return how many questions are answered before the person's next one."""
        asked = self._asked.get(chat, Counter())
        own = asked.get(person, 0)
        return own + sum(min(count, own + 1) for other, count in asked.items() if other != person)
