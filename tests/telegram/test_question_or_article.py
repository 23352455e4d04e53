"""Messages that may be questions or articles, files with questions, several questions, commands that are none."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from articles import LIBRARY, NOTE
from botapi import Chat, Message, User
from door import Door
from identities import chat_id

STORY = (
    "老槐树下的面馆开了二十三年，掌柜姓秦，和面的手艺是从父亲那里学来的。每天清早四点，灯就亮了，街坊们闻着葱油的香味醒来。"
    "去年冬天，面馆的锅炉坏了，邻居们凑钱换了一口新的。掌柜把名字一个个写在墙上，说要记一辈子。"
)
LONG_QUESTION = f"{'我读到一篇讲镇上图书馆的文章，很长，' * 24}请问青石镇图书馆每周开放多久？"


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door with nobody at it."""
    with Door(tmp_path) as door:
        yield door


def _own(door: Door, chat: Chat | User) -> int:
    """How many articles stand on the chat's own shelf."""
    name = door.notebook.own_shelf(chat_id(chat.id))
    return len(door.library.articles(name)) if name in door.library.shelves() else 0


def _labels(message: Message) -> list[str]:
    return [button["text"] for button in message.buttons]


async def _shown(door: Door, chat: Chat | User, count: int) -> Message:
    """The last thing the bot says, once it has said `count` things in the chat."""
    await door.world.eventually(lambda: len(door.world.sent(chat)) >= count)
    await door.quiet()
    return door.world.sent(chat)[-1]


async def test_a_question_however_long_is_answered(door: Door) -> None:
    """Typed, forwarded, or in reply to an answer; nothing of it is shelved."""
    alice, world = door.world.user("Alice"), door.world
    async with door.opened():
        typed = await door.told(alice, alice, LONG_QUESTION)
        world.forward(alice, world.post(world.channel("青石镇"), LONG_QUESTION), alice)
        await door.quiet()
        forwarded = world.sent(alice)[-1]
        world.say(alice, alice, LONG_QUESTION, reply_to=forwarded)
        await door.quiet()
    assert (0, 3) == (_own(door, alice), len(world.sent(alice)))
    assert all("六十小时" in message.content for message in (typed, forwarded, world.sent(alice)[-1]))


async def test_in_doubt_a_button_takes_the_text_as_a_question(door: Door) -> None:
    """It is answered at once and nothing stays on the shelf; a text that asks nothing has no such button."""
    alice, world = door.world.user("Alice"), door.world
    async with door.opened():
        sure = await door.told(alice, alice, STORY * 4)
        await door.pressed(alice, sure, "撤销")
        card = await door.told(alice, alice, f"{STORY * 4}图书馆每周开放六十小时，又有谁嫌少呢？")
        shelved = _own(door, alice)
        await door.pressed(alice, card, "当作问题")
    assert "当作问题" not in _labels(sure)
    assert (1, 0) == (shelved, _own(door, alice))
    assert "已当作问题，没有放上书架。" == world.now_of(card).content
    assert world.sent(alice)[-1].message_id > card.message_id
    assert "public" == str(door.notebook.settings(chat_id(alice.id)).shelf)


@pytest.mark.parametrize("pressed", ["当作问题", ""])
async def test_an_edit_of_what_was_asked_stays_a_question(door: Door, pressed: str) -> None:
    """Whether a button took it as one or it was one from the start: its answer changes, and nothing is shelved."""
    alice, world = door.world.user("Alice"), door.world
    asked = f"{STORY * 4}图书馆每周开放六十小时，又有谁嫌少呢？" if pressed else "图书馆每周开放多久？"
    async with door.opened():
        message = world.say(alice, alice, asked)
        await door.quiet()
        if pressed:
            await door.pressed(alice, world.sent(alice)[-1], pressed)
        said = world.sent(alice)
        world.edit(message, f"{STORY * 4}松木书架的预算八百元，又有谁嫌多呢？")
        await door.quiet()
    assert 0 == _own(door, alice)
    assert [one.message_id for one in said] == [one.message_id for one in world.sent(alice)]
    assert said[-1].content != world.now_of(said[-1]).content


async def test_a_caption_that_asks_is_answered_from_its_file(door: Door) -> None:
    """Even where another article answers too; one that says nothing is not answered, and /verify is held against it."""
    alice, world = door.world.user("Alice"), door.world
    other = NOTE.text.replace("八百元", "九百元")
    async with door.opened():
        world.document(alice, alice, "会议.txt", other.encode(), caption="预算是多少？")
        answer = await _shown(door, alice, 2)
        world.document(alice, alice, "面馆.txt", STORY.encode(), caption="请看附件")
        silent = await _shown(door, alice, 3)
        world.document(
            alice, alice, "槐树.txt", f"槐树\n\n{STORY}他还种菜。".encode(), caption="/verify 掌柜姓秦"
        )
        verified = await _shown(door, alice, 5)
        world.document(alice, alice, "书.txt", LIBRARY.text.encode(), caption="/help")
        line = await _shown(door, alice, 7)
    assert "九百元" in answer.content
    assert silent.content.startswith("读入了一篇文章：")
    assert "逐字出自原文：" == verified.content.splitlines()[0]
    assert "文件已经收下，说明里的命令没有执行。请单独发一条。" == line.content
    assert 4 == _own(door, alice)


async def test_in_a_group_a_question_after_add_is_about_the_file(door: Door) -> None:
    """The file is shelved and answers."""
    alice, world = door.world.user("Alice"), door.world
    group = world.group("读报", alice)
    async with door.opened():
        world.document(alice, group, "面馆.txt", STORY.encode(), caption="/add 掌柜姓什么？")
        answer = await _shown(door, group, 2)
    assert 1 == _own(door, group)
    assert "掌柜姓秦" in answer.content


async def test_three_questions_get_three_answers(door: Door) -> None:
    """Each below the question that it answers, in order; of more the rest is named."""
    alice, world = door.world.user("Alice"), door.world
    asked = ["图书馆每周开放多久？", "松木书架的预算是多少？", "藏书多少册？"]
    async with door.opened():
        world.say(alice, alice, "\n".join(asked))
        await door.quiet()
        three = world.sent(alice)
        world.say(alice, alice, "".join([*asked, "流动书车送给几个村？", "谁守着这间屋子？"]))
        await door.quiet()
        more = world.sent(alice)[len(three) :]
    assert [f"问：{question}" for question in asked] == [m.content.splitlines()[0] for m in three]
    assert [True] * 3 == [
        word in m.content for word, m in zip(("六十小时", "八百元", "三万二千册"), three, strict=True)
    ]
    assert "一次最多答 3 个问题，还有 2 个没有答，请再发一次。" == more[-1].content
    assert 4 == len(more)


async def test_an_edit_of_several_questions_changes_their_answers(door: Door) -> None:
    """Each in its own message; none is sent anew."""
    alice, world = door.world.user("Alice"), door.world
    async with door.opened():
        message = world.say(alice, alice, "图书馆每周开放多久？\n松木书架的预算是多少？")
        await door.quiet()
        before = world.sent(alice)
        world.edit(message, "藏书多少册？\n松木书架的预算是多少？")
        await door.quiet()
    assert ["三万二千册" in world.now_of(before[0]).content, "八百元" in world.now_of(before[1]).content] == [
        True,
        True,
    ]
    assert 2 == len(world.sent(alice))


async def test_a_command_that_is_none_gets_one_line(door: Door) -> None:
    """In private, or if it names this bot; in a group any other is another bot's business."""
    alice, world = door.world.user("Alice"), door.world
    group = world.group("读报", alice)
    async with door.opened():
        private = await door.told(alice, alice, "/weather 明天")
        world.say(alice, group, "/weather 明天")
        await door.quiet()
        silent = world.sent(group)
        named = await door.told(alice, group, f"/weather@{world.bot.username}")
    assert "没有这个命令，/help 看怎么用。" == private.content
    assert [] == silent
    assert private.content == named.content
