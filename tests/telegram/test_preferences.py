"""How a chat sets the bot, and what that does to its answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from botapi import Chat, Message, User
from door import Door
from identities import chat_id

from bot.locale import languages, locale
from bot.notebook import ChatSettings, Length, Quiet

ASKED = "/ask 三件事是什么"
NOWHERE = "/ask 火星上有水吗"


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door with nobody at it."""
    with Door(tmp_path) as door:
        yield door


def _labels(message: Message) -> list[str]:
    return [button["text"] for button in message.buttons]


def _group(door: Door) -> tuple[User, User, Chat]:
    alice, bob = door.world.user("Alice"), door.world.user("Bob")
    return alice, bob, door.world.group("读报", alice, bob)


async def test_the_buttons_say_how_the_chat_is_set(door: Door) -> None:
    """In private without what concerns groups only, and each says what it is now."""
    alice = door.world.user("Alice")
    async with door.opened():
        panel = await door.told(alice, alice, "/settings")
    assert ["语言：自动", "引用格式：GB/T 7714", "回答长度：先看要点", "回答下的按钮：开"] == _labels(panel)


async def test_a_group_has_three_settings_more(door: Door) -> None:
    """What it hears where nothing is found, whether all see an answer, who adds articles."""
    alice, _, group = _group(door)
    async with door.opened():
        panel = await door.told(alice, group, "/settings")
    assert {"没找到时：🤷 表情", "只给提问的人看：关", "谁能放文章：管理员"} <= set(_labels(panel))


async def test_a_press_changes_the_setting_and_the_button(door: Door) -> None:
    """In its place, in the language that was chosen."""
    alice = door.world.user("Alice")
    async with door.opened():
        panel = await door.told(alice, alice, "/settings")
        for chosen in ("zh-Hans", "zh-Hant"):
            query = await door.pressed(alice, panel, f"set:language:{chosen}")
    assert 1 == len(door.world.sent(alice))
    assert "語言：繁體中文" == _labels(door.world.now_of(panel))[0]
    assert door.world.answer(query) is not None
    assert "zh-Hant" == door.notebook.settings(chat_id(alice.id)).language


async def test_every_value_can_be_reached_by_pressing(door: Door) -> None:
    """Pressing goes round: each setting comes to every value and back to the first."""
    alice, _, group = _group(door)
    async with door.opened():
        panel = await door.told(alice, group, "/settings")
        words = {button["callback_data"].split(":")[1] for button in panel.buttons}
        data = next(b["callback_data"] for b in panel.buttons if ":quiet:" in b["callback_data"])
        seen = []
        for _ in Quiet:
            await door.pressed(alice, panel, data)
            seen.append(door.notebook.settings(chat_id(group.id)).quiet)
            standing = door.world.now_of(panel)
            data = next(b["callback_data"] for b in standing.buttons if ":quiet:" in b["callback_data"])
    assert {"language", "citation_style", "length", "quiet", "buttons", "lookup", "adding"} == words
    assert [Quiet.SILENT, Quiet.MESSAGE, Quiet.REACTION] == seen


async def test_a_language_changes_what_is_said(door: Door) -> None:
    """The source line under the next quotation is in it."""
    alice = door.world.user("Alice")
    door.notebook.change(chat_id(alice.id), language="en")
    async with door.opened():
        answer = await door.told(alice, alice, ASKED)
    assert "“把书送到山里去”" in answer.content
    assert "Source" in _labels(answer)


async def test_a_citation_style_changes_what_is_copied(door: Door) -> None:
    """The button copies the source in the chosen style."""
    alice = door.world.user("Alice")
    async with door.opened():
        panel = await door.told(alice, alice, "/settings")
        await door.pressed(alice, panel, "引用格式：GB/T 7714")
        answer = await door.told(alice, alice, ASKED)
    [copied] = [button["copy_text"]["text"] for button in answer.buttons if "copy_text" in button]
    assert "林知远. (2024" in copied


async def test_the_length_changes_the_quotation(door: Door) -> None:
    """Short, the point stands before the paragraph that unfolds; full, the passage is there at once."""
    alice = door.world.user("Alice")
    async with door.opened():
        short = await door.told(alice, alice, "/ask 识字班是为谁开设的")
        door.notebook.change(chat_id(alice.id), length=Length.FULL)
        full = await door.told(alice, alice, "/ask 识字班是为谁开设的？")
    assert (1, 0) == tuple(len(answer.marked("expandable_blockquote")) for answer in (short, full))


async def test_without_buttons_an_answer_has_none(door: Door) -> None:
    """A quotation and its source only."""
    alice = door.world.user("Alice")
    async with door.opened():
        panel = await door.told(alice, alice, "/settings")
        await door.pressed(alice, panel, "回答下的按钮：开")
        answer = await door.told(alice, alice, ASKED)
    assert () == answer.buttons


async def test_a_group_chooses_what_it_hears_of_nothing(door: Door) -> None:
    """A shrug, nothing at all, or words."""
    alice, _, group = _group(door)
    async with door.opened() as world:
        shrugged = world.say(alice, group, NOWHERE)
        await door.quiet()
        door.notebook.change(chat_id(group.id), quiet=Quiet.SILENT)
        ignored = world.say(alice, group, NOWHERE)
        await door.quiet()
        assert [] == world.sent(group)
        door.notebook.change(chat_id(group.id), quiet=Quiet.MESSAGE)
        told = await door.told(alice, group, NOWHERE)
    assert ("🤷",) == world.now_of(shrugged).reactions
    assert () == world.now_of(ignored).reactions
    assert told.content.startswith("文章里没有找到。")


async def test_only_admins_open_the_settings_of_a_group(door: Door) -> None:
    """Others are told so in one line."""
    _, bob, group = _group(door)
    async with door.opened():
        refusal = await door.told(bob, group, "/settings")
    assert ("只有管理员能这样做。", ()) == (refusal.text, refusal.buttons)


async def test_only_admins_press(door: Door) -> None:
    """Who is none, or is none any more, changes nothing and is alone in being told."""
    alice, bob, group = _group(door)
    async with door.opened() as world:
        panel = await door.told(alice, group, "/settings")
        stranger = await door.pressed(bob, panel, "set:buttons:off")
        world.promote(bob, group)
        await door.pressed(bob, panel, "set:buttons:off")
        settings = door.notebook.settings(chat_id(group.id))
        world.promote(bob, group, "member")
        await door.pressed(bob, world.now_of(panel), "set:buttons:on")
    assert ("只有管理员能这样做。", True) == _alert(door, stranger.id)
    assert not settings.buttons
    assert settings == door.notebook.settings(chat_id(group.id))
    assert [panel.message_id] == [message.message_id for message in world.sent(group)]


def _alert(door: Door, query_id: str) -> tuple[str, bool]:
    answer = door.world.answers[query_id]
    return answer["text"], answer["show_alert"] in (True, "true")


async def test_two_admins_who_press_at_once_choose_the_same(door: Door) -> None:
    """The second press of the same button changes nothing more, and both are answered."""
    alice, bob, group = _group(door)
    door.world.promote(bob, group)
    async with door.opened() as world:
        panel = await door.told(alice, group, "/settings")
        queries = [world.press(admin, panel, "没找到时：🤷 表情") for admin in (alice, bob)]
        await door.quiet()
    assert Quiet.SILENT is door.notebook.settings(chat_id(group.id)).quiet
    assert all(world.answer(query) is not None for query in queries)
    assert "没找到时：不作声" in _labels(world.now_of(panel))


async def test_the_buttons_work_after_a_restart(door: Door) -> None:
    """All they need is in their data."""
    alice = door.world.user("Alice")
    async with door.opened():
        panel = await door.told(alice, alice, "/settings")
    async with door.opened():
        await door.pressed(alice, panel, "set:length:full")
    assert Length.FULL is door.notebook.settings(chat_id(alice.id)).length
    assert "回答长度：整段" in _labels(door.world.now_of(panel))


@pytest.mark.parametrize(
    "data",
    [
        "set:shelf:secret",
        "set:language:xx",
        "set:lookup:on",
        "set:adding:everybody",
        "set:buttons:2",
        "set:nothing:on",
    ],
)
async def test_forged_data_changes_nothing(door: Door, data: str) -> None:
    """What no button of the chat offers is answered and forgotten."""
    alice = door.world.user("Alice")
    async with door.opened() as world:
        panel = await door.told(alice, alice, "/settings")
        forged = {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}
        query = world.press(alice, world.amend(panel, reply_markup=forged), "x")
        await door.quiet()
    assert ChatSettings() == door.notebook.settings(chat_id(alice.id))
    assert door.world.answer(query) is not None


def test_every_language_names_itself() -> None:
    """A button shows each language in its own words, no two alike."""
    assert len(languages()) == len({locale(language)("language.name") for language in languages()})
