"""A crowd: many ask at once, and Telegram lets the bot say little. Time passes only while nothing happens."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from botapi import Chat, Message, Query, User, World
from door import Door
from structlog.testing import capture_logs
from structlog.typing import EventDict
from virtual_time import run

from bot.chat.telegram.transport.flood import ChatRateLimiter
from bot.chat.telegram.transport.waits import Waits

LINE = "太多人在问，一时答不过来，请稍后再问。"
EYES, SHRUG = "👀", "🤷"


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door at a Telegram that counts, and whose time is the loop's."""
    with _door(tmp_path) as door:
        yield door


def _door(folder: Path, **limits: int) -> Door:
    opened: Door = Door(
        folder,
        waits=lambda: Waits(clock=opened.world.now),
        limiter=lambda waits: ChatRateLimiter(waits, **limits),  # type: ignore[arg-type]  # numbers alone
    )
    return opened


def _happens(door: Door, what: Callable[[], Coroutine[Any, Any, None]]) -> list[EventDict]:
    """Let it happen while the bot is at work; return the lines of the log."""

    async def main() -> None:
        async with door.opened():
            await what()

    with capture_logs() as lines:
        run(main(), door.world.advance)
    return lines


def _asked(world: World, group: Chat, people: Sequence[User]) -> list[Message]:
    """A question of each, in this order; no two alike, as those would be told of the other's answer."""
    return [
        world.say(user, group, f"/ask 三件事是什么，{number} 号想知道") for number, user in enumerate(people)
    ]


def _refused(world: World) -> list[str]:
    return [call.method for call in world.calls() if call.code == 429]


def _answered(world: World, chat: Chat | User) -> list[int | None]:
    """The messages that were answered, in the order of the answers."""
    return [message.reply_to for message in world.sent(chat) if message.text != LINE]


def _given_up(lines: Sequence[EventDict]) -> Counter[str]:
    return Counter(line["why"] for line in lines if line["event"] == "given up")


def _reactions(world: World, asked: Sequence[Message]) -> Counter[str]:
    return Counter(emoji for message in asked for emoji in world.now_of(message).reactions)


def _longest_wait(world: World, presses: Sequence[Query]) -> float:
    """How long a press waited for its answer, at most; raises KeyError if one got none."""
    answered = {
        call.parameters["callback_query_id"]: call.at
        for call in world.calls("answerCallbackQuery")
        if call.ok
    }
    return max(answered[press.id] - press.asked_at for press in presses)


def test_a_group_asks_all_at_once(door: Door) -> None:
    """Of 45 people with 230 questions each is answered or told; Telegram refuses nothing, and no press waits."""
    world = door.world
    people = [world.user(f"User {number}") for number in range(45)]
    group = world.group("读书会", *people)
    presses, waved = list[Query](), Counter[str]()
    # the first one asks ten before anybody else
    asked = list[Message]()

    async def evening() -> None:
        asked.extend(_asked(world, group, [people[0]] * 10 + people * 4 + people[:40]))
        await asyncio.sleep(30)
        waved.update(_reactions(world, asked))
        answer = next(message for message in world.sent(group) if message.buttons)
        for _ in range(25):
            presses.append(world.press(people[0], answer, "▶"))
        presses.extend(world.press(user, answer, "👍") for user in people)
        await asyncio.sleep(900)

    lines = _happens(door, evening)
    answered = _answered(world, group)
    by_person = {user.id: [m.message_id for m in asked if m.sender == user] for user in people}
    assert [] == _refused(world)
    assert set(by_person[people[0].id]).isdisjoint(answered[1:45])
    assert all(
        mine and mine == sorted(mine)
        for mine in ([at for at in answered if at in own] for own in by_person.values())
    )
    assert 1 == [message.text for message in world.sent(group)].count(LINE)
    missed = len(asked) - len(answered)
    assert {"too many ask": missed} == _given_up(lines)
    assert {SHRUG: missed} == _reactions(world, asked)
    assert 150 < waved[EYES]
    assert 3 >= _longest_wait(world, presses)


def test_many_ask_in_private(door: Door) -> None:
    """Ninety people are all answered within seconds, and who asks ten times holds up nobody."""
    world = door.world
    people = [world.user(f"User {number}") for number in range(90)]
    done = list[int]()

    async def rush() -> None:
        for _ in range(10):
            world.say(people[0], people[0], "三件事是什么")
        for user in people[1:]:
            world.say(user, user, "三件事是什么")
        await asyncio.sleep(20)
        done.extend(len(world.sent(user)) for user in people)

    _happens(door, rush)
    assert [] == _refused(world)
    assert [10] + [1] * 89 == done


def test_pages_turned_in_a_hurry_are_turned_at_once(door: Door) -> None:
    """Presses that wait for their turn to be shown are shown as one; the last is what stands there."""
    world = door.world
    people = [world.user(f"User {number}") for number in range(30)]
    group = world.group("读书会", *people)
    presses = list[Query]()

    async def hurry() -> None:
        _asked(world, group, people)
        await asyncio.sleep(25)
        answer = world.sent(group)[0]
        for _ in range(12):
            presses.extend([world.press(people[1], answer, "引用格式"), world.press(people[1], answer, "▶")])
        await asyncio.sleep(120)

    _happens(door, hurry)
    assert [] == _refused(world)
    assert 0 == _longest_wait(world, presses)
    answer = world.sent(group)[0]
    assert 1 == len(world.calls("editMessageText"))
    assert "他守着这间屋子已经二十年" in answer.content
    assert "◀" in [button["text"] for button in answer.buttons]


@pytest.mark.parametrize(
    ("private", "halt_s", "outcome"),
    [
        (False, 400, ([], "answered")),
        (False, 900, ([SHRUG], "too many ask")),
        (True, 900, ([], "answered")),
        (True, 7200, ([SHRUG], "too many ask")),
    ],
    ids=["group", "group, too long", "private", "private, too long"],
)
def test_a_long_wait_is_waited_or_told(
    door: Door, private: bool, halt_s: int, outcome: tuple[list[str], str]
) -> None:
    """What would come too late is given up with a sign; anything else comes, however long Telegram halts the chat."""
    world = door.world
    # one who never began the bot: others would be answered there
    alice = world.user("Alice", started=private)
    chat = alice if private else world.group("读书会", alice)
    asked = list[Message]()

    async def halted() -> None:
        world.fail_next("sendMessage", 429, "Too Many Requests", {"retry_after": halt_s})
        asked.append(world.say(alice, chat, "/ask 三件事是什么"))
        await asyncio.sleep(1000)

    lines = _happens(door, halted)
    reactions, fate = outcome
    assert reactions == list(_reactions(world, asked))
    assert ([asked[0].message_id] if fate == "answered" else []) == _answered(world, chat)
    assert ([] if fate == "answered" else [fate]) == list(_given_up(lines))


def test_a_chat_without_reactions_is_spared_them(door: Door) -> None:
    """Where 👀 is refused it is not tried for each who waits, and their answers come all the same."""
    world = door.world
    people = [world.user(f"User {number}") for number in range(30)]
    group = world.group("读书会", *people)
    world.fail_next("setMessageReaction", 400, "Bad Request: REACTION_INVALID", times=99)

    async def evening() -> None:
        _asked(world, group, people)
        await asyncio.sleep(200)

    _happens(door, evening)
    assert 30 == len(_answered(world, group))
    # as many as were on their way at the first refusal
    assert 4 >= len(world.calls("setMessageReaction"))


def test_a_quick_answer_needs_no_sign(door: Door) -> None:
    """Who is answered within seconds sees the answer alone."""
    world = door.world
    alice = world.user("Alice")
    group = world.group("读书会", alice)

    async def once() -> None:
        _asked(world, group, [alice])
        await asyncio.sleep(20)

    _happens(door, once)
    assert (1, []) == (len(world.sent(group)), world.calls("setMessageReaction"))


def test_those_who_wait_at_a_stop_are_answered_after_it(door: Door) -> None:
    """The bot does not wait for the flood limit when it ends; afterwards 👀 goes with each answer."""
    world = door.world
    people = [world.user(f"User {number}") for number in range(30)]
    group = world.group("读书会", *people)
    asked, ended = list[Message](), list[float]()

    async def before() -> None:
        asked.extend(_asked(world, group, people))
        await asyncio.sleep(10)
        ended.append(world.now())

    async def after() -> None:
        await asyncio.sleep(300)

    _happens(door, before)
    assert 1 >= world.now() - ended[0]
    assert _reactions(world, asked)[EYES]
    world.advance(60)
    _happens(door, after)
    assert [message.message_id for message in asked] == _answered(world, group)
    assert {} == _reactions(world, asked)


def test_each_crowd_is_told_once(tmp_path: Path) -> None:
    """One line, however many are turned away; the next crowd gets its own, in its own topic and language."""
    with _door(tmp_path, per_group_minute=2) as door:
        world = door.world
        people = [world.user(f"User {number}", language_code="en") for number in range(40)]
        group = world.group("Readers", *people, forum=True)
        topic = world.topic(group, "Today", people[0])

        async def crowds() -> None:
            for _ in range(2):
                for number, user in enumerate(people):
                    world.say(user, group, f"/ask 三件事是什么，{number} 号想知道", thread_id=topic)
                await asyncio.sleep(1200)

        _happens(door, crowds)
        lines = [
            m
            for m in world.sent(group)
            if m.text == "Too many questions are waiting; please ask again later."
        ]
        assert ([topic, topic], []) == ([line.thread_id for line in lines], _refused(world))


def test_a_press_waits_for_no_connection(door: Door) -> None:
    """While Telegram answers none of many messages, it is told of the press all the same."""
    world = door.world
    people = [world.user(f"User {number}") for number in range(120)]
    presses = list[Query]()

    async def silence() -> None:
        world.say(people[0], people[0], "三件事是什么")
        await asyncio.sleep(5)
        for _ in range(500):
            world.hang_next("sendMessage")
        for user in people[1:]:
            world.say(user, user, "三件事是什么")
        await asyncio.sleep(25)
        presses.extend(world.press(people[0], world.sent(people[0])[0], "👍") for _ in range(20))
        await asyncio.sleep(3)

    _happens(door, silence)
    assert 3 >= _longest_wait(world, presses)
