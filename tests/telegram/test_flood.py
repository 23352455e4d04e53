"""What Telegram's flood limits let through, and in which order. Time passes only while nothing happens."""

import asyncio
import random
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import pytest
from botapi.errors import ApiError
from botapi.flood import FloodCounter
from telegram.error import RetryAfter
from virtual_time import run

from bot.chat.telegram.transport.flood import ChatRateLimiter
from bot.chat.telegram.transport.in_hand import Hand, hold
from bot.chat.telegram.transport.waits import Waits

GROUP, PRIVATE = -100, 100


class Calls:
    """Calls through a limiter: what arrived, when, in seconds since the first was possible."""

    def __init__(self, limiter: ChatRateLimiter | None = None) -> None:
        self.limiter = limiter or ChatRateLimiter()
        self.arrived: list[tuple[str, float]] = []
        self.refusals: dict[str, float] = {}
        self.began = 0.0

    @property
    def names(self) -> list[str]:
        """The calls in the order of their arrival."""
        return [name for name, _ in self.arrived]

    @property
    def times(self) -> list[float]:
        """When they arrived, to a tenth of a second."""
        return [round(at, 1) for _, at in self.arrived]

    async def make(
        self, name: str, chat: int | None = GROUP, person: int = 1, method: str = "sendMessage", **data: Any
    ) -> Any:
        """Return what the limiter returns for a call of that name."""
        hold(Hand(person=person))
        data |= {} if chat is None else {"chat_id": chat}
        return await self.limiter.process_request(self._arrive, (name,), {}, method, data, None)

    async def _arrive(self, name: str) -> str:
        self.arrived.append((name, self._now()))
        if name in self.refusals:
            raise RetryAfter(round(self.refusals.pop(name)))
        return name

    def _now(self) -> float:
        now = asyncio.get_running_loop().time()
        self.began = self.began or now
        return now - self.began


def _all_of(*calls: Callable[[], Coroutine[Any, Any, Any]]) -> list[Any]:
    async def main() -> list[Any]:
        return await asyncio.gather(*(call() for call in calls), return_exceptions=True)

    return run(main())


@pytest.mark.parametrize(
    ("chats", "expected"),
    [
        ([PRIVATE] * 3, [0, 1.1, 2.2]),
        ([GROUP] * 21, [*(round(1.1 * n, 1) for n in range(20)), 60.1]),
        (range(1, 33), [*[0] * 30, 1.1, 1.1]),
    ],
    ids=["a chat", "a group", "all chats"],
)
def test_messages_leave_as_fast_as_telegram_allows(chats: Sequence[int], expected: list[float]) -> None:
    """One a second in a chat, twenty a minute in a group, thirty a second in all, and none is slower than that."""
    calls = Calls()
    _all_of(*(lambda n=n, chat=chat: calls.make(str(n), chat) for n, chat in enumerate(chats)))
    assert expected == calls.times


@pytest.mark.parametrize("seed", range(5))
def test_no_message_is_refused_however_long_the_way_is(seed: int) -> None:
    """Telegram counts what arrives; on the way each call takes another time, there and back."""
    chance, counter, limiter = random.Random(seed), FloodCounter(), ChatRateLimiter()
    refused = list[ApiError]()

    async def arrive(chat: int) -> None:
        await asyncio.sleep(chance.choice([0, 0.05, 0.4, 3]) * chance.random())
        try:
            counter.check(chat, chat < 0, asyncio.get_running_loop().time())
        except ApiError as error:
            refused.append(error)
        await asyncio.sleep(chance.choice([0, 0.05, 0.4, 3]) * chance.random())

    def call() -> Coroutine[Any, Any, Any]:
        chat = chance.choice([*range(-4, 0), *range(1, 200)] + [-1] * 50)
        return limiter.process_request(arrive, (chat,), {}, "sendMessage", {"chat_id": chat}, None)

    _all_of(*[call] * 700)
    assert [] == refused


def test_persons_take_turns() -> None:
    """Who has much to be told waits for each of the others between."""
    calls = Calls()
    told = [("一", 1), ("二", 1), ("三", 1), ("甲", 2), ("乙", 2), ("子", 3)]
    _all_of(*(lambda name=name, person=person: calls.make(name, person=person) for name, person in told))
    assert ["一", "甲", "子", "二", "乙", "三"] == calls.names


def test_turned_pages_hold_up_no_answer() -> None:
    """New messages and edits take turns, however many people press."""
    calls = Calls()
    edits = [
        lambda n=n: calls.make(f"页{n}", person=n, method="editMessageText", message_id=n) for n in range(4)
    ]
    _all_of(*edits, *(lambda n=n: calls.make(f"答{n}", person=n) for n in range(2)))
    assert ["页0", "答0", "页1", "答1", "页2", "页3"] == calls.names


def test_of_the_edits_of_a_message_that_wait_the_last_is_made() -> None:
    """In the place of the first; those overtaken count as made."""
    calls = Calls()
    others = [lambda: calls.make("先"), lambda: calls.make("后", person=2)]
    edits = [lambda n=n: calls.make(f"页{n}", method="editMessageText", message_id=7) for n in range(3)]
    results = _all_of(others[0], *edits, others[1])
    assert ["先", "页2", "后"] == calls.names
    assert ["先", True, True, "页2", "后"] == results


def test_what_is_not_counted_never_waits() -> None:
    """A press is answered, and a message reacted to, whatever else is to be said in the chat."""
    calls = Calls()
    free = [
        lambda: calls.make("press", None, method="answerCallbackQuery", callback_query_id="1"),
        lambda: calls.make("eyes", method="setMessageReaction"),
    ]
    _all_of(*(lambda n=n: calls.make(str(n)) for n in range(30)), *free)
    assert [("press", 0.0), ("eyes", 0.0)] == calls.arrived[1:3]


def test_a_refusal_halts_its_chat_alone() -> None:
    """The message goes before those behind it once the time is over; the other chat hears nothing of it."""
    calls = Calls()
    calls.refusals["一"] = 40
    _all_of(lambda: calls.make("一"), lambda: calls.make("二"), lambda: calls.make("别处", GROUP - 1))
    assert (["一", "别处", "一", "二"], [0, 0, 40.1, 41.2]) == (calls.names, calls.times)


@pytest.mark.parametrize("method", ["answerInlineQuery", "answerCallbackQuery"])
def test_a_refusal_without_a_chat_halts_its_person_alone(method: str) -> None:
    """Whoever types too fast waits, and nobody else does."""
    calls = Calls()
    calls.refusals["一"] = 7
    _all_of(
        lambda: calls.make("一", None, 1, method, inline_query_id="1"),
        lambda: calls.make("二", None, 2, method, inline_query_id="2"),
    )
    assert (["一", "二", "一"], [0, 0, 7.1]) == (calls.names, calls.times)


def test_a_long_halt_is_told_to_all_who_wait() -> None:
    """Nothing is sent that would only be refused, and each knows at once how long it takes."""
    calls = Calls()
    calls.refusals["一"] = 900
    results = _all_of(*(lambda name=name: calls.make(name) for name in "一二三"))
    assert [RetryAfter] * 3 == [type(result) for result in results]
    assert ["一"] == calls.names
    assert [900] * 3 == [round(result.retry_after) for result in results]


@pytest.mark.parametrize("chat", [GROUP, PRIVATE])
@pytest.mark.parametrize("sent", [0, 7, 20, 33])
def test_the_wait_is_known_beforehand(chat: int, sent: int) -> None:
    """To two seconds, whatever was sent before and however many come first."""
    calls, expected = Calls(), list[float]()

    async def main() -> float:
        await asyncio.gather(*(calls.make(f"vor {n}", chat) for n in range(sent)))
        expected.extend(calls.limiter.wait_s(chat, ahead) for ahead in range(90))
        began = asyncio.get_running_loop().time()
        await asyncio.gather(*(calls.make(str(n), chat) for n in range(90)))
        return began

    began = run(main()) - calls.began
    waited = [at - began for _, at in calls.arrived[sent:]]
    assert [] == [pair for pair in zip(expected, waited, strict=True) if abs(pair[0] - pair[1]) > 2]


def test_what_waits_ends_when_the_bot_stops() -> None:
    """What is on its way is told of its end; what waits, or would have to, is cancelled."""
    waits = Waits()
    calls = Calls(ChatRateLimiter(waits))

    async def main() -> list[Any]:
        tasks = [asyncio.create_task(calls.make(name)) for name in "一二三"]
        await asyncio.sleep(0.5)
        waits.stop()
        tasks.append(asyncio.create_task(calls.make("四")))
        return await asyncio.gather(*tasks, return_exceptions=True)

    first, *others = run(main())
    assert "一" == first
    assert [asyncio.CancelledError] * 3 == [type(other) for other in others]
