"""A gate lets as many through at once as it may just then, in order."""

import asyncio

from bot.chat.telegram.transport.gate import Gate


async def test_as_many_are_inside_as_may_be() -> None:
    """Whoever waits longest comes next; whoever gave up is passed over."""
    gate, inside = Gate(lambda: 2), list[int]()

    async def enter(number: int) -> None:
        await gate.acquire()
        inside.append(number)

    tasks = [asyncio.create_task(enter(number)) for number in range(5)]
    await asyncio.sleep(0)
    assert (True, [0, 1]) == (gate.locked(), inside)
    tasks[2].cancel()
    gate.release()
    await asyncio.wait(tasks[3:4])
    assert [0, 1, 3] == inside
    gate.release()
    await asyncio.wait(tasks)
    assert [0, 1, 3, 4] == inside


async def test_the_number_may_change() -> None:
    """With fewer places nobody enters until there is one; with more, as many as fit."""
    most, inside = [3], list[int]()
    gate = Gate(lambda: most[0])

    async def enter(number: int) -> None:
        await gate.acquire()
        inside.append(number)

    tasks = [asyncio.create_task(enter(number)) for number in range(6)]
    await asyncio.sleep(0)
    assert [0, 1, 2] == inside
    most[0] = 1
    gate.release()
    gate.release()
    await asyncio.sleep(0)
    assert [0, 1, 2] == inside
    most[0] = 3
    gate.release()
    await asyncio.wait(tasks)
    assert [0, 1, 2, 3, 4, 5] == inside


async def test_a_place_is_not_lost_with_whoever_it_was_given_to() -> None:
    """One that is ended just as its turn comes leaves it to the next."""
    gate = Gate(lambda: 1)
    await gate.acquire()
    first, second = (asyncio.create_task(gate.acquire()) for _ in range(2))
    await asyncio.sleep(0)
    gate.release()
    first.cancel()
    await second
    assert first.cancelled()
    gate.release()
    assert not gate.locked()
