"""A chat's own shelf is that chat's alone, whichever door somebody tries."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from botapi import Chat, Message, Query, User
from databases import sqlite
from door import Door
from identities import chat_id

from bot.assistant.desk import Desk
from bot.library import Library
from bot.model import PUBLIC_SHELF, Article, ShelfRef, Source
from bot.retrieval.memory import MemoryEngine

SECRET = "八月的账本锁在灯塔的铁柜里"
LEDGER = Article(
    Source(title="灯塔值守记"), f"{SECRET}，钥匙由老许保管。\n老许每周三擦一次灯，风大的夜里不睡。"
)
ASKED = "八月的账本锁在哪里"
KEY = "铁柜"


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door with nobody at it."""
    with Door(tmp_path) as door:
        yield door


def _give(door: Door, chat: Chat | User) -> str:
    """Put the ledger on the chat's own shelf, which it asks from then on; the shelf's name."""
    shelf = door.notebook.own_shelf(chat_id(chat.id))
    door.library.add(LEDGER, shelf)
    door.notebook.bind(chat_id(chat.id), ShelfRef.parse(shelf))
    return shelf


def _all_the_bot_said(door: Door, *chats: Chat | User) -> str:
    """Every word and every link that the bot left in the chats, also what it changed later."""
    said = [message for chat in chats for message in door.world.sent(chat)]
    versions = [version for message in said for version in (message, *message.previous)]
    return "\n".join(f"{version.content} {version.entities} {version.reply_markup}" for version in versions)


async def _forged(door: Door, user: User, message: Message, data: str) -> Query:
    """A press with callback data that the message's buttons do not have."""
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}
    query = door.world.press(user, door.world.amend(message, reply_markup=markup), data)
    await door.quiet()
    return query


async def test_it_is_neither_answered_from_nor_listed_nor_verified_elsewhere(door: Door) -> None:
    """Not in another's private chat, not in a group that its owner is in, not in that group's list."""
    alice, bob, world = door.world.user("Alice"), door.world.user("Bob"), door.world
    group = world.group("读报", alice, bob)
    _give(door, alice)
    async with door.opened():
        for text in (
            f"/ask {ASKED}",
            f"/verify {SECRET}",
            "/about",
            "/start",
            "/articles",
            "/shelf",
            "/help",
        ):
            for user, chat in ((bob, bob), (alice, group), (bob, group)):
                world.say(user, chat, text)
        await door.quiet()
        own = await door.told(alice, alice, ASKED)
        verified = await door.told(alice, alice, f"/verify {SECRET}")
    assert KEY in own.content
    assert "逐字出自原文" in verified.content
    told = _all_the_bot_said(door, bob, group).replace(f"「{SECRET}", "")
    for word in (KEY, "灯塔", "老许", LEDGER.id, f"chat{alice.id}"):
        assert word not in told


async def test_a_groups_shelf_is_the_groups(door: Door) -> None:
    """Its members do not find it in private, nor does another group that they are in."""
    alice, bob, world = door.world.user("Alice"), door.world.user("Bob"), door.world
    group, other = world.group("灯塔", alice, bob), world.group("读报", alice, bob)
    _give(door, group)
    async with door.opened():
        inside = await door.told(bob, group, f"/ask {ASKED}")
        for user, chat in ((alice, alice), (bob, bob), (alice, other)):
            for text in (f"/ask {ASKED}", f"/verify {SECRET}", "/about", "/articles"):
                world.say(user, chat, text)
        await door.quiet()
    assert KEY in inside.content
    told = _all_the_bot_said(door, alice, bob, other).replace(f"「{SECRET}", "")
    assert (False, False) == (KEY in told, "灯塔" in told)


async def test_inline_it_is_its_owners_alone_and_never_cached(door: Door) -> None:
    """Others who type the same words get the public shelf; a group's shelf is nobody's inline."""
    alice, bob, carol, world = *map(door.world.user, ("Alice", "Bob", "Carol")), door.world
    _give(door, alice)
    _give(door, world.group("灯塔", bob))
    async with door.opened():
        queries = []
        for user in (alice, bob, carol):
            queries.append(world.inline(user, ASKED))
            await world.eventually(lambda: world.answer(queries[-1]))
        answers = [world.answer(query) or {} for query in queries]
        sent = world.choose(alice, queries[0], 0, world.group("读报", alice, carol))
    assert [True, False, False] == [KEY in str(answer) for answer in answers]
    assert all(answer["is_personal"] and not answer["cache_time"] for answer in answers)
    assert LEDGER.id not in str(sent.reply_markup)


async def test_a_guest_is_answered_from_the_public_shelf(door: Door) -> None:
    """Whoever asks, wherever: what they have handed over is not for the chat they are guests in."""
    alice, bob, world = door.world.user("Alice"), door.world.user("Bob"), door.world
    _give(door, alice)
    async with door.opened():
        asked = [
            world.guest(alice, world.private(bob), f"@{world.bot.username} {text}")
            for text in (ASKED, f"核对 {SECRET}")
        ]
        await world.eventually(lambda: all(world.answer(query) for query in asked))
    for query in asked:
        assert KEY not in str(world.answer(query)).replace(f"「{SECRET}", "")


async def test_a_link_to_a_paragraph_opens_only_where_the_article_is(door: Door) -> None:
    """Elsewhere there is no such paragraph, whoever follows the link."""
    alice, bob, world = door.world.user("Alice"), door.world.user("Bob"), door.world
    group = world.group("灯塔", alice, bob)
    _give(door, group)
    _give(door, alice)
    link = f"/start p_{LEDGER.id}_1"
    async with door.opened():
        theirs = await door.told(bob, bob, link)
        own = await door.told(alice, alice, link)
    assert "这一段不在书架上了。" == theirs.content
    assert KEY in own.content


async def test_a_link_binds_no_chat_to_the_shelf_of_another(door: Door) -> None:
    """Neither in private nor in a group, and what is told is the same whether there is such a shelf or not."""
    alice, bob, world = door.world.user("Alice"), door.world.user("Bob"), door.world
    group, theirs = world.group("读报", bob), world.group("灯塔", alice)
    shelves = [_give(door, alice), _give(door, theirs), "chat424242", "chat-100424242"]
    async with door.opened():
        private = [await door.told(bob, bob, f"/start s_{name}") for name in shelves]
        public = [await door.told(bob, group, f"/start@{world.bot.username} s_{name}") for name in shelves]
        own = await door.told(alice, alice, f"/start s_{shelves[0]}")
    refusals = [message.content for message in (*private, *public)]
    assert [f"没有叫「{name}」的书架。" for name in shelves] * 2 == refusals
    assert [PUBLIC_SHELF] * 2 == [
        str(door.notebook.settings(chat_id(chat.id)).shelf) for chat in (bob, group)
    ]
    assert "灯塔值守记" in own.content


async def test_forged_callback_data_reaches_no_other_shelf(door: Door) -> None:
    """Neither to read, nor to correct, nor to remove, nor to ask it."""
    alice, bob, world = door.world.user("Alice"), door.world.user("Bob"), door.world
    shelf = _give(door, alice)
    async with door.opened():
        answer = await door.told(alice, alice, ASKED)
        number = answer.buttons[-1]["callback_data"].split(":")[1]
        listed = await door.told(bob, bob, "/articles")
        wishes = [
            f"art:open:{LEDGER.id}:0",
            f"art:fix:title:{LEDGER.id}",
            f"art:drop:{LEDGER.id}:0",
            f"art:gone:{LEDGER.id}:0",
            f"art:undo:{LEDGER.id}",
            "art:list:0",
            "art:shelf:own",
            "art:ask:both",
            *(f"{code}:{number}:0:0" for code in "hnsbcp"),
            f"n:{number}:0:1",
            f"set:shelf:{shelf}",
        ]
        for wish in wishes:
            query = await _forged(door, bob, listed, wish)
            assert KEY not in str(world.answers.get(query.id))
    told = _all_the_bot_said(door, bob)
    assert (False, False) == (KEY in told, "灯塔" in told)
    assert ((LEDGER,), PUBLIC_SHELF) == (
        door.library.articles(shelf),
        str(door.notebook.settings(chat_id(bob.id)).shelf),
    )


async def test_a_correction_reaches_the_shelf_of_its_own_chat_only(door: Door) -> None:
    """The same article on two shelves: the reply in one chat changes it there."""
    alice, bob, world = door.world.user("Alice"), door.world.user("Bob"), door.world
    shelves = [_give(door, alice), _give(door, bob)]
    async with door.opened():
        listed = await door.told(bob, bob, "/articles")
        await door.pressed(bob, listed, "1")
        await door.pressed(bob, listed, "改标题")
        world.say(bob, bob, "改过的", reply_to=world.sent(bob)[-1])
        await door.quiet()
    titles = [door.library.articles(shelf)[0].source.title for shelf in shelves]
    assert ["灯塔值守记", "改过的"] == titles


async def test_an_answer_given_before_forgetting_opens_nothing_after_it(door: Door) -> None:
    """Its buttons, still there, say that it is gone."""
    alice, world = door.world.user("Alice"), door.world
    _give(door, alice)
    async with door.opened():
        answer = await door.told(alice, alice, ASKED)
        asked = await door.told(alice, alice, "/forget")
        await door.pressed(alice, asked, "确认删除")
        query = await door.pressed(alice, answer, "▶")
        styles = await door.pressed(alice, answer, "引用格式")
    assert ["这条回答已经不在了，请重新提问。"] * 2 == [
        world.answers[one.id]["text"] for one in (query, styles)
    ]


async def test_the_index_of_a_chats_shelf_is_kept_nowhere_else(tmp_path: Path) -> None:
    """What is written beside the database for a faster start holds no chat's words."""
    library = Library.at(sqlite(tmp_path / "zhaiyin.db"))
    text = "\n".join(f"第{n}天，老许数了{n}盏灯，风从北边来，浪打在石阶上。" for n in range(900))
    for shelf in (PUBLIC_SHELF, "chat42"):
        library.add(Article(Source(title="长"), text + shelf), shelf)
    desk = Desk(library, MemoryEngine, keep=tmp_path / "indexes")
    kept = []
    for shelf in ("chat42", PUBLIC_SHELF, "chat42+public"):
        desk.shelf(ShelfRef.parse(shelf))
        kept.append(len(list((tmp_path / "indexes").glob("*"))))
    desk.drop("chat42")
    library.close()
    assert (0, True) == (kept[0], kept[1] > 0)
    assert kept[1] == kept[2]
