"""FairQueue: few at once, one a chat, and every chat's in time."""

import asyncio

import pytest

from bot.assistant.fair_queue import FairQueue


class _Workers:
    """What takes turns: who is at work, who ever was, in which order, and how many at most."""

    def __init__(self, turns: FairQueue) -> None:
        self._turns, self._done = turns, asyncio.Event()
        self.at_work: list[int] = []
        self.order: list[int] = []
        self.most = 0

    async def work(self, chat_id: int) -> None:
        """A turn of the chat that takes three rounds of the loop."""
        async with self._turns.turn(chat_id):
            self.order.append(chat_id)
            self.at_work.append(chat_id)
            self.most = max(self.most, len(self.at_work))
            assert len(set(self.at_work)) == len(self.at_work)
            for _ in range(3):
                await asyncio.sleep(0)
            self.at_work.remove(chat_id)


async def test_at_most_so_many_work_and_one_of_a_chat() -> None:
    """However many want to; in the end everybody had their turns."""
    workers = _Workers(FairQueue(2, 10))
    await asyncio.gather(*(workers.work(chat_id) for chat_id in [1] * 9 + [2] * 5 + [3, 4]))
    assert 2 == workers.most
    assert [1] * 9 + [2] * 5 + [3, 4] == sorted(workers.order)


async def test_a_chat_with_much_keeps_no_other_from_its_turn() -> None:
    """Who comes last waits for what is at work, not for all that the others have."""
    workers = _Workers(FairQueue(2, 10))
    await asyncio.gather(*(workers.work(chat_id) for chat_id in [1] * 9 + [2] * 9 + [3]))
    assert workers.order.index(3) <= 4


async def test_a_chat_alone_is_served_in_order_one_by_one() -> None:
    """Its second turn waits for its first, though another is free."""
    workers = _Workers(FairQueue(2, 10))
    await asyncio.gather(*(workers.work(1) for _ in range(4)))
    assert 1 == workers.most


async def test_what_is_too_much_of_a_chat_is_refused_at_once() -> None:
    """Other chats are not; and once there is room again, it has its turn."""
    turns = FairQueue(1, 2)
    workers = _Workers(turns)
    waiting = [asyncio.create_task(workers.work(chat_id)) for chat_id in (1, 1, 1, 2)]
    await asyncio.sleep(0)
    with pytest.raises(asyncio.QueueFull):
        await workers.work(1)
    await asyncio.gather(*waiting)
    await workers.work(1)
    assert [1, 1, 1, 1, 2] == sorted(workers.order)


async def test_who_gives_up_or_fails_blocks_nobody() -> None:
    """A turn that was not awaited goes to the next; one that ends in an error is free again."""
    turns = FairQueue(1, 10)
    workers = _Workers(turns)
    first, given_up, last = (asyncio.create_task(workers.work(chat_id)) for chat_id in (1, 2, 3))
    await asyncio.sleep(0)
    given_up.cancel()
    with pytest.raises(asyncio.CancelledError):
        await given_up
    await asyncio.gather(first, last)
    with pytest.raises(ValueError, match="broken"):
        async with turns.turn(4):
            raise ValueError("broken")
    await workers.work(5)
    assert [1, 3, 5] == workers.order
