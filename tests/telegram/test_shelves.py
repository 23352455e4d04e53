"""/articles, /shelf and /forget, and which shelf is asked where."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from articles import LIBRARY, NOTE
from botapi import Chat, Message, User
from door import Door
from identities import chat_id
from sqlalchemy import create_engine, text

from bot.model import PUBLIC_SHELF, Article, ShelfRef, Source

FERRY = Article(
    Source(title="渡口的早晨", author="沈小满"),
    "渡船每天六点开第一班，船工老韩在船头挂一盏马灯。\n过河的人把自行车推上船，说几句今天的菜价。",
)
ASKED = "马灯挂在哪里"
LIBRARY_ASKED = "图书馆每周开放多久"


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door with nobody at it."""
    with Door(tmp_path) as door:
        yield door


def _give(door: Door, chat: Chat | User, *articles: Article) -> None:
    """Put the articles on the chat's own shelf, which it asks from then on."""
    shelf = door.notebook.own_shelf(chat_id(chat.id))
    for article in articles:
        door.library.add(article, shelf)
    door.notebook.bind(chat_id(chat.id), ShelfRef.parse(shelf))


def _many(count: int) -> list[Article]:
    return [
        Article(Source(title=f"第 {n} 篇"), f"第 {n} 天的渡口，雾到中午才散。") for n in range(1, count + 1)
    ]


def _labels(message: Message) -> list[str]:
    return [button["text"] for button in message.buttons]


async def test_articles_are_listed_by_shelf_and_opened(door: Door) -> None:
    """An own one with its record, its first paragraph and the buttons to change it; back leads back."""
    alice = door.world.user("Alice")
    _give(door, alice, FERRY)
    door.notebook.bind(chat_id(alice.id), ShelfRef.parse(f"chat{alice.id}+{PUBLIC_SHELF}"))
    async with door.opened() as world:
        listed = await door.told(alice, alice, "/articles")
        await door.pressed(alice, listed, "1")
        own = world.now_of(listed)
        await door.pressed(alice, own, "← 返回")
        again = world.now_of(listed)
        await door.pressed(alice, again, "2")
        other = world.now_of(listed)
    assert [
        "自己的书架，1 篇：",
        "1. 沈小满《渡口的早晨》",
        "所问的书架，2 篇：",
        "2. 林知远《把书送到山里去》，青石日报，2024年3月8日，第006版",
        "3. 《会议记录》",
    ] == listed.content.splitlines()
    assert listed.content == again.content
    assert ["改标题", "改作者", "改日期", "改报刊", "移除", "← 返回"] == _labels(own)
    assert "作者：沈小满" in own.content
    assert FERRY.text.splitlines()[0] == own.marked("blockquote")[0]
    assert ["← 返回"] == _labels(other)
    assert "栏目：基层来信" in other.content


async def test_many_articles_are_pages(door: Door) -> None:
    """Eight at a time; whoever opens one comes back to its page."""
    alice = door.world.user("Alice")
    _give(door, alice, *_many(18))
    async with door.opened() as world:
        listed = await door.told(alice, alice, "/articles")
        await door.pressed(alice, listed, "▶")
        second = world.now_of(listed)
        await door.pressed(alice, second, "12")
        await door.pressed(alice, world.now_of(listed), "← 返回")
        back = world.now_of(listed)
        await door.pressed(alice, back, "▶")
        last = world.now_of(listed)
    assert [*"12345678", "▶"] == _labels(listed)
    assert ["9", "10", "11", "12", "13", "14", "15", "16", "◀", "▶"] == _labels(second)
    assert second.content == back.content
    assert ["17", "18", "◀"] == _labels(last)


async def test_an_article_is_renamed_from_the_list(door: Door) -> None:
    """As it is under the article that was just read."""
    alice = door.world.user("Alice")
    _give(door, alice, FERRY)
    async with door.opened() as world:
        listed = await door.told(alice, alice, "/articles")
        await door.pressed(alice, listed, "1")
        await door.pressed(alice, listed, "改标题")
        world.say(alice, alice, "老韩的船", reply_to=world.sent(alice)[-1])
        await door.quiet()
        await door.pressed(alice, listed, "← 返回")
    assert "1. 沈小满《老韩的船》" in world.now_of(listed).content


async def test_an_article_is_removed_after_a_second_press(door: Door) -> None:
    """Not by the first; the last one gone, the chat asks the public shelf."""
    alice = door.world.user("Alice")
    _give(door, alice, FERRY)
    async with door.opened() as world:
        listed = await door.told(alice, alice, "/articles")
        await door.pressed(alice, listed, "1")
        await door.pressed(alice, listed, "移除")
        asked = world.now_of(listed)
        before = door.library.articles(f"chat{alice.id}")
        await door.pressed(alice, asked, "确认移除")
        answer = await door.told(alice, alice, LIBRARY_ASKED)
    assert "要移除《渡口的早晨》吗？" == asked.content
    assert ((FERRY,), ()) == (before, door.library.articles(f"chat{alice.id}"))
    assert world.now_of(listed).content.startswith("所问的书架，2 篇：")
    assert "六十小时" in answer.content


async def test_in_a_group_everybody_reads_the_list_and_admins_change_it(door: Door) -> None:
    """Whoever was an admin when the list was sent is not asked: who is one now is."""
    alice, bob = door.world.user("Alice"), door.world.user("Bob")
    group = door.world.group("读报", alice, bob)
    _give(door, group, FERRY)
    async with door.opened() as world:
        listed = await door.told(bob, group, "/articles")
        await door.pressed(bob, listed, "1")
        refused = [
            await door.pressed(bob, listed, "移除"),
            await door.pressed(bob, await door.told(bob, group, "/shelf"), "公共书架"),
        ]
        forbidden = await door.told(bob, group, "/forget")
        await door.pressed(alice, listed, "移除")
        refused.append(await door.pressed(bob, listed, "确认移除"))
    theirs, admins = "只有放上这篇文章的人和管理员能这样做。", "只有管理员能这样做。"
    assert [theirs, admins, theirs] == [world.answers[query.id]["text"] for query in refused]
    assert "只有管理员能这样做。" == forbidden.content
    assert (FERRY,) == door.library.articles(f"chat{group.id}")
    assert f"chat{group.id}" == str(door.notebook.settings(chat_id(group.id)).shelf)


async def test_a_chat_chooses_which_shelf_it_asks(door: Door) -> None:
    """The public one, its own, both; the choice is shown in place and holds over a restart."""
    alice = door.world.user("Alice")
    _give(door, alice, FERRY)
    async with door.opened() as world:
        choice = await door.told(alice, alice, "/shelf")
        await door.pressed(alice, choice, "公共书架和自己的")
        both = [await door.told(alice, alice, question) for question in (ASKED, LIBRARY_ASKED)]
        await door.pressed(alice, choice, "公共书架")
    async with door.opened() as world:
        public = [await door.told(alice, alice, question) for question in (ASKED, LIBRARY_ASKED)]
        await door.pressed(alice, choice, "自己的书架")
        own = [await door.told(alice, alice, question) for question in (ASKED, LIBRARY_ASKED)]
    assert ["公共书架", "✓ 自己的书架", "公共书架和自己的"] == _labels(choice)
    assert ["公共书架", "✓ 自己的书架", "公共书架和自己的"] == _labels(world.now_of(choice))
    answered = [
        ["船头" in first.content, "六十小时" in second.content] for first, second in (both, public, own)
    ]
    assert [[True, True], [False, True], [True, False]] == answered


async def test_what_is_on_both_shelves_is_quoted_once(door: Door) -> None:
    """The chat's own text of it goes first, with its buttons."""
    alice = door.world.user("Alice")
    _give(door, alice, Article(LIBRARY.source, LIBRARY.text.replace("六十小时", "六十一小时")))
    door.notebook.bind(chat_id(alice.id), ShelfRef.parse(f"chat{alice.id}+{PUBLIC_SHELF}"))
    async with door.opened() as world:
        answer = await door.told(alice, alice, LIBRARY_ASKED)
        await door.pressed(alice, answer, "▶")
        await door.pressed(alice, answer, "◀")
    assert "六十一小时" in answer.content
    assert "六十一小时" in world.now_of(answer).content


async def test_the_button_under_a_new_article_asks_it_alone(door: Door) -> None:
    """It answers below, so that the article's own buttons stay."""
    alice = door.world.user("Alice")
    async with door.opened() as world:
        card = await door.told(alice, alice, FERRY.text * 9)
        await door.pressed(alice, card, "只问自己的书架")
        answer = await door.told(alice, alice, LIBRARY_ASKED)
    assert "现在问的是：自己的书架。" in world.sent(alice)[1].content
    assert card.content == world.now_of(card).content
    assert "没有找到" in answer.content


async def test_a_chat_without_articles_has_nothing_to_choose(door: Door) -> None:
    """It is told how to hand one over; forged data changes nothing."""
    alice = door.world.user("Alice")
    async with door.opened() as world:
        choice = await door.told(alice, alice, "/shelf")
        forged = _forged(door, alice, choice, "art:shelf:own")
        await door.quiet()
    assert "自己的书架上还没有文章" in choice.content
    assert () == choice.buttons
    assert world.answers[forged]["text"].startswith("自己的书架上还没有文章")
    assert PUBLIC_SHELF == str(door.notebook.settings(chat_id(alice.id)).shelf)


def _forged(door: Door, user: User, message: Message, data: str) -> str:
    """The id of a press with callback data that the message's buttons do not have."""
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}
    return door.world.press(user, door.world.amend(message, reply_markup=markup), data).id


async def test_a_topic_chooses_for_itself(door: Door) -> None:
    """The others and the rest of the forum ask as before."""
    alice, world = door.world.user("Alice"), door.world
    forum = world.group("论坛", alice, forum=True)
    ferry, books = world.topic(forum, "渡口", alice), world.topic(forum, "书", alice)
    _give(door, forum, FERRY)
    async with door.opened():
        world.say(alice, forum, "/shelf", thread_id=books)
        await door.quiet()
        [choice] = world.sent(forum)
        await door.pressed(alice, choice, "公共书架")
        for thread in (ferry, books, None):
            world.say(alice, forum, f"/ask {ASKED}", thread_id=thread)
            world.say(alice, forum, f"/ask {LIBRARY_ASKED}", thread_id=thread)
        await door.quiet()
        for command in ("/about", "/articles"):
            world.say(alice, forum, command, thread_id=books)
        await door.quiet()
    *answers, about, listed = world.sent(forum)[1:]
    found = {(answer.thread_id, "船头" in answer.content) for answer in answers}
    assert choice.content.startswith("这个话题现在问的是：自己的书架。")
    assert {(ferry, True), (None, True), (books, False)} == found
    assert "书架上有 2 篇文章" in about.content
    assert "所问的书架，2 篇：" in listed.content
    assert f"chat{forum.id}" == str(door.notebook.settings(chat_id(forum.id)).shelf)


async def test_a_group_that_becomes_a_supergroup_keeps_its_shelf(door: Door) -> None:
    """Under its old name; it can be switched off and on, and more is put on the same one."""
    alice, world = door.world.user("Alice"), door.world
    group = world.group("读报", alice, kind="group")
    _give(door, group, FERRY)
    async with door.opened():
        moved = world.migrate(group)
        await door.quiet()
        answer = await door.told(alice, moved, f"/ask {ASKED}")
        choice = await door.told(alice, moved, "/shelf")
        await door.pressed(alice, choice, "公共书架")
        await door.pressed(alice, choice, "自己的书架")
        world.say(alice, moved, "/add", reply_to=world.say(alice, moved, NOTE.text))
        await world.eventually(lambda: len(world.sent(moved)) == 3)
    assert "船头" in answer.content
    assert 2 == len(door.library.articles(f"chat{group.id}"))
    assert f"chat{moved.id}" not in door.library.shelves()
    assert f"chat{group.id}" == str(door.notebook.settings(chat_id(moved.id)).shelf)


async def test_forget_deletes_articles_and_settings_for_good(door: Door, tmp_path: Path) -> None:
    """After a second press; not a word of them is left in the database's files, and others keep theirs."""
    alice, bob = door.world.user("Alice"), door.world.user("Bob")
    _give(door, alice, FERRY, NOTE)
    _give(door, bob, FERRY)
    door.notebook.change(chat_id(alice.id), language="zh-Hant")
    async with door.opened() as world:
        await door.told(alice, alice, ASKED)
        spared = await door.told(alice, alice, "/forget")
        await door.pressed(alice, spared, "不刪除")
        kept = door.library.size(f"chat{alice.id}").articles
        asked = await door.told(alice, alice, "/forget")
        await door.pressed(alice, asked, "確認刪除")
        answer = await door.told(alice, alice, ASKED)
        theirs = await door.told(bob, bob, ASKED)
        world.say(alice, alice, "/articles")
        await door.quiet()
    assert 2 == kept
    assert "2 篇文章" in asked.content
    assert "已經刪除：2 篇文章" in world.now_of(asked).content
    assert "船头" not in answer.content
    assert "船头" in theirs.content
    assert f"chat{alice.id}" not in door.library.shelves()
    assert PUBLIC_SHELF == str(door.notebook.settings(chat_id(alice.id)).shelf)
    assert "渡口" not in world.sent(alice)[-1].content
    engine = create_engine(f"sqlite:///{tmp_path / 'zhaiyin.db'}")
    with engine.connect() as connection:
        left = connection.execute(text("SELECT count(*) FROM chats WHERE chat_id = :id"), {"id": alice.id})
        assert 0 == left.scalar_one()
    engine.dispose()


async def test_after_forgetting_the_bytes_are_gone(door: Door, tmp_path: Path) -> None:
    """Neither the database nor its journal holds the words any more."""
    alice = door.world.user("Alice")
    _give(door, alice, FERRY)
    words = "挂一盏马灯".encode()
    before = any(words in file.read_bytes() for file in tmp_path.glob("zhaiyin.db*"))
    async with door.opened():
        asked = await door.told(alice, alice, "/forget")
        await door.pressed(alice, asked, "确认删除")
    assert (True, False) == (before, any(words in file.read_bytes() for file in tmp_path.glob("zhaiyin.db*")))
