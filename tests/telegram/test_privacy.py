"""/gaps and /privacy: what is kept, who sees it, and that it is deleted for good."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from botapi import Chat, User, units
from door import Door
from identities import chat_id, person_id

from bot.model import PUBLIC
from bot.notebook.privacy import StoredCounts

ASKED = "/ask 三件事是什么"
NOWHERE = "/ask 火星上有水吗"
NOTHING = StoredCounts(settings=False, answers=0, unanswered=0, asked=0, votes=0)


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door with nobody at it."""
    with Door(tmp_path) as door:
        yield door


def _group(door: Door) -> tuple[User, User, Chat]:
    alice, bob = door.world.user("Alice"), door.world.user("Bob", username="bob_the_reader")
    return alice, bob, door.world.group("读报", alice, bob)


async def test_an_admin_sees_what_found_nothing_or_was_voted_down(door: Door) -> None:
    """Like with like, how often, and not a word of who asked."""
    alice, bob, group = _group(door)
    async with door.opened() as world:
        world.say(bob, group, NOWHERE)
        world.say(alice, group, "/ask 火星上有水吗？")
        answer = await door.told(bob, group, ASKED)
        await door.pressed(bob, answer, "👎")
        gaps = await door.told(alice, group, "/gaps")
    assert ["火星上有水吗　×2", "三件事是什么　👎 1"] == sorted(
        (line.partition(". ")[2] for line in gaps.content.splitlines()[1:]), key=len
    )
    for name in ("Bob", "bob_the_reader", str(bob.id), "Alice"):
        assert name not in gaps.content


async def test_a_gap_calls_nobody(door: Door) -> None:
    """Somebody mentioned in a question is not told of the list."""
    alice, _, group = _group(door)
    door.notebook.note_unanswered(chat_id(group.id), PUBLIC, "@bob_the_reader\n说过什么")
    async with door.opened():
        gaps = await door.told(alice, group, "/gaps")
    assert "1. ＠bob_the_reader 说过什么" in gaps.content


async def test_gaps_are_for_admins(door: Door) -> None:
    """Others are told so; in private a person sees those of that chat only."""
    alice, bob, group = _group(door)
    door.notebook.note_unanswered(chat_id(group.id), PUBLIC, "火星上有水吗")
    door.notebook.note_unanswered(chat_id(bob.id), PUBLIC, "月球上有人吗")
    async with door.opened():
        refusal = await door.told(bob, group, "/gaps")
        own = await door.told(bob, bob, "/gaps")
        none = await door.told(alice, alice, "/gaps")
    assert "只有管理员能这样做。" == refusal.text
    assert ("月球" in own.content, "火星" in own.content) == (True, False)
    assert none.content.startswith("近 90 天没有")


async def test_many_gaps_are_pages(door: Door) -> None:
    """Each fits, whatever was asked; the buttons turn them, for admins only, also after a restart."""
    alice, bob, group = _group(door)
    for number in range(20):
        words = "".join(chr(0x4E00 + 40 * number + place) for place in range(40))
        door.notebook.note_unanswered(chat_id(group.id), PUBLIC, f"😀{words}" * 90)
    async with door.opened() as world:
        first = await door.told(alice, group, "/gaps")
        refused = await door.pressed(bob, first, "▶")
    async with door.opened() as world:
        await door.pressed(alice, first, "▶")
        second = world.now_of(first)
        await door.pressed(alice, second, "◀")
    assert world.answers[refused.id]["text"] == "只有管理员能这样做。"
    assert (["▶"], ["◀", "▶"]) == tuple([b["text"] for b in m.buttons] for m in (first, second))
    assert first.content == world.now_of(first).content != second.content
    assert second.content.splitlines()[1].startswith("9. ")
    assert max(units(first.content), units(second.content)) < 4096


async def test_privacy_tells_a_person_what_is_kept(door: Door) -> None:
    """In numbers, and for how long."""
    alice = door.world.user("Alice")
    async with door.opened() as world:
        answer = await door.told(alice, alice, ASKED)
        await door.pressed(alice, answer, "👍")
        await door.told(alice, alice, NOWHERE)
        page = await door.told(alice, alice, "/privacy")
    for fact in ("问过的问题：2 条", "没找到答案的问题：1 条", "你点过的 👍 👎：1 个", "90 天后"):
        assert fact in page.content
    assert world.sent(alice)[-1] == page


async def test_a_person_deletes_what_is_theirs_for_good(door: Door) -> None:
    """After being asked once more; of others everything stays."""
    alice, bob, group = _group(door)
    async with door.opened() as world:
        answer = await door.told(bob, group, ASKED)
        await door.pressed(bob, answer, "👍")
        await door.told(alice, group, "/ask 松木书架的预算")
        await door.told(bob, bob, ASKED)
        page = await door.told(bob, bob, "/privacy")
        await door.pressed(bob, page, "删除我的全部记录")
        asked = door.notebook.stored_counts(chat_id(bob.id), person_id(bob.id)).asked
        await door.pressed(bob, page, "确认删除")
        gone = await door.pressed(alice, answer, "👎")
    assert 2 == asked
    assert "你问过的 2 条问题、你点过的 1 个" in world.now_of(page).content
    assert () == world.now_of(page).buttons
    assert NOTHING == door.notebook.stored_counts(chat_id(bob.id), person_id(bob.id))
    assert 1 == door.notebook.stored_counts(chat_id(group.id), person_id(alice.id)).asked
    assert "这条回答已经不在了，请重新提问。" == world.answers[gone.id]["text"]


async def test_a_change_of_mind_deletes_nothing(door: Door) -> None:
    """The way back shows what is kept, as before."""
    alice = door.world.user("Alice")
    async with door.opened() as world:
        await door.told(alice, alice, ASKED)
        page = await door.told(alice, alice, "/privacy")
        await door.pressed(alice, page, "删除这个聊天的记录")
        await door.pressed(alice, page, "← 返回")
    assert page.content == world.now_of(page).content
    assert 1 == door.notebook.stored_counts(chat_id(alice.id)).answers


async def test_a_group_is_told_of_the_group_only(door: Door) -> None:
    """What is kept of a person is shown in private, where the button leads."""
    _, bob, group = _group(door)
    async with door.opened():
        await door.told(bob, bob, ASKED)
        page = await door.told(bob, group, "/privacy")
        [link] = [button["url"] for button in page.buttons if "url" in button]
        private = await door.told(bob, bob, f"/start {link.partition('=')[2]}")
    assert "本群保存了" in page.content
    assert "你" not in page.content
    assert "你问过的问题：1 条" in private.content


async def test_a_group_is_deleted_by_its_admins(door: Door) -> None:
    """With its settings; by nobody else, at neither of the two presses, and nobody's own records with it."""
    alice, bob, group = _group(door)
    door.notebook.change(chat_id(group.id), buttons=False)
    async with door.opened() as world:
        await door.told(bob, group, ASKED)
        await door.told(bob, bob, ASKED)
        page = await door.told(bob, group, "/privacy")
        refusals = [await door.pressed(bob, page, "删除这个聊天的记录")]
        await door.pressed(alice, page, "删除这个聊天的记录")
        refusals.append(await door.pressed(bob, page, "确认删除"))
        kept = door.notebook.stored_counts(chat_id(group.id))
        await door.pressed(alice, page, "确认删除")
    assert ["只有管理员能这样做。"] * 2 == [world.answers[query.id]["text"] for query in refusals]
    assert (True, 1) == (kept.settings, kept.answers)
    assert NOTHING == door.notebook.stored_counts(chat_id(group.id))
    assert 1 == door.notebook.stored_counts(chat_id(bob.id), person_id(bob.id)).asked
    assert "这个聊天问过的 1 条问题" in world.now_of(page).content


async def test_an_admin_cannot_delete_a_person_from_a_group(door: Door) -> None:
    """Callback data that no button of a group has shows what is kept, and no more."""
    alice, _, group = _group(door)
    async with door.opened() as world:
        await door.told(alice, alice, ASKED)
        page = await door.told(alice, group, "/privacy")
        forged = {"inline_keyboard": [[{"text": "x", "callback_data": "keep:me:yes"}]]}
        await door.pressed(alice, world.amend(page, reply_markup=forged), "x")
    assert 1 == door.notebook.stored_counts(chat_id(alice.id), person_id(alice.id)).asked
    assert page.content == world.now_of(page).content
