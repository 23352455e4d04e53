"""Looking something up in a group without the group seeing it, where Telegram can do that."""

import itertools
import threading
from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from articles import LIBRARY, NOTE
from botapi import Chat, Message, User
from botapi.reading import HANG_S
from databases import sqlite
from door import Door
from identities import chat_id
from sqlalchemy import Engine

from bot.answering.quoting.citation import STYLES
from bot.notebook import GivenAnswer, Notebook, Quiet

ASKED = "/ask 三件事是什么"


class _Slow(Notebook):
    """A notebook that is asked for an answer twice, and the second time tells what it read once that is `obeyed`."""

    def __init__(self, engine: Engine, *, styles: Collection[str], now: Callable[[], datetime]) -> None:
        super().__init__(engine, styles=styles, now=now)
        self.obeyed, self._asked = threading.Event(), itertools.count()

    def answer(self, number: int) -> GivenAnswer | None:
        """Read the answer."""
        given = super().answer(number)
        if next(self._asked) == 1:
            self.obeyed.wait(HANG_S)
        return given


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door with nobody at it."""
    with Door(tmp_path) as door:
        yield door


def _group(door: Door, *, supported: bool = True, bot: str = "administrator") -> tuple[User, User, Chat]:
    door.world.supports_ephemeral = supported
    alice, bob = door.world.user("Alice"), door.world.user("Bob")
    group = door.world.group("读报", alice, bob, bot=bot)
    door.notebook.change(chat_id(group.id), lookup=True)
    return alice, bob, group


def _labels(message: Message) -> list[str]:
    return [button["text"] for button in message.buttons]


async def test_the_asker_alone_sees_the_answer(door: Door) -> None:
    """With a button that makes it public, and none that a message of this kind could not obey."""
    _, bob, group = _group(door)
    async with door.opened():
        answer = await door.told(bob, group, ASKED)
    assert bob.id == answer.receiver_id
    assert "三件事" in answer.content
    assert ["公开", "复制引用", "原文", "👍", "👎"] == _labels(answer)


async def test_an_answer_made_public_is_the_ordinary_one(door: Door) -> None:
    """Replying to the question, its buttons working; the asker's own copy is gone."""
    alice, bob, group = _group(door)
    async with door.opened() as world:
        ordinary = await door.told(alice, alice, ASKED)
        asked = world.say(bob, group, ASKED)
        await door.quiet()
        query = await door.pressed(bob, world.sent(group)[0], "公开")
        [public] = world.sent(group)
        await door.pressed(alice, public, "引用格式")
    assert (None, asked.message_id) == (public.receiver_id, public.reply_to)
    assert (ordinary.content, _labels(ordinary)) == (public.content, _labels(public))
    assert world.answer(query) is not None
    assert "APA" in _labels(world.now_of(public))


async def test_a_record_can_be_made_public_too(door: Door) -> None:
    """An answer that quotes no passage has its one button."""
    _, bob, group = _group(door)
    door.library.remove(NOTE.id)
    async with door.opened() as world:
        answer = await door.told(bob, group, "/ask 作者是谁")
        await door.pressed(bob, answer, "公开")
        [public] = world.sent(group)
    assert (["公开"], None) == (_labels(answer), public.receiver_id)
    assert "林知远" in public.content


async def test_a_vote_counts_before_it_is_public(door: Door) -> None:
    """And is still there afterwards."""
    _, bob, group = _group(door)
    async with door.opened() as world:
        answer = await door.told(bob, group, ASKED)
        await door.pressed(bob, answer, "👎")
        await door.pressed(bob, answer, "公开")
        [public] = world.sent(group)
        vote = await door.pressed(bob, public, "👍")
    assert "已记下 👍 1 👎 0" == world.answers[vote.id]["text"]


async def test_it_is_made_public_once(door: Door) -> None:
    """Two presses, and one after a restart, post one answer."""
    _, bob, group = _group(door)
    async with door.opened() as world:
        answer = await door.told(bob, group, ASKED)
    async with door.opened() as world:
        world.press(bob, answer, "公开")
        await door.pressed(bob, answer, "公开")
    assert [None] == [message.receiver_id for message in world.sent(group)]


async def test_what_was_read_before_the_first_press_is_no_reason_for_a_second(tmp_path: Path) -> None:
    """The database says of the answer that it is not public, and says it only after the first press was obeyed."""
    with Door(tmp_path) as door:
        door.notebook.close()
        door.notebook = slow = _Slow.at(sqlite(tmp_path / "zhaiyin.db"), styles=STYLES)
        _, bob, group = _group(door)
        async with door.opened() as world:
            answer = await door.told(bob, group, ASKED)
            for _ in range(2):
                world.press(bob, answer, "公开")
            await world.eventually(lambda: "deleteEphemeralMessage" in [call.method for call in world.log])
            slow.obeyed.set()
            await door.quiet()
        assert [None] == [message.receiver_id for message in world.sent(group)]


async def test_nobody_else_makes_it_public(door: Door) -> None:
    """Callback data can be forged."""
    alice, bob, group = _group(door)
    async with door.opened() as world:
        answer = await door.told(bob, group, ASKED)
        query = await door.pressed(alice, answer, "公开")
    assert [bob.id] == [message.receiver_id for message in world.sent(group)]
    assert "这条回答已经不在了，请重新提问。" == world.answers[query.id]["text"]


async def test_an_answer_that_is_no_longer_found_is_not_posted(door: Door) -> None:
    """The article went meanwhile: the asker is told."""
    _, bob, group = _group(door)
    async with door.opened() as world:
        answer = await door.told(bob, group, ASKED)
        door.library.remove(LIBRARY.id)
        query = await door.pressed(bob, answer, "公开")
    assert [bob.id] == [message.receiver_id for message in world.sent(group)]
    assert "没有公开" in world.answers[query.id]["text"]


async def test_two_who_ask_the_same_are_both_answered(door: Door) -> None:
    """An answer that others cannot see is none to point at; one made public is."""
    alice, bob, group = _group(door)
    async with door.opened() as world:
        first = await door.told(bob, group, ASKED)
        await door.told(alice, group, ASKED)
        receivers = [message.receiver_id for message in world.sent(group)]
        await door.pressed(bob, first, "公开")
        public = next(message for message in world.sent(group) if message.receiver_id is None)
        # the newest answer to the question is Alice's own, which nobody can be shown
        again = await door.told(bob, group, ASKED)
    assert [bob.id, alice.id] == receivers
    assert (public.message_id, "刚才回答过，见上。") == (again.reply_to, again.text)


async def test_nothing_found_is_told_to_the_asker_alone(door: Door) -> None:
    """Where the group wants words for it, without a button."""
    _, bob, group = _group(door)
    door.notebook.change(chat_id(group.id), quiet=Quiet.MESSAGE)
    async with door.opened():
        answer = await door.told(bob, group, "/ask 火星上有水吗")
    assert (bob.id, ()) == (answer.receiver_id, answer.buttons)


async def test_a_server_that_cannot_gives_ordinary_answers(door: Door) -> None:
    """The first one too, with the ordinary buttons; it is not asked again."""
    alice, bob, group = _group(door, supported=False)
    async with door.opened() as world:
        ordinary = await door.told(alice, alice, ASKED)
        first = await door.told(bob, group, ASKED)
        second = await door.told(bob, group, "/ask 松木书架的预算")
        await door.pressed(bob, first, "引用格式")
    calls = [call for call in world.calls("sendMessage") if "ephemeral_message_parameters" in call.parameters]
    assert (1, None) == (len(calls), first.receiver_id)
    assert (ordinary.content, _labels(ordinary)) == (first.content, _labels(first))
    assert "✖" in _labels(second)
    assert "APA" in _labels(world.now_of(first))


async def test_a_bot_without_the_right_gives_ordinary_answers(door: Door) -> None:
    """It asks again each time: it may be made an admin any day."""
    _, bob, group = _group(door, bot="member")
    async with door.opened() as world:
        refused = await door.told(bob, group, ASKED)
        world.promote(world.bot, group)
        allowed = await door.told(bob, group, "/ask 松木书架的预算")
    assert (None, bob.id) == (refused.receiver_id, allowed.receiver_id)
    assert "✖" in _labels(refused)


async def test_an_answer_stays_in_its_topic(door: Door) -> None:
    """Seen by one, and made public."""
    door.world.supports_ephemeral = True
    alice = door.world.user("Alice")
    forum = door.world.group("论坛", alice, forum=True, bot="administrator")
    door.notebook.change(chat_id(forum.id), lookup=True)
    topic = door.world.topic(forum, "读报", alice)
    async with door.opened() as world:
        world.say(alice, forum, ASKED, thread_id=topic)
        await door.quiet()
        [answer] = world.sent(forum)
        await door.pressed(alice, answer, "公开")
        [public] = world.sent(forum)
    assert (topic, topic) == (answer.thread_id, public.thread_id)
    assert (alice.id, None) == (answer.receiver_id, public.receiver_id)


async def test_without_the_setting_all_see_the_answer(door: Door) -> None:
    """It is off until an admin turns it on."""
    alice, bob, group = _group(door)
    door.notebook.change(chat_id(group.id), lookup=False)
    async with door.opened():
        before = await door.told(bob, group, ASKED)
        panel = await door.told(alice, group, "/settings")
        await door.pressed(alice, panel, "只给提问的人看：关")
        after = await door.told(bob, group, "/ask 松木书架的预算")
    assert (None, bob.id) == (before.receiver_id, after.receiver_id)


async def test_an_answer_that_may_have_been_lost_is_not_shown_to_all(door: Door) -> None:
    """The connection broke: it is sent once more, to the asker alone, and what was asked in private stays so."""
    _, bob, group = _group(door)
    async with door.opened() as world:
        world.drop_next("sendMessage")
        world.say(bob, group, ASKED)
        await door.quiet()
    assert [bob.id, bob.id] == [message.receiver_id for message in world.sent(group)]
