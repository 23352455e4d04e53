"""Answers in chats and the buttons under them, through a real python-telegram-bot on a strict server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from articles import LIBRARY, NOTE, edition
from botapi import BotApiServer, Chat, Message, User, World
from botapi.clients import at_work
from identities import chat_id
from listed import VILLAGE
from stocked import stocked

from bot.answering.quoting.citation import STYLES, cite
from bot.assistant.assistant import Assistant
from bot.assistant.desk import Desk
from bot.chat.telegram.addressing import Me
from bot.chat.telegram.application import build
from bot.chat.telegram.transport.flood import ChatRateLimiter
from bot.library import Library
from bot.model import Article, ShelfRef
from bot.notebook import Notebook
from bot.retrieval.memory import MemoryEngine

_OPEN, _CART, _KEEPER = "图书馆每周开放多久", "流动书车有几辆", "老管理员说了什么"
_SOURCE = "——林知远《把书送到山里去》，青石日报，2024年3月8日，第006版，第{}段"


class Bot:
    """What the bot works with: its articles and its memory, and a clock for the latter."""

    def __init__(self, folder: Path) -> None:
        url = stocked(folder / "zhaiyin.db", LIBRARY)
        self.late = timedelta()
        self.library = Library.at(url)
        self.notebook = Notebook.at(url, styles=STYLES, now=lambda: datetime.now(UTC) + self.late)


@asynccontextmanager
async def _answering(world: World, folder: Path) -> AsyncIterator[Bot]:
    """The bot in that world; what it remembers lies in `folder`, so that it can stop and come back."""
    bot = Bot(folder)
    limiter = ChatRateLimiter(per_second=1000, per_group_minute=1000, spacing_s=0)
    async with BotApiServer(world) as server:
        me = Me(world.bot.id, world.bot.username or "")
        desk = Desk(bot.library, MemoryEngine)
        application = build(
            Assistant(desk, bot.notebook), bot.notebook, world.token, server.url, me, 90, limiter
        )
        try:
            async with at_work(world, application):
                yield bot
        finally:
            bot.library.close()
            bot.notebook.close()


@pytest.fixture
def world() -> World:
    """A Telegram in which nobody says anything yet."""
    return World()


@pytest.fixture
def alice(world: World) -> User:
    """A person."""
    return world.user("Alice")


@pytest.fixture
def bob(world: World) -> User:
    """Another one."""
    return world.user("Bob")


async def _asked(
    world: World, user: User, chat: Chat | User, text: str, thread: int | None = None
) -> Message:
    """The answer to what the user says."""
    before = len(world.sent(chat))
    world.say(user, chat, text, thread_id=thread)
    await world.eventually(lambda: len(world.sent(chat)) > before)
    await world.settled()
    return world.sent(chat)[-1]


async def _pressed(world: World, user: User, message: Message, button: str) -> str:
    """What the user is told after a press of the button as the message has it now."""
    query = world.press(user, world.now_of(message), button)
    await world.eventually(lambda: world.answer(query) is not None)
    await world.settled()
    return str((world.answer(query) or {}).get("text", ""))


async def _forged(world: World, user: User, message: Message, data: str) -> str:
    """What the user is told after a press of a button that the message does not have."""
    button = {"text": "?", "callback_data": data}
    forged = replace(message, reply_markup={"inline_keyboard": [[button]]})
    query = world.press(user, forged, data)
    await world.eventually(lambda: world.answer(query) is not None)
    await world.settled()
    return str((world.answer(query) or {}).get("text", ""))


def _labels(message: Message) -> list[str]:
    return [button["text"] for button in message.buttons]


def _copied(message: Message, label: str) -> str:
    return next(str(b["copy_text"]["text"]) for b in message.buttons if label == b["text"])


def _paragraph(world: World, message: Message) -> int:
    """The paragraph that the answer's source line names now."""
    text = world.now_of(message).content
    return next(number for number in range(1, 9) if _SOURCE.format(number) in text)


async def test_paging_goes_through_the_hits_and_round(world: World, alice: User, tmp_path: Path) -> None:
    """Each press shows another passage in the same message, and says which of how many it is."""
    async with _answering(world, tmp_path):
        answer = await _asked(world, alice, alice, _OPEN)
        shown = [_paragraph(world, answer)]
        for number in (1, 2, 3):
            await _pressed(world, alice, answer, f"下一条 {number}/3")
            shown.append(_paragraph(world, answer))
    assert (1, 1) == (shown[0], shown[-1])
    assert {1, 2, 3} == set(shown)
    assert world.now_of(answer).content == answer.content
    assert [answer.message_id] == [message.message_id for message in world.sent(alice)]


async def test_paging_shows_the_passages_around(world: World, alice: User, tmp_path: Path) -> None:
    """Forward and back in the article; at its ends there is only one way to go."""
    async with _answering(world, tmp_path):
        answer = await _asked(world, alice, alice, _OPEN)
        assert "◀" not in _labels(answer)
        await _pressed(world, alice, answer, "▶")
        assert (2, ["◀", "▶"]) == (
            _paragraph(world, answer),
            [label for label in _labels(world.now_of(answer)) if label in "◀▶"],
        )
        await _pressed(world, alice, answer, "▶")
        last = world.now_of(answer)
        assert (3, False) == (_paragraph(world, answer), "▶" in _labels(last))
        assert (LIBRARY.text.split("\n")[2],) == last.marked("blockquote")
        await _pressed(world, alice, answer, "◀")
        await _pressed(world, alice, answer, "◀")
    assert (answer.content, answer.entities, _labels(answer)) == (
        (now := world.now_of(answer)).content,
        now.entities,
        _labels(now),
    )


async def test_every_style_of_citation_is_one_tap_away(world: World, alice: User, tmp_path: Path) -> None:
    """The menu copies each; back again there are the answer's own buttons, at the hit they were on."""
    async with _answering(world, tmp_path):
        answer = await _asked(world, alice, alice, _OPEN)
        await _pressed(world, alice, answer, "下一条 1/3")
        before = world.now_of(answer)
        await _pressed(world, alice, answer, "引用格式")
        menu = world.now_of(answer)
        await _pressed(world, alice, answer, "← 返回")
    assert cite(LIBRARY) == _copied(answer, "复制引用")
    copied = {button["copy_text"]["text"] for button in menu.buttons if "copy_text" in button}
    assert {cite(LIBRARY, style) for style in STYLES} == copied
    assert menu.content == before.content
    assert before.reply_markup == world.now_of(answer).reply_markup


async def test_a_citation_too_long_to_copy_is_sent(world: World, alice: User, tmp_path: Path) -> None:
    """A button copies 256 characters at most; the full citation comes as a message."""
    long = Article(replace(LIBRARY.source, title="山" * 300), LIBRARY.text)
    async with _answering(world, tmp_path) as bot:
        bot.library.remove(LIBRARY.id)
        bot.library.add(long)
        answer = await _asked(world, alice, alice, _OPEN)
        assert len(_copied(answer, "复制引用")) <= 256
        await _pressed(world, alice, answer, "引用格式")
        for label in ("GB/T 7714", "APA", "MLA", "BibTeX"):
            await _pressed(world, alice, answer, label)
    assert [cite(long, style) for style in STYLES] == [m.content for m in world.sent(alice)[1:]]
    assert {answer.message_id} == {message.reply_to for message in world.sent(alice)[1:]}


async def test_everybody_votes_once(world: World, alice: User, bob: User, tmp_path: Path) -> None:
    """The same again takes it back, the other takes its place, as on a page."""
    group = world.group("读报", alice, bob)
    async with _answering(world, tmp_path):
        answer = await _asked(world, alice, group, f"/ask {_OPEN}")
        told = [
            await _pressed(world, user, answer, button)
            for user, button in ((alice, "👍"), (bob, "👍"), (bob, "👍"), (alice, "👎"), (alice, "👎"))
        ]
    assert [
        "已记下 👍 1 👎 0",
        "已记下 👍 2 👎 0",
        "已收回 👍 1 👎 0",
        "已记下 👍 0 👎 1",
        "已收回 👍 0 👎 0",
    ] == told


async def test_who_asked_and_admins_delete_nobody_else(
    world: World, alice: User, bob: User, tmp_path: Path
) -> None:
    """Others are told why not."""
    owner = world.user("Owner")
    group = world.group("读报", owner, alice, bob)
    async with _answering(world, tmp_path):
        first = await _asked(world, alice, group, f"/ask {_OPEN}")
        second = await _asked(world, alice, group, f"/ask {_CART}")
        assert "只有提问的人和管理员能删除。" == await _pressed(world, bob, first, "✖")
        assert [first, second] == world.sent(group)
        await _pressed(world, alice, first, "✖")
        await _pressed(world, owner, second, "✖")
    assert [] == world.sent(group)


async def test_buttons_work_after_a_restart(world: World, alice: User, tmp_path: Path) -> None:
    """All that they need is in the database."""
    async with _answering(world, tmp_path):
        answer = await _asked(world, alice, alice, _OPEN)
    async with _answering(world, tmp_path):
        await _pressed(world, alice, answer, "下一条 1/3")
        paged = _paragraph(world, answer)
        told = await _pressed(world, alice, answer, "👍")
        await _pressed(world, alice, answer, "✖")
    assert paged != 1
    assert "已记下 👍 1 👎 0" == told
    assert [] == world.sent(alice)


async def test_a_list_over_paragraphs_is_quoted_whole_even_after_a_restart(
    world: World, alice: User, tmp_path: Path
) -> None:
    """Item by item, all of it to unfold where items are long; and so again when paging has gone round."""
    async with _answering(world, tmp_path) as bot:
        bot.library.add(VILLAGE)
        answer = await _asked(world, alice, alice, "三个先行是啥")
        first = answer.content
        await _pressed(world, alice, answer, next(label for label in _labels(answer) if "下一条" in label))
        other = world.now_of(answer).content
    async with _answering(world, tmp_path):
        while world.now_of(answer).content != first:
            now = world.now_of(answer)
            await _pressed(world, alice, answer, next(label for label in _labels(now) if "下一条" in label))
            assert now.content != world.now_of(answer).content
    places = [first.index(f"{item}先行。") for item in ("一是道路", "二是用水", "三是教育")]
    assert other != first
    assert places == sorted(places)
    assert "一是道路先行。…\n二是用水先行。…\n三是教育先行。\n" in first


async def test_items_of_a_list_are_bold_and_what_stands_between_is_left_out(
    world: World, alice: User, tmp_path: Path
) -> None:
    """Asked for by their places, and so again of the list just quoted."""
    async with _answering(world, tmp_path) as bot:
        bot.library.add(VILLAGE)
        answer = await _asked(world, alice, alice, "三个先行的第一个和第三个是什么")
        following = await _asked(world, alice, alice, "最后两个呢")
    assert ("一是道路先行。", "三是教育先行。") == answer.marked("bold")
    assert ("二是用水先行。", "三是教育先行。") == following.marked("bold")
    assert "用水" not in answer.content


async def test_a_changed_article_is_searched_again(world: World, alice: User, tmp_path: Path) -> None:
    """The press says so, and the answer is what the shelf says now; from there paging goes on."""
    async with _answering(world, tmp_path) as bot:
        answer = await _asked(world, alice, alice, _OPEN)
        bot.library.add(edition(LIBRARY.text.replace("六十小时", "七十小时")))
        assert "文章已经更新，重新找了一遍。" == await _pressed(world, alice, answer, "下一条 1/3")
        assert "七十小时" in world.now_of(answer).content
        assert "" == await _pressed(world, alice, answer, "下一条 1/3")
    assert _paragraph(world, answer) != 1


async def test_an_article_that_is_gone_is_said_to_be(world: World, alice: User, tmp_path: Path) -> None:
    """What is no longer on the shelf is no longer quoted."""
    async with _answering(world, tmp_path) as bot:
        answer = await _asked(world, alice, alice, _OPEN)
        bot.library.remove(LIBRARY.id)
        assert "文章已经更新，重新找了一遍。" == await _pressed(world, alice, answer, "▶")
    gone = world.now_of(answer)
    assert ((), "书架上还没有文章。", []) == (gone.marked("blockquote"), gone.content, _labels(gone))


async def test_nonsense_for_a_button_is_harmless(world: World, alice: User, tmp_path: Path) -> None:
    """The press is answered, and nothing else happens."""
    forged = " ", "nonsense", "h", "h:1", "q:1:0:0", "h:x:0:0", "h:999999999999:0:0", "👍" * 16
    async with _answering(world, tmp_path):
        answer = await _asked(world, alice, alice, _OPEN)
        for data in forged:
            await _forged(world, alice, answer, data)
    assert [answer] == world.sent(alice)
    assert [] == world.calls("editMessageText")


async def test_numbers_out_of_range_show_the_answer(world: World, alice: User, tmp_path: Path) -> None:
    """A place that is not there is no place to go; whatever is shown is a quotation."""
    async with _answering(world, tmp_path):
        answer = await _asked(world, alice, alice, _OPEN)
        for data in ("h:1:99:0", "n:1:0:99", "n:1:0:-99", "s:1:99:0"):
            await _forged(world, alice, answer, data)
            assert answer.content == world.now_of(answer).content
        await _forged(world, alice, answer, "c:1:0:0:nothing")
    assert cite(LIBRARY) == world.sent(alice)[-1].content


async def test_another_chats_answer_cannot_be_had(
    world: World, alice: User, bob: User, tmp_path: Path
) -> None:
    """Its number is no secret, so that it must not be enough."""
    async with _answering(world, tmp_path):
        first = await _asked(world, alice, alice, _OPEN)
        second = await _asked(world, bob, bob, _CART)
        told = {await _forged(world, bob, second, f"{action}:1:0:0:apa") for action in "hnsbcudxp"}
    assert {"这条回答已经不在了，请重新提问。"} == told
    assert ([first], [second]) == (world.sent(alice), world.sent(bob))


async def test_only_the_answers_own_message_is_touched(world: World, alice: User, tmp_path: Path) -> None:
    """Not another message of the bot in the same chat."""
    async with _answering(world, tmp_path):
        first = await _asked(world, alice, alice, _OPEN)
        second = await _asked(world, alice, alice, "/about")
        for data in ("h:1:1:0", "x:1:0:0"):
            await _forged(world, alice, second, data)
    assert [first, second] == world.sent(alice)


async def test_an_edited_question_edits_its_answer(world: World, alice: User, tmp_path: Path) -> None:
    """In place, buttons and all, also where it finds nothing any more."""
    group = world.group("读报", alice)
    async with _answering(world, tmp_path):
        question = world.say(alice, group, f"/ask {_OPEN}")
        await world.eventually(lambda: world.sent(group))
        await world.settled()
        [answer] = world.sent(group)
        question = world.edit(question, f"/ask {_KEEPER}")
        await world.eventually(lambda: 3 == _paragraph(world, answer))
        await _pressed(world, alice, answer, "◀")
        assert 2 == _paragraph(world, answer)
        world.edit(question, "/ask 今天天气怎么样")
        await world.settled()
    [answer] = world.sent(group)
    assert answer.content.startswith("文章里没有找到。")
    assert [] == _labels(answer)


async def test_what_becomes_a_question_by_an_edit_is_answered(
    world: World, alice: User, tmp_path: Path
) -> None:
    """A forgotten mention is added like that; an edit that asks nothing is left alone."""
    world.privacy_mode = False
    group = world.group("读报", alice)
    async with _answering(world, tmp_path):
        said = world.say(alice, group, _OPEN)
        said = world.edit(said, f"{_OPEN}？")
        await world.settled()
        assert [] == world.sent(group)
        world.edit(said, f"{_OPEN} @{world.bot.username}")
        await world.eventually(lambda: world.sent(group))
        await world.settled()
    [answer] = world.sent(group)
    assert said.message_id == answer.reply_to


async def test_a_deleted_question_loses_nothing(world: World, alice: User, tmp_path: Path) -> None:
    """Its answer comes all the same, in its topic."""
    forum = world.group("论坛", alice, forum=True)
    topic = world.topic(forum, "读报", alice)
    world.delete(world.say(alice, forum, f"/ask {_OPEN}", thread_id=topic))
    async with _answering(world, tmp_path):
        await world.eventually(lambda: world.sent(forum))
        await world.settled()
        [answer] = world.sent(forum)
        await _pressed(world, alice, answer, "下一条 1/3")
    assert (None, topic) == (answer.reply_to, answer.thread_id)
    assert _paragraph(world, answer) != 1


async def test_an_identical_question_points_at_the_first_answer(
    world: World, alice: User, bob: User, tmp_path: Path
) -> None:
    """Within minutes, in the same topic; later it is answered anew."""
    group = world.group("读报", alice, bob)
    async with _answering(world, tmp_path) as bot:
        first = await _asked(world, alice, group, f"/ask {_OPEN}")
        pointer = await _asked(world, bob, group, f"/ask {_OPEN}？")
        bot.late = timedelta(minutes=6)
        again = await _asked(world, bob, group, f"/ask {_OPEN}")
    assert ("刚才回答过，见上。", first.message_id, []) == (
        pointer.content,
        pointer.reply_to,
        _labels(pointer),
    )
    assert first.content == again.content


async def test_an_identical_question_is_answered_where_the_first_answer_is_gone(
    world: World, alice: User, bob: User, tmp_path: Path
) -> None:
    """There is nothing to point at; nor in another topic, nor in private."""
    group = world.group("读报", alice, bob)
    async with _answering(world, tmp_path):
        first = await _asked(world, alice, group, f"/ask {_OPEN}")
        await _pressed(world, alice, first, "✖")
        again = await _asked(world, bob, group, f"/ask {_OPEN}")
        assert first.content == again.content
        assert [again] == world.sent(group)
        private = [await _asked(world, alice, alice, _OPEN) for _ in range(2)]
    assert private[0].content == private[1].content


async def test_a_wait_that_telegram_asks_for_is_kept(world: World, alice: User, tmp_path: Path) -> None:
    """The answer comes once, after the second it was told to wait."""
    async with _answering(world, tmp_path):
        world.fail_next("sendMessage", 429, "Too Many Requests: retry after 1", {"retry_after": 1})
        answered = asyncio.create_task(_asked(world, alice, alice, _OPEN))
        await world.eventually(lambda: world.calls("sendMessage"))
        assert [] == world.sent(alice)
        await answered
    assert [429, 200] == [call.code for call in world.calls("sendMessage")]


async def test_nothing_found_is_a_shrug_in_a_group_and_help_in_private(
    world: World, alice: User, tmp_path: Path
) -> None:
    """A group is spared the words, who asks alone is told what could be asked."""
    group = world.group("读报", alice)
    async with _answering(world, tmp_path):
        asked = world.say(alice, group, "/ask 今天天气怎么样")
        await world.eventually(lambda: world.now_of(asked).reactions)
        told = await _asked(world, alice, alice, "今天天气怎么样")
    assert (("🤷",), []) == (world.now_of(asked).reactions, world.sent(group))
    assert "可以问：" in told.content


@pytest.mark.parametrize(
    ("words", "verdict", "marked"),
    [
        ("书不怕旧，就怕没人看。", "逐字出自原文：", ""),
        ("为老人开办识字班", "与原文接近，标出的字不同：", "办设"),
        ("月亮上面住着一只兔子", "书架上没有这句话：", ""),
    ],
)
async def test_a_quotation_is_verified_in_reply(
    world: World, alice: User, bob: User, tmp_path: Path, words: str, verdict: str, marked: str
) -> None:
    """Exactly, nearly with what differs, or not; as a reply to the message that quotes, with the source."""
    group = world.group("读报", alice, bob)
    async with _answering(world, tmp_path):
        quoting = world.say(bob, group, f"文章里说“{words}”")
        world.say(alice, group, "/verify", reply_to=quoting)
        await world.eventually(lambda: world.sent(group))
        await world.settled()
    [told] = world.sent(group)
    assert told.content.startswith(verdict)
    assert quoting.message_id == told.reply_to
    assert ("书架上没有" not in verdict) == ("《把书送到山里去》" in told.content)
    assert marked == "".join(told.marked("bold"))


async def test_a_command_without_words_says_what_belongs_after_it(
    world: World, alice: User, tmp_path: Path
) -> None:
    """Each of itself, not of another command."""
    async with _answering(world, tmp_path):
        told = [(await _asked(world, alice, alice, command)).content for command in ("/ask", "/verify")]
    assert ["请在 /ask 后面写上问题", "请在 /verify 后面写上要核对的话。"] == [told[0][:14], told[1]]


async def test_a_deep_link_opens_its_paragraph(world: World, alice: User, tmp_path: Path) -> None:
    """The one that the button 原文 leads to; one that is gone is said to be."""
    async with _answering(world, tmp_path):
        answer = await _asked(world, alice, alice, _KEEPER)
        url = next(button["url"] for button in answer.buttons if "url" in button)
        base, payload = url.split("?start=")
        opened = await _asked(world, alice, alice, f"/start {payload}")
        missing = await _asked(world, alice, alice, f"/start p_{LIBRARY.id}_9")
    assert f"https://t.me/{world.bot.username}" == base
    assert (LIBRARY.text.split("\n")[2],) == opened.marked("blockquote")
    assert _SOURCE.format(3) in opened.content
    assert "这一段不在书架上了。" == missing.content


async def test_a_group_is_bound_to_a_shelf_while_the_bot_is_added(
    world: World, alice: User, bob: User, tmp_path: Path
) -> None:
    """By an admin, to a shelf there is; from then on the group asks that one, and nobody else does."""
    group = world.group("书会", alice, bob)
    link = f"/start@{world.bot.username} "
    async with _answering(world, tmp_path) as bot:
        bot.library.add(NOTE, "club")
        assert "只有管理员能这样做。" == (await _asked(world, bob, group, f"{link}s_club")).content
        assert "没有叫「nowhere」的书架。" == (await _asked(world, alice, group, f"{link}s_nowhere")).content
        assert "《会议记录》" in (await _asked(world, alice, group, f"{link}s_club")).content
        assert "八百元" in (await _asked(world, bob, group, "/ask 松木书架的预算")).content
        assert "文章里没有找到。" in (await _asked(world, bob, bob, "松木书架的预算")).content


async def test_answers_stay_in_their_topics(world: World, alice: User, tmp_path: Path) -> None:
    """General, which has no number, included; so does what a command or a button sends."""
    forum = world.group("论坛", alice, forum=True)
    topic = world.topic(forum, "读报", alice)
    async with _answering(world, tmp_path):
        answers = [await _asked(world, alice, forum, f"/ask {_OPEN}", thread) for thread in (topic, None)]
        answers += [await _asked(world, alice, forum, "/about", thread) for thread in (topic, None)]
    assert [topic, None, topic, None] == [answer.thread_id for answer in answers]
    assert answers[0].content == answers[1].content


async def test_a_group_that_moves_takes_its_settings_along(world: World, alice: User, tmp_path: Path) -> None:
    """It asks the same shelf afterwards, and its old answers' buttons are for the new chat."""
    group = world.group("书会", alice, kind="group")
    async with _answering(world, tmp_path) as bot:
        bot.library.add(NOTE, "club")
        bot.notebook.bind(chat_id(group.id), ShelfRef.parse("club"))
        moved = world.migrate(group)
        answer = await _asked(world, alice, moved, "/ask 松木书架的预算")
    assert "八百元" in answer.content
    assert [] == world.sent(group)


async def test_a_group_that_moves_while_asking_is_answered_where_it_went(
    world: World, alice: User, tmp_path: Path
) -> None:
    """The question came from the old chat, the answer goes to the new one."""
    group = world.group("书会", alice, kind="group")
    world.say(alice, group, f"/ask {_OPEN}")
    moved = world.migrate(group)
    async with _answering(world, tmp_path) as bot:
        await world.eventually(lambda: world.sent(moved))
        await world.settled()
        [answer] = world.sent(moved)
        await _pressed(world, alice, answer, "下一条 1/3")
        given = bot.notebook.answer(1)
    assert _paragraph(world, answer) != 1
    assert given is not None
    assert moved.id == given.chat.id


async def test_questions_of_one_chat_are_answered_in_their_order(
    world: World, alice: User, tmp_path: Path
) -> None:
    """However quickly they come."""
    asked = [world.say(alice, alice, text) for text in (_OPEN, _CART, _KEEPER)]
    async with _answering(world, tmp_path):
        await world.settled()
    assert [question.message_id for question in asked] == [answer.reply_to for answer in world.sent(alice)]
