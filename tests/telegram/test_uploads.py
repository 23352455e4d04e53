"""Articles handed over in a chat: read, shelved, corrected, taken back."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from articles import LIBRARY, NOTE
from botapi import Chat, Message, User
from door import Door
from identities import chat_id

from bot.model import PUBLIC_SHELF, Article, Source

REPORT = (
    "河口湿地的候鸟今年来得早\n"
    "十月初，第一批白鹤落在河口湿地，比往年早了九天。护鸟队的周师傅说，今年水浅，螺蛳多，鸟有得吃。\n"
    "湿地管理站在堤上装了六台望远镜，免费给来看鸟的人用。孩子们排着队，一人看两分钟。\n"
    "站里还立了一块牌子，上面写着：请把声音放低，鸟在休息。周师傅每天早晚各走一趟，把没人管的垃圾捡回来。\n"
    "他说，鸟认得人，你对它好，它明年还来。湿地不收门票，只请每个人带走自己的东西。今年冬天，管理站打算在东岸再修一座观鸟棚，用的是旧船板。"
)
POST = REPORT.partition("\n")[2]
ANSWER = "六台望远镜"
ASKED = "堤上装了几台望远镜"


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door with nobody at it."""
    with Door(tmp_path) as door:
        yield door


async def _shown(door: Door, chat: Chat | User, count: int = 1) -> Message:
    """The last thing the bot says, once it has said `count` things in the chat."""
    await door.world.eventually(lambda: len(door.world.sent(chat)) >= count)
    await door.quiet()
    return door.world.sent(chat)[-1]


def _own(door: Door, chat: Chat | User) -> tuple[Article, ...]:
    """What stands on the chat's own shelf."""
    name = door.notebook.own_shelf(chat_id(chat.id))
    return door.library.articles(name) if name in door.library.shelves() else ()


def _labels(message: Message) -> list[str]:
    return [button["text"] for button in message.buttons]


async def test_a_long_text_becomes_an_article_that_is_asked_from_then_on(door: Door) -> None:
    """The bot says what it read, and that this chat now asks its own shelf before the public one."""
    alice = door.world.user("Alice")
    async with door.opened():
        card = await door.told(alice, alice, REPORT)
        answer = await door.told(alice, alice, ASKED)
        other = await door.told(alice, alice, "图书馆每周开放多久")
    lines = card.content.splitlines()
    assert ["读入了一篇文章：", "标题：河口湿地的候鸟今年来得早"] == lines[:2]
    assert "来源记录里没有作者。" in lines
    assert f"篇幅：{len(POST.replace(chr(10), ''))} 字，4 段" in lines
    [quoted] = card.marked("blockquote")
    assert POST.startswith(quoted.rstrip("…"))
    assert "别人看不到它" in lines[-1]
    assert ["改标题", "改作者", "改日期", "改报刊", "撤销", "只问自己的书架"] == _labels(card)
    assert ANSWER in answer.content
    assert "（自己的书架）" in answer.content
    assert "六十小时" in other.content
    assert "（公共书架）" in other.content
    assert f"chat{alice.id}+public" == str(door.notebook.settings(chat_id(alice.id)).shelf)


async def test_a_short_text_stays_a_question(door: Door) -> None:
    """Also one that was forwarded, a command, and a quotation to verify however long it is."""
    alice = door.world.user("Alice")
    async with door.opened() as world:
        await door.told(alice, alice, "青石镇图书馆每周开放多久？" * 10)
        world.forward(alice, world.post(world.channel("青石镇"), "图书馆每周开放多久"), alice)
        await door.told(alice, alice, f"核对 {REPORT}")
        await door.told(alice, alice, f"/verify {REPORT}")
        await door.told(alice, alice, f"/about {REPORT}")
    assert () == _own(door, alice)


async def test_a_forwarded_post_has_its_source(door: Door) -> None:
    """Channel, day and link; the first sentence is the title where there is none above the text."""
    alice = door.world.user("Alice")
    world = door.world
    public, closed = world.channel("河口观察", username="hekou"), world.channel("站务")
    posts = [world.post(public, POST), world.post(closed, "值班表\n" + "周师傅值早班，小李值晚班。" * 8)]
    async with door.opened():
        for post in posts:
            world.forward(alice, post, alice)
        await _shown(door, alice, 2)
    day = datetime.fromtimestamp(posts[0].date).astimezone().date()
    first, second = (article.source for article in _own(door, alice))
    assert "十月初，第一批白鹤落在河口湿地，比往年早了九天" == first.title
    assert ("河口观察", day) == (first.publication, first.published)
    assert f"https://t.me/hekou/{posts[0].message_id}" == first.url
    assert ("值班表", "站务", None) == (second.title, second.publication, second.url)


async def test_a_post_forwarded_again_after_it_changed_takes_its_own_place(door: Door) -> None:
    """And another post of the same day and title stands beside it."""
    alice, world = door.world.user("Alice"), door.world
    channel = world.channel("早报")
    first, second = (world.post(channel, f"今日要闻\n{text}") for text in (POST, "水位下降，渡口恢复。" * 12))
    async with door.opened():
        world.forward(alice, first, alice)
        world.forward(alice, second, alice)
        world.forward(alice, world.edit(first, f"今日要闻\n{POST}\n更正：望远镜是七台。"), alice)
        changed = await _shown(door, alice, 3)
    assert changed.content.startswith("文章换成了新的文本：")
    assert "撤销" not in _labels(changed)
    assert {True, False} == {"更正" in article.text for article in _own(door, alice)}
    assert 2 == len(_own(door, alice))


async def test_a_file_becomes_an_article(door: Door) -> None:
    """Read by its format; what it says of itself is its source."""
    alice = door.world.user("Alice")
    page = (
        f"---\ntitle: 候鸟来得早\nauthor: 周一鸣\npublication: 河口报\npublished: 2023-10-09\n---\n\n{POST}"
    )
    async with door.opened() as world:
        world.document(alice, alice, "../../候鸟.md", page.encode())
        card = await _shown(door, alice)
    assert [
        "标题：候鸟来得早",
        "作者：周一鸣",
        "发表日期：2023-10-09",
        "刊于：河口报",
    ] == card.content.splitlines()[1:5]
    assert ("河口报", "周一鸣") == (
        _own(door, alice)[0].source.publication,
        _own(door, alice)[0].source.author,
    )


async def test_the_card_tells_of_places_that_cannot_be_read(door: Door) -> None:
    """So that nobody takes the text for whole."""
    alice = door.world.user("Alice")
    async with door.opened() as world:
        world.document(alice, alice, "候鸟.txt", REPORT.replace("九天", "〔…〕天").encode())
        card = await _shown(door, alice)
    assert "有 1 处读不出，文中写作〔…〕；这些地方的引文不会算作确定。" in card.content.splitlines()


async def test_what_cannot_be_read_gets_one_clear_line(door: Door) -> None:
    """An unknown format and a file too large are not even fetched; and the shelf stays as it is."""
    alice = door.world.user("Alice")
    async with door.opened() as world:
        world.document(alice, alice, "表.xlsx", b"PK\x03\x04")
        unknown = await _shown(door, alice)
        world.document(alice, alice, "大.txt", b"x", size=21_000_000)
        large = await _shown(door, alice, 2)
        world.document(alice, alice, "空.txt", b"   ")
        empty = await _shown(door, alice, 3)
        world.document(alice, alice, "图.txt", b"\x89PNG\r\n\x1a\n" + bytes(900))
        lying = await _shown(door, alice, 4)
        world.fail_next("getFile", 400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        world.document(alice, alice, "丢.txt", POST.encode())
        lost = await _shown(door, alice, 5)
        after = await door.told(alice, alice, "图书馆每周开放多久")
    told = [message.content for message in (unknown, large, empty, lying)]
    assert all(text.startswith("没能读进来：") and "\n" not in text for text in told)
    assert told[0].startswith("没能读进来：表.xlsx 的格式读不了，能读的有 .doc .docx")
    assert "没能读进来：大.txt 太大，最多 20 MB。" == told[1]
    assert "没能读进来：空.txt 里没有文字。扫描件要先做文字识别。" == told[2]
    assert 3 == len(world.calls("getFile"))
    assert "再发一次" in lost.content
    assert () == _own(door, alice)
    assert "六十小时" in after.content


async def test_the_same_text_again_is_recognised(door: Door) -> None:
    """Whichever way it comes, and what was corrected meanwhile stays."""
    alice = door.world.user("Alice")
    async with door.opened() as world:
        card = await door.told(alice, alice, REPORT)
        await _correct(door, alice, alice, card, "改作者", "周一鸣")
        world.document(alice, alice, "again.txt", REPORT.encode())
        again = await _shown(door, alice, 4)
    assert again.content.startswith("这篇文章已经在书架上了：")
    assert "作者：周一鸣" in again.content
    assert 1 == len(_own(door, alice))


async def test_an_edited_text_takes_its_own_place(door: Door) -> None:
    """One that is edited without a change is left alone."""
    alice = door.world.user("Alice")
    async with door.opened() as world:
        written = world.say(alice, alice, REPORT)
        await _shown(door, alice)
        world.edit(written, f"{REPORT}\n望远镜后来添到八台。")
        changed = await _shown(door, alice, 2)
        world.edit(written, f"{REPORT}\n望远镜后来添到八台。")
        await door.quiet()
    assert changed.content.startswith("文章换成了新的文本：")
    assert ["八台" in article.text for article in _own(door, alice)] == [True]
    assert 2 == len(world.sent(alice))


async def test_undo_takes_it_off_again(door: Door) -> None:
    """A chat whose shelf is empty then asks the public one; a second press does no harm."""
    alice = door.world.user("Alice")
    async with door.opened() as world:
        card = await door.told(alice, alice, REPORT)
        await door.pressed(alice, card, "撤销")
        second = world.press(alice, card, "撤销")
        await door.quiet()
        answer = await door.told(alice, alice, "图书馆每周开放多久")
    assert "已撤销，《河口湿地的候鸟今年来得早》不在书架上了。" == world.now_of(card).content
    assert "这篇文章已经不在书架上了。" == world.answers[second.id]["text"]
    assert () == _own(door, alice)
    assert "六十小时" in answer.content


async def _asked(door: Door, user: User, chat: Chat | User, card: Message, label: str) -> Message:
    """The question for the value of the field of that button."""
    await door.pressed(user, card, label)
    question = door.world.sent(chat)[-1]
    assert question.parameters["reply_markup"]["force_reply"]
    return question


async def _correct(
    door: Door, user: User, chat: Chat | User, card: Message, label: str, value: str
) -> Message:
    """What the bot says to that value."""
    question = await _asked(door, user, chat, card, label)
    said = len(door.world.sent(chat))
    door.world.say(user, chat, value, reply_to=question)
    return await _shown(door, chat, said + 1)


@pytest.mark.parametrize(
    ("label", "value", "line"),
    [
        ("改标题", "候鸟早到", "标题：候鸟早到"),
        ("改作者", " 周一鸣 ", "作者：周一鸣"),
        ("改标题", "《候鸟早到》", "标题：候鸟早到"),
        ("改日期", "2023年10月9日", "发表日期：2023-10-09"),
        ("改日期", "２０２３年１０月９日 星期一", "发表日期：2023-10-09"),
        ("改日期", "20231009", "发表日期：2023-10-09"),
        ("改报刊", "河口报", "刊于：河口报"),
        ("改报刊", "无", "来源记录里没有报刊名。"),
    ],
)
async def test_a_field_is_corrected_by_a_reply(door: Door, label: str, value: str, line: str) -> None:
    """Also when the bot was started anew in between: the article keeps its id and is cited so from then on."""
    alice = door.world.user("Alice")
    async with door.opened() as world:
        card = await door.told(alice, alice, REPORT)
        await door.pressed(alice, card, label)
    [before] = _own(door, alice)
    question = world.sent(alice)[-1]
    async with door.opened() as world:
        world.say(alice, alice, value, reply_to=question)
        corrected = await _shown(door, alice, 3)
        answer = await door.told(alice, alice, ASKED)
    assert "已更正：" == corrected.content.splitlines()[0]
    assert line in corrected.content.splitlines()
    assert before.id == _own(door, alice)[0].id
    assert ("河口报" in answer.content, "候鸟早到" in answer.content) == (
        value == "河口报",
        "候鸟早到" in value,
    )


async def test_a_value_that_makes_no_sense_changes_nothing(door: Door) -> None:
    """The bot says what it needs, and the same question can be answered again."""
    alice = door.world.user("Alice")
    async with door.opened() as world:
        card = await door.told(alice, alice, REPORT)
        refused = await _correct(door, alice, alice, card, "改日期", "去年秋天")
        world.say(alice, alice, "2023-02-30", reply_to=world.sent(alice)[1])
        again = await _shown(door, alice, 4)
        world.say(alice, alice, "2023-10-09", reply_to=world.sent(alice)[1])
        await _shown(door, alice, 5)
        long = await _correct(door, alice, alice, card, "改标题", "长" * 500)
    assert "2024-03-08" in refused.content
    assert refused.content == again.content
    assert "最多 200 个" in long.content
    [article] = _own(door, alice)
    assert ("2023-10-09", "河口湿地的候鸟今年来得早") == (
        str(article.source.published),
        article.source.title,
    )


async def test_a_command_is_no_value(door: Door) -> None:
    """Apps make a reply of whatever is typed after the question; who thinks better of it gets what was asked for."""
    alice = door.world.user("Alice")
    async with door.opened():
        card = await door.told(alice, alice, REPORT)
        listed = await _correct(door, alice, alice, card, "改标题", "/articles")
    assert listed.content.startswith("自己的书架，1 篇：")
    assert ["河口湿地的候鸟今年来得早"] == [article.source.title for article in _own(door, alice)]


async def test_in_a_group_an_admin_adds_what_a_message_says(door: Door) -> None:
    """A reply with /add, a file with /add under it; the group asks its own shelf too, nobody else does."""
    alice, bob = door.world.user("Alice"), door.world.user("Bob")
    world = door.world
    group = world.group("读报", alice, bob)
    async with door.opened():
        world.say(alice, group, "/add", reply_to=world.say(bob, group, REPORT))
        card = await _shown(door, group)
        answer = await door.told(bob, group, f"/ask {ASKED}")
        world.document(alice, group, "会议.txt", NOTE.text.encode(), caption=f"/add@{world.bot.username}")
        second = await _shown(door, group, 3)
        world.say(alice, group, "/add", reply_to=world.document(bob, group, "书.md", LIBRARY.text.encode()))
        third = await _shown(door, group, 4)
    assert "本群先找自己的书架" in card.content
    assert ANSWER in answer.content
    assert all(message.content.startswith("读入了一篇文章：") for message in (second, third))
    assert 3 == len(_own(door, group))
    assert (f"chat{group.id}+{PUBLIC_SHELF}", PUBLIC_SHELF) == tuple(
        str(door.notebook.settings(chat_id(x.id)).shelf) for x in (group, alice)
    )


async def test_in_a_group_only_admins_add_correct_and_undo(door: Door) -> None:
    """Others are told so; a long text or file alone is not taken in a group at all."""
    alice, bob = door.world.user("Alice"), door.world.user("Bob")
    world = door.world
    world.privacy_mode = False
    group = world.group("读报", alice, bob)
    async with door.opened():
        written = world.say(bob, group, REPORT)
        world.document(bob, group, "书.txt", LIBRARY.text.encode())
        world.say(bob, group, "/add", reply_to=written)
        refused = await _shown(door, group)
        world.say(alice, group, "/add", reply_to=written)
        card = await _shown(door, group, 2)
        undo = await door.pressed(bob, card, "撤销")
        fix = await door.pressed(bob, card, "改标题")
        question = await _asked(door, alice, group, card, "改标题")
        world.say(bob, group, "假标题", reply_to=question)
        reply = await _shown(door, group, 4)
        world.say(alice, group, "候鸟早到", reply_to=question)
        await _shown(door, group, 5)
    assert "本群只有管理员能放文章；管理员可以在 /settings 里改成所有人。" == refused.content
    assert "只有放上这篇文章的人和管理员能这样做。" == reply.content
    assert [reply.content] * 2 == [world.answers[query.id]["text"] for query in (undo, fix)]
    assert ["Alice"] == list(question.marked("text_mention"))
    assert ["候鸟早到"] == [article.source.title for article in _own(door, group)]


async def test_add_alone_says_what_it_is_for(door: Door) -> None:
    """Also as a reply to what holds no words, or to the bot itself."""
    alice, world = door.world.user("Alice"), door.world
    group = world.group("读报", alice)
    async with door.opened():
        world.say(alice, group, "/add")
        first = await _shown(door, group)
        world.say(alice, group, "/add", reply_to=first)
        second = await _shown(door, group, 2)
    assert "请用 /add 回复" in first.content
    assert first.content == second.content
    assert () == _own(door, group)


async def test_a_quota_is_kept(door: Door) -> None:
    """Fifty articles, or two million characters; what would be too much is told, and the shelf stays."""
    alice, bob = door.world.user("Alice"), door.world.user("Bob")
    for number in range(50):
        door.library.add(Article(Source(title=f"{number}"), f"第 {number} 篇"), f"chat{alice.id}")
    door.library.add(Article(Source(title="长"), "长" * 1_999_900), f"chat{bob.id}")
    async with door.opened():
        full = await door.told(alice, alice, REPORT)
        long = await door.told(bob, bob, REPORT)
    assert "最多放 50 篇" in full.content
    assert "最多放 2000000 字，现有 1999900 字" in long.content
    assert (50, 1) == (len(_own(door, alice)), len(_own(door, bob)))


async def test_reading_holds_up_nobody_else(door: Door) -> None:
    """While long files are read, other chats are answered at once, and in a group the group as well."""
    alice, bob, world = door.world.user("Alice"), door.world.user("Bob"), door.world
    group = world.group("读报", alice, bob)
    slow = "\n".join(
        f"第 {day} 天，水位又高了一些，船工们把缆绳收紧，等风停下来。" for day in range(9000)
    ).encode()
    async with door.opened():
        await door.told(bob, bob, "图书馆每周开放多久")
        world.document(alice, alice, "慢.txt", slow)
        world.document(alice, group, "慢.txt", slow, caption="/add")
        await world.eventually(lambda: len(world.calls("getFile")) == 2)
        world.say(bob, group, "/ask 流动书车有几辆")
        world.say(bob, bob, "流动书车有几辆")
        await world.eventually(lambda: world.sent(group) and len(world.sent(bob)) == 2)
        assert [] == world.sent(alice)
        assert "流动书车" in world.sent(group)[0].content
        await world.eventually(lambda: len(world.sent(group)) == 2 and world.sent(alice))
    assert world.sent(alice)[0].content.startswith("读入了一篇文章：")


async def test_what_the_bot_said_is_no_article(door: Door) -> None:
    """Forwarded to it, an answer is a question like any other."""
    alice = door.world.user("Alice")
    async with door.opened() as world:
        answer = await door.told(alice, alice, "三件事是什么")
        assert len(answer.content) >= 80
        world.forward(alice, answer, alice)
        await _shown(door, alice, 2)
    assert () == _own(door, alice)
