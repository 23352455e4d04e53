"""Questions in Telegram that lean on the bot's answer before."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from door import Door

_LIST, _SECOND = "三件事是什么", "那第二个呢"
_LIGHT = f"接着“{_LIST}”："


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """The bot with two articles."""
    with Door(tmp_path) as door:
        yield door


async def test_in_private_a_question_leans_on_the_answer_just_given(door: Door) -> None:
    """For some minutes; after that it stands alone."""
    alice = door.world.user("Alice")
    async with door.opened():
        await door.told(alice, alice, _LIST)
        said = await door.told(alice, alice, _SECOND)
        assert said.content.startswith(_LIGHT)
        assert "识字班" in said.content
        door.late = timedelta(minutes=11)
        assert _LIGHT not in (await door.told(alice, alice, _SECOND)).content


async def test_another_person_has_nothing_to_lean_on(door: Door) -> None:
    """What was asked in one private chat is unknown in all others."""
    alice, bob = door.world.user("Alice"), door.world.user("Bob")
    async with door.opened():
        await door.told(alice, alice, _LIST)
        assert "接着" not in (await door.told(bob, bob, _SECOND)).content


async def test_in_a_group_a_question_leans_only_in_reply_to_the_answer(door: Door) -> None:
    """By whomever it is asked; without a reply it stands alone."""
    alice, bob = door.world.user("Alice"), door.world.user("Bob")
    group = door.world.group("Readers", alice, bob)
    async with door.opened() as world:
        answer = await door.told(alice, group, f"/ask {_LIST}")
        world.say(bob, group, _SECOND, reply_to=answer)
        await door.quiet()
        said = world.sent(group)[-1]
        assert said.content.startswith(_LIGHT)
        assert "识字班" in said.content
        before = len(world.sent(group))
        world.say(bob, group, f"/ask {_SECOND}")
        await door.quiet()
        assert not any("接着" in message.content for message in world.sent(group)[before:])
