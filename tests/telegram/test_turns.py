"""Whose turn it is: by chat, within a chat by person, and each person's in order."""

import asyncio
from collections.abc import Callable

import pytest

from bot.chat.telegram.transport.crowd import Crowd
from bot.chat.telegram.transport.turns import Turns


class Work:
    """Turns that are noted as they begin; each lasts until it is let end."""

    def __init__(self, most: int = 99) -> None:
        self.turns, self.begun = Turns(most), list[str]()
        self.leave: dict[str, Callable[[], None]] = {}
        self._ends: dict[str, asyncio.Event] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}

    async def want(self, *names: str) -> None:
        """Let turns wait: `A1x` is something of person 1 in chat A."""
        for name in names:
            self._ends[name] = asyncio.Event()
            self.tasks[name] = asyncio.create_task(self._turn(name))
        await asyncio.sleep(0)

    async def _turn(self, name: str) -> None:
        async with self.turns.turn(name[0], name[1]) as leave:
            self.begun.append(name)
            self.leave[name] = leave
            await self._ends[name].wait()

    async def end(self, name: str) -> None:
        """End that turn."""
        self._ends[name].set()
        await self.tasks[name]
        await asyncio.sleep(0)

    async def all(self) -> list[str]:
        """Return the turns in their order, each ended once it began."""
        done = 0
        while done < len(self.begun):
            await self.end(self.begun[done])
            done += 1
        return self.begun


@pytest.mark.parametrize(
    ("wanted", "order"),
    [
        ("A1a A1b A1c A2a A3a", "A1a A2a A3a A1b A1c"),
        ("A1a A1b B1a", "A1a B1a A1b"),
        ("A1a A2a A1b A2b A2c", "A1a A2a A1b A2b A2c"),
    ],
    ids=["persons in a chat", "chats at once", "two persons"],
)
async def test_turns_go_round(wanted: str, order: str) -> None:
    """One person's many hold up nobody else's few, and keep their own order."""
    work = Work()
    await work.want(*wanted.split())
    assert order.split() == await work.all()


async def test_no_more_are_at_work_than_may_be() -> None:
    """A chat that has much takes one place, and leaves it to another when it has to wait for something."""
    work = Work(most=1)
    await work.want("A1a", "A1b", "B1a", "C1a")
    work.leave["A1a"]()
    work.leave["A1a"]()
    await asyncio.sleep(0)
    assert ["A1a", "B1a"] == work.begun
    await work.end("B1a")
    assert ["A1a", "B1a", "C1a"] == work.begun
    assert ["A1a", "B1a", "C1a", "A1b"] == await _rest(work, "C1a", "A1a", "A1b")


async def _rest(work: Work, *names: str) -> list[str]:
    for name in names:
        await work.end(name)
    return work.begun


@pytest.mark.parametrize("cancelled", ["A1a", "A2a"], ids=["at work", "waiting"])
async def test_who_gives_up_holds_up_nobody(cancelled: str) -> None:
    """Neither one whose turn it is, nor one who waits for it."""
    work = Work(most=1)
    await work.want("A1a", "A2a", "A3a")
    work.tasks[cancelled].cancel()
    await asyncio.wait([work.tasks[cancelled]])
    left = [name for name in ("A1a", "A2a", "A3a") if name != cancelled]
    for name in left:
        await work.end(name)
    assert left == [name for name in work.begun if name != cancelled]


def test_those_before_a_question_are_those_of_the_same_round() -> None:
    """A person's third comes after all firsts and seconds, and after the thirds that were there."""
    crowd = Crowd()
    with crowd.joined(1, 1), crowd.joined(1, 1), crowd.joined(1, 2), crowd.joined(2, 3):
        assert [3, 3, 2, 0] == [
            crowd.ahead_of(chat, person) for chat, person in ((1, 1), (1, 2), (1, 9), (3, 1))
        ]
    assert 0 == crowd.ahead_of(1, 1)
