"""Pages turned under an answer: what was said above and below the quotation stays with it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from botapi import Message
from door import Door

_TWO = "图书馆每周开放多久？\n老管理员说了什么？"
_UNSURE = "图书馆的火星书架什么时候送到？"


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door with nobody at it."""
    with Door(tmp_path) as door:
        yield door


def _labels(message: Message) -> list[str]:
    return [str(button["text"]) for button in message.buttons]


def _labelled(message: Message, beginning: str) -> str:
    return next(label for label in _labels(message) if label.startswith(beginning))


@pytest.mark.parametrize("button", ["下一条", "▶", "引用格式"])
async def test_under_one_of_several_answers_its_question_stays(door: Door, button: str) -> None:
    """At the next passage, at one near it, and while a citation style is chosen."""
    alice, world = door.world.user("Alice"), door.world
    async with door.opened():
        world.say(alice, alice, _TWO)
        await door.quiet()
        answer = world.sent(alice)[0]
        await door.pressed(alice, answer, _labelled(answer, button))
        turned = world.now_of(answer)
    assert "问：图书馆每周开放多久？" == turned.content.splitlines()[0]
    assert 1 == turned.content.count("问：")
    assert answer.buttons != turned.buttons


async def test_an_answer_after_one_that_was_given_above_keeps_its_question(door: Door) -> None:
    """Of the two questions the group had the first answered already, so the message got one answer alone."""
    alice, world = door.world.user("Alice"), door.world
    group = world.group("读报", alice)
    async with door.opened():
        await door.told(alice, group, "/ask 图书馆每周开放多久？")
        answer = await door.told(alice, group, f"/ask {_TWO}")
        await door.pressed(alice, answer, _labelled(answer, "下一条"))
    assert "问：老管理员说了什么？" == world.now_of(answer).content.splitlines()[0]


@pytest.mark.parametrize("question", [_UNSURE, "图书馆每周开放多久？", _TWO])
@pytest.mark.parametrize("there_and_back", [("下一条", "下一条"), ("▶", "◀"), ("引用格式", "← 返回")])
async def test_turned_back_the_answer_is_as_it_was(
    door: Door, question: str, there_and_back: tuple[str, str]
) -> None:
    """With what was said of it: that it is unsure, and which words stand nowhere."""
    alice, world = door.world.user("Alice"), door.world
    there, back = there_and_back
    async with door.opened():
        world.say(alice, alice, question)
        await door.quiet()
        answer = world.sent(alice)[0]
        await door.pressed(alice, answer, _labelled(answer, there))
        while (now := world.now_of(answer)).buttons != answer.buttons:
            await door.pressed(alice, answer, _labelled(now, back))
    assert answer.content == now.content


async def test_what_stands_nowhere_is_said_below_each_passage(door: Door) -> None:
    """That the first one is the closest is said of the first one only."""
    alice, world = door.world.user("Alice"), door.world
    async with door.opened():
        answer = await door.told(alice, alice, _UNSURE)
        await door.pressed(alice, answer, _labelled(answer, "下一条"))
    first, second = answer.content.splitlines(), world.now_of(answer).content.splitlines()
    assert ("不确定，这一段最接近：", "没有出现：火星") == (first[0], first[-1])
    assert ("没有出现：火星", 0) == (second[-1], second.count("不确定，这一段最接近："))


async def test_of_pages_turned_in_a_hurry_the_last_is_shown(door: Door) -> None:
    """What is pressed while the first is looked up is acknowledged, and only the last of it shown; a vote between counts."""
    alice, world = door.world.user("Alice"), door.world
    async with door.opened():
        answer = await door.told(alice, alice, "图书馆每周开放多久？")
        hurried = [world.press(alice, answer, label) for label in ("▶", "引用格式") * 10]
        vote = world.press(alice, answer, "👍")
        hurried += [world.press(alice, answer, label) for label in ("引用格式", "▶")]
        await door.quiet()
    assert {press.id for press in [*hurried, vote]} <= set(world.answers)
    assert "已记下 👍 1 👎 0" == world.answers[vote.id]["text"]
    assert 2 == len(world.calls("editMessageText"))
    assert "今年要办好“三件事”" in world.now_of(answer).content
