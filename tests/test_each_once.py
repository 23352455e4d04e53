"""What is worked out once for each object."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from bot.each_once import each_once


class _Asked:
    """Something whose answer takes as long as `work` does."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._work = work

    @each_once
    def answer(self) -> object:
        """The answer."""
        return self._work()


def test_nobody_waits_for_the_answer_of_another_object() -> None:
    """And all who ask the same one get the one answer that was worked out."""
    begun, may_end = Event(), Event()
    made: list[object] = []

    def slow() -> object:
        begun.set()
        may_end.wait()
        made.append(object())
        return made[-1]

    one, other = _Asked(slow), _Asked(lambda: "at once")
    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(lambda: one.answer)
        begun.wait()
        more = [pool.submit(lambda: one.answer) for _ in range(2)]
        meanwhile = other.answer
        may_end.set()
        answers = [asked.result() for asked in (first, *more)]
    assert meanwhile == "at once"
    assert made * 3 == answers


def test_what_failed_is_tried_again() -> None:
    """Only an answer is kept."""
    answers = iter([0, 1])
    asked = _Asked(lambda: 1 // next(answers))
    with pytest.raises(ZeroDivisionError):
        _ = asked.answer
    assert (1, 1) == (asked.answer, asked.answer)


def test_nothing_but_the_answer_stays_with_the_object() -> None:
    """No lock is left, which could not be sent to another process."""
    asked = _Asked(int)
    assert asked.answer == 0
    assert {"_work", "answer"} == set(vars(asked))
