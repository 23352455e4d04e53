"""An outline with a button to each of its paragraphs, and a choice with one to each article, in real chats."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from articles import LIBRARY, NOTE
from botapi import Message
from door import Door

from bot.model import Article, Source


def _labels(message: Message) -> list[str]:
    return [button["text"] for button in message.buttons]


async def test_each_point_is_one_tap_from_its_paragraph(tmp_path: Path) -> None:
    """And back again, also after a restart."""
    with Door(tmp_path) as door:
        alice = door.world.user("Alice")
        async with door.opened() as world:
            outline = await door.told(alice, alice, "《把书送到山里去》讲了什么")
            assert ["1", "2", "3"] == _labels(outline)[:3]
            assert "2. 今年要办好“三件事”。" in outline.content
        async with door.opened() as world:
            await door.pressed(alice, outline, "3")
            assert (LIBRARY.text.split("\n")[2],) == world.now_of(outline).marked("blockquote")
            await door.pressed(alice, outline, "← 目录")
            assert (outline.content, outline.reply_markup) == (
                world.now_of(outline).content,
                world.now_of(outline).reply_markup,
            )


async def test_each_article_is_one_tap_from_the_same_question(tmp_path: Path) -> None:
    """Then there is a way to another; nothing of the choice is a quotation."""
    with Door(tmp_path) as door:
        alice = door.world.user("Alice")
        async with door.opened():
            choice = await door.told(alice, alice, "谁写的")
            assert (["1. 会议记录", "2. 把书送到山里去 · 2024-03-08"], ()) == (
                _labels(choice),
                choice.entities,
            )
        async with door.opened() as world:
            await door.pressed(alice, choice, "2. 把书送到山里去 · 2024-03-08")
            assert world.now_of(choice).content.startswith("作者：林知远")
            await door.pressed(alice, choice, "← 换一篇")
            assert choice.content == world.now_of(choice).content
            await door.pressed(alice, choice, "1. 会议记录")
            told = world.now_of(choice)
            assert ("来源记录里没有作者。\n文章：《会议记录》", ()) == (told.content, told.entities)


async def test_an_outline_that_was_chosen_leads_to_its_own_paragraphs(tmp_path: Path) -> None:
    """Not to those of another article; when its text changes, to the new ones."""
    with Door(tmp_path) as door:
        alice = door.world.user("Alice")
        async with door.opened() as world:
            choice = await door.told(alice, alice, "讲了啥")
            await door.pressed(alice, choice, "1. 会议记录")
            await door.pressed(alice, choice, "2")
            assert (NOTE.text.split("\n")[1],) == world.now_of(choice).marked("blockquote")
            door.library.add(Article(replace(NOTE.source), NOTE.text), "elsewhere")
            door.library.remove(NOTE.id)
            await door.pressed(alice, choice, "← 目录")
            assert "会议记录" not in world.now_of(choice).content


async def test_a_large_shelf_is_paged_through(tmp_path: Path) -> None:
    """Five at a time, newest first, there and back."""
    with Door(tmp_path) as door:
        alice = door.world.user("Alice")
        for number in range(12):
            source = Source(title=f"手记{number}", published=date(2024, 1, 1 + number))
            door.library.add(Article(source, f"第{number}天河水涨了。"))
        async with door.opened() as world:
            choice = await door.told(alice, alice, "概括一下")
            assert "1. 手记11 · 2024-01-12" == _labels(choice)[0]
            await door.pressed(alice, choice, "2/3 ▶")
            await door.pressed(alice, choice, "3/3 ▶")
            assert ["11. 手记1 · 2024-01-02", "12. 手记0 · 2024-01-01"] == _labels(world.now_of(choice))[:2]
            await door.pressed(alice, choice, "◀ 2/3")
            await door.pressed(alice, choice, "6. 手记6 · 2024-01-07")
            assert "第6天河水涨了。" in world.now_of(choice).content


async def test_a_button_of_another_chat_opens_nothing(tmp_path: Path) -> None:
    """The number of an answer is no secret."""
    with Door(tmp_path) as door:
        alice, bob = door.world.user("Alice"), door.world.user("Bob")
        async with door.opened() as world:
            hers = await door.told(alice, alice, "谁写的")
            his = await door.told(bob, bob, "谁写的")
            data = hers.buttons[0]["callback_data"]
            forged = replace(his, reply_markup={"inline_keyboard": [[{"text": "?", "callback_data": data}]]})
            query = world.press(bob, forged, data)
            await door.quiet()
            assert "这条回答已经不在了，请重新提问。" == (world.answer(query) or {})["text"]
            assert his.content == world.now_of(his).content
