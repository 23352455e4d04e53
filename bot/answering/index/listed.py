"""The articles of a large shelf as a list that is sifted and put in order by its register, without fetching them."""

from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.answering.index.articles import Articles
from bot.answering.index.register import Register
from bot.model import Field

__all__ = ["Listed"]

_NAMED = (Field.TITLE, Field.AUTHOR, Field.PUBLICATION)


class Listed(Articles):
    """Articles of a register, all or these; they are fetched when they are looked at."""

    def __init__(self, register: Register, numbers: NDArray[np.int64] | None = None) -> None:
        everything = register.articles(register.numbers if numbers is None else numbers)
        super().__init__(everything.numbers, lambda asked: list(register.articles(asked)))
        self._register = register

    def found(self, words: list[str]) -> "Listed":
        """Return those whose title, author, publication or day holds each of the folded words, in the same order."""
        stays = np.ones(len(self.numbers), dtype=np.bool_)
        for word in words:
            having = [self._register.holding(field, word) for field in _NAMED]
            numbers = np.concatenate(
                [*(np.array(each, dtype=np.int64) for each in having), self._of_day(word)]
            )
            stays &= np.isin(self.numbers, numbers)
        return Listed(self._register, self.numbers[stays])

    def ordered(self, *, by_title: bool = False, by_day: bool = False) -> "Listed":
        """Return them the newest first; by title as it is spelled, or by day of publication, the latest first."""
        newest = self.numbers[::-1]
        if by_title or by_day:
            register = self._register
            key = register.title_places if by_title else -register.days
            newest = newest[np.argsort(key[register.numbers.searchsorted(newest)], kind="stable")]
        return Listed(self._register, newest)

    def _of_day(self, word: str) -> NDArray[np.int64]:
        days = self._register.days
        fitting = [
            day for day in np.unique(days[days > 0]).tolist() if any(word in form for form in _forms(day))
        ]
        found: NDArray[np.int64] = self._register.numbers[np.isin(days, np.array(fitting, dtype=np.int32))]
        return found


@lru_cache(50_000)
def _forms(ordinal: int) -> tuple[str, str, str]:
    """Return how a day is written, in figures and in Chinese."""
    day = date.fromordinal(ordinal)
    return f"{day:%Y-%m-%d}", f"{day.year}年{day.month}月{day.day}日", f"{day:%Y年%m月%d日}"
