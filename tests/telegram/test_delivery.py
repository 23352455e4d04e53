"""What is sent arrives: within limits, without what Telegram refuses, in the chat it moved to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from botapi import BotApiServer, Chat, Message, User, World, cut, units
from clock import standing_clock
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from telegram import InlineQueryResultArticle as Article
from telegram import InputTextMessageContent as Content
from telegram.error import BadRequest, RetryAfter
from telegram_mail import Pauses

from bot.chat.telegram.transport.delivery import Delivery
from bot.chat.telegram.transport.fitting import fit
from bot.chat.telegram.transport.flood import ChatRateLimiter
from bot.chat.telegram.transport.in_hand import Hand, hold
from bot.chat.telegram.transport.polling import PollingBot
from bot.chat.telegram.transport.waits import Waits
from bot.notebook import Post, State

_NEXT = InlineKeyboardMarkup([[InlineKeyboardButton("下一条", callback_data="n")]])


class Told:
    """What the door hears about chats."""

    def __init__(self) -> None:
        self.moved: list[tuple[int, int]] = []

    async def on_moved(self, old: int, new: int) -> None:
        """A group became a supergroup."""
        self.moved.append((old, new))


def _delivery(bot: Bot, told: Told | None = None, pauses: Pauses | None = None) -> Delivery:
    pauses = pauses or Pauses()
    return Delivery(bot, (told or Told()).on_moved, Waits(pauses, pauses.now))


@asynccontextmanager
async def delivering(
    world: World, told: Told | None = None, pauses: Pauses | None = None
) -> AsyncIterator[Delivery]:
    """A Delivery to that world, without flood control."""
    async with (
        BotApiServer(world) as server,
        PollingBot(world.token, server.base_url, server.base_file_url, patience_s=0.2) as bot,
    ):
        yield _delivery(bot, told, pauses)


@asynccontextmanager
async def controlled(world: World, **limits: float) -> AsyncIterator[Delivery]:
    """A Delivery to that world with flood control."""
    limiter = ChatRateLimiter(**limits)  # type: ignore[arg-type]  # the whole ones are whole
    async with BotApiServer(world) as server:
        bot = PollingBot(world.token, server.base_url, server.base_file_url, limiter)
        async with bot:
            yield _delivery(bot)


def _forum() -> tuple[World, User, Chat, int]:
    world = World()
    alice = world.user("Alice")
    forum = world.group("论坛", alice, forum=True)
    return world, alice, forum, world.topic(forum, "读报", alice)


async def test_a_message_stands_as_it_was_sent() -> None:
    """A reply with its marks and buttons, without a link preview, in its topic."""
    world, alice, forum, topic = _forum()
    asked = world.say(alice, forum, "水位为什么上涨？", thread_id=topic)
    async with delivering(world) as delivery:
        sent = await delivery.send(
            forum.id,
            "因为下雨。",
            [MessageEntity("bold", 2, 2)],
            reply_to=asked.message_id,
            thread_id=topic,
            markup=_NEXT,
        )
    [message] = world.sent(forum)
    assert sent is not None
    assert message.message_id == sent.message_id
    assert ("因为下雨。", ("下雨",)) == (message.text, message.marked("bold"))
    assert (asked.message_id, topic) == (message.reply_to, message.thread_id)
    assert ["下一条"] == [button["text"] for button in message.buttons]
    assert {"is_disabled": True} == message.parameters["link_preview_options"]


async def test_a_deleted_question_is_answered_all_the_same() -> None:
    """In its topic, at the first try."""
    world, alice, forum, topic = _forum()
    asked = world.say(alice, forum, "水位", thread_id=topic)
    world.delete(asked)
    async with delivering(world) as delivery:
        await delivery.send(forum.id, "答", reply_to=asked.message_id, thread_id=topic)
    assert [(None, topic)] == [(message.reply_to, message.thread_id) for message in world.sent(forum)]
    assert 1 == len(world.calls("sendMessage"))


async def test_a_reply_that_is_refused_is_left_out() -> None:
    """The answer comes in the same topic, replying to nothing."""
    world, alice, forum, topic = _forum()
    elsewhere = world.say(alice, forum, "水位", thread_id=world.topic(forum, "别处", alice))
    async with delivering(world) as delivery:
        await delivery.send(forum.id, "答", reply_to=elsewhere.message_id, thread_id=topic)
    assert [(None, topic)] == [(message.reply_to, message.thread_id) for message in world.sent(forum)]


async def test_a_deleted_topic_is_not_left_out() -> None:
    """The answer never comes in General, where it does not belong; and the topic is not tried again."""
    world, alice, forum, topic = _forum()
    asked = world.say(alice, forum, "水位", thread_id=topic)
    world.delete_topic(forum, topic)
    async with delivering(world) as delivery:
        for _ in range(2):
            assert None is await delivery.send(forum.id, "答", reply_to=asked.message_id, thread_id=topic)
        assert await delivery.send(forum.id, "另一个")
    assert ["另一个"] == [message.text for message in world.sent(forum)]
    assert [400, 200] == [call.code for call in world.calls("sendMessage")]


@pytest.mark.parametrize(("refusals", "expected"), [(1, [True]), (2, [])], ids=["mended", "not mended"])
async def test_a_refusal_of_unknown_cause_costs_the_reply(refusals: int, expected: list[bool]) -> None:
    """Once; in a group the topic is never left out, and the chat is tried again with the next message."""
    world, alice, forum, topic = _forum()
    asked = world.say(alice, forum, "水位", thread_id=topic)
    world.fail_next("sendMessage", 400, "Bad Request: something is wrong", times=refusals)
    async with delivering(world) as delivery:
        await delivery.send(forum.id, "答", reply_to=asked.message_id, thread_id=topic)
        await delivery.send(forum.id, "再答", thread_id=topic)
    assert [*expected, True] == [message.thread_id == topic for message in world.sent(forum)]
    assert 3 == len(world.calls("sendMessage"))


async def test_a_refusal_that_no_omission_mends_is_raised() -> None:
    """After the last one; it is a fault of ours."""
    world = World()
    alice = world.user("Alice")
    asked = world.say(alice, alice, "水位")
    async with delivering(world) as delivery:
        with pytest.raises(BadRequest, match="text is empty"):
            await delivery.send(alice.id, " ", reply_to=asked.message_id)
    assert 2 == len(world.calls("sendMessage"))


@pytest.mark.parametrize(
    ("description", "kept"),
    [
        ("Bad Request: BUTTON_URL_INVALID", ("因", 0)),
        ("Bad Request: can't parse entities: unsupported", (None, 1)),
    ],
)
async def test_buttons_or_marks_that_are_refused_are_left_out(
    description: str, kept: tuple[str | None, int]
) -> None:
    """The words arrive, and so does the rest."""
    world = World()
    alice = world.user("Alice")
    world.fail_next("sendMessage", 400, description)
    async with delivering(world) as delivery:
        await delivery.send(alice.id, "因为", [MessageEntity("bold", 0, 1)], markup=_NEXT)
    [message] = world.sent(alice)
    assert kept == (next(iter(message.marked("bold")), None), len(message.buttons))


async def test_the_answer_follows_a_group_that_moved() -> None:
    """Into the supergroup, as no reply: the ids of the old group's messages mean others there."""
    world, told = World(), Told()
    alice = world.user("Alice")
    old = world.group("读报", alice, kind="group")
    new = world.migrate(old)
    another = world.say(alice, new, "闲聊", deliver=False)
    async with delivering(world, told) as delivery:
        await delivery.send(old.id, "答", reply_to=another.message_id)
        assert not await delivery.edit(old.id, 1, "新")
    assert [("答", None)] == [(message.text, message.reply_to) for message in world.sent(new)]
    assert [(old.id, new.id)] * 2 == told.moved


async def test_a_chat_that_blocked_the_bot_is_no_fault() -> None:
    """Whatever call finds it out, it is one line in the log and nothing is raised."""
    world = World()
    alice, bob = world.user("Alice"), world.user("Bob")
    group = world.group("读报", bob)
    world.block(alice)
    world.my_chat_member(group, "kicked")
    async with delivering(world) as delivery:
        with capture_logs() as lines:
            assert None is await delivery.send(alice.id, "答")
            assert not await delivery.react(group.id, 1, "👀")
    assert [("chat closed", "send"), ("chat closed", "react")] == [
        (line["event"], line["call"]) for line in lines
    ]


@pytest.mark.parametrize("status", ["restricted", "none"])
async def test_a_chat_where_the_bot_may_not_write_is_no_fault(status: str) -> None:
    """The message is not delivered, which is logged and tried only once."""
    world = World()
    alice = world.user("Alice")
    group = world.group("读报", alice, bot=status)
    async with delivering(world) as delivery:
        assert None is await delivery.send(group.id, "答", thread_id=5)
    assert 1 == len(world.calls("sendMessage"))


@pytest.mark.parametrize("fault", ["drop_next", "hang_next", "garble_next"])
async def test_a_send_in_doubt_is_made_once_more(fault: str) -> None:
    """It may have arrived: a second time is better than none, and a third is not."""
    world = World()
    alice = world.user("Alice")
    async with delivering(world) as delivery:
        for _ in range(2):
            getattr(world, fault)("sendMessage")
        with capture_logs() as lines:
            assert None is await delivery.send(alice.id, "一")
        getattr(world, fault)("sendMessage")
        assert await delivery.send(alice.id, "二") is not None
    assert [1, 2] == [line["so_far"] for line in lines if line["event"] == "in doubt"]
    assert "二" == world.sent(alice)[-1].text


@pytest.mark.parametrize(
    "fault",
    [
        (500, None),
        (502, None),
        (502, "<html>"),
        (503, '{"ok":fal'),
        (429, None),
        (401, None),
        (200, '{"ok":false,"error_code":500}'),
        (413, '{"ok":false,"description":"Request Entity Too Large"}'),
        (429, '{"ok":false,"description":"Too Many Requests"}'),
        (429, '{"ok":false,"parameters":{"retry_after":"soon"}}'),
        (400, '{"ok":false,"parameters":[1]}'),
        (400, '{"ok":false,"description":{}}'),
    ],
)
async def test_a_send_that_failed_without_doubt_is_made_again(fault: tuple[int, str | None]) -> None:
    """With growing pauses, and the message stands there once."""
    world, pauses = World(), Pauses()
    alice = world.user("Alice")
    code, body = fault
    async with delivering(world, pauses=pauses) as delivery:
        for _ in range(5):
            if body is None:
                world.fail_next("sendMessage", code, "Trouble", {"retry_after": 9} if code == 429 else None)
            else:
                world.answer_next("sendMessage", code, body)
        assert await delivery.send(alice.id, "答") is not None
    assert ["答"] == [message.text for message in world.sent(alice)]
    assert ([9, 9, 9, 9, 9] if fault == (429, None) else [0.5, 1, 2, 4, 8]) == pauses.seconds


@pytest.mark.parametrize(
    "answer", ['{"ok":true}', '{"ok":true,"result":null}', '{"ok":true,"result":{"message_id":"7"}}']
)
async def test_a_yes_that_cannot_be_read_is_one(answer: str) -> None:
    """From another version of the Bot API, say: the message stands there, and is neither an error nor sent again."""
    world = World()
    alice = world.user("Alice")
    async with delivering(world) as delivery:
        world.answer_next("sendMessage", 200, answer)
        with capture_logs() as lines:
            assert None is await delivery.send(alice.id, "一")
        assert [] == lines
        world.answer_next("editMessageText", 200, answer)
        assert await delivery.edit(alice.id, 1, "二")
    assert ([], 1) == (world.sent(alice), len(world.calls("editMessageText")))


async def test_an_answer_that_breaks_off_counts_as_one() -> None:
    """The server says that it sent the message, and its number, before the rest is lost."""
    world = World()
    alice = world.user("Alice")
    async with delivering(world) as delivery:
        world.cut_next("sendMessage")
        sent = await delivery.send(alice.id, "答")
    assert sent is not None
    assert [sent.message_id] == [message.message_id for message in world.sent(alice)]


async def test_what_never_left_is_tried_as_long_as_it_is_of_use() -> None:
    """Nothing listens: for an hour in private, for ten minutes in a group, and no error."""
    world = World()
    async with BotApiServer(world) as server:
        bot = PollingBot(world.token, server.base_url, server.base_file_url)
        await bot.initialize()
    for chat, use_s in ((1, 3600.0), (-1, 600.0)):
        pauses = Pauses()
        assert None is await _delivery(bot, pauses=pauses).send(chat, "答")
        assert use_s - 60 <= sum(pauses.seconds) <= use_s
    await bot.shutdown()


async def test_a_message_counts_as_sent_from_when_it_is_written() -> None:
    """Not while a connection is sought: a kill until then leaves no doubt."""
    world, kept = World(), list[State]()
    alice = world.user("Alice")

    async def keep(post: Post, _: str) -> None:
        kept.append(post.state)

    hold(Hand(keep, Post(1, "", state=State.IN_HAND)))
    async with BotApiServer(world) as server:
        bot = PollingBot(world.token, server.base_url, server.base_file_url)
        await bot.initialize()
        await _delivery(bot).send(alice.id, "答")
        assert [State.SENDING, State.IN_HAND] == kept
    kept.clear()
    hold(Hand(keep, Post(2, "", state=State.IN_HAND)))
    assert None is await _delivery(bot).send(alice.id, "答")
    await bot.shutdown()
    assert [] == kept


async def test_what_may_be_repeated_is_repeated() -> None:
    """An edit whose answer was lost says the same the next time."""
    world = World()
    alice = world.user("Alice")
    async with delivering(world) as delivery:
        sent = await delivery.send(alice.id, "旧")
        assert sent is not None
        world.drop_next("editMessageText", times=3)
        assert await delivery.edit(alice.id, sent.message_id, "新")
    assert 4 == len(world.calls("editMessageText"))


async def _sent(world: World, delivery: Delivery, chat: Chat | User) -> Message:
    await delivery.send(chat.id, "旧", markup=_NEXT)
    return world.sent(chat)[-1]


async def test_an_edit_changes_text_marks_and_buttons() -> None:
    """The same again is a success; a deleted message is not."""
    world = World()
    alice = world.user("Alice")
    async with delivering(world) as delivery:
        message = await _sent(world, delivery, alice)
        bold = [MessageEntity("bold", 0, 1)]
        assert await delivery.edit(alice.id, message.message_id, "新的", bold, markup=_NEXT)
        assert await delivery.edit(alice.id, message.message_id, "新的", bold, markup=_NEXT)
        now = world.now_of(message)
        world.delete(message)
        assert not await delivery.edit(alice.id, message.message_id, "新")
    assert ("新的", ("新",), 1) == (now.text, now.marked("bold"), len(now.buttons))


async def test_a_deleted_message_stays_deleted() -> None:
    """Deleting it twice is a success, deleting what is not the bot's is none."""
    world = World()
    alice = world.user("Alice")
    group = world.group("读报", alice)
    said = world.say(alice, group, "/ask 水位")
    async with delivering(world) as delivery:
        message = await _sent(world, delivery, group)
        assert await delivery.delete(group.id, message.message_id)
        assert await delivery.delete(group.id, message.message_id)
        assert not await delivery.delete(group.id, said.message_id)
    assert [] == world.sent(group)


async def test_a_reaction_is_given_and_taken_back() -> None:
    """One that Telegram does not allow does nothing."""
    world = World()
    alice = world.user("Alice")
    asked = world.say(alice, alice, "水位")
    async with delivering(world) as delivery:
        assert await delivery.react(alice.id, asked.message_id, "🤷")
        given = world.now_of(asked).reactions
        assert not await delivery.react(alice.id, asked.message_id, "🐧")
        assert await delivery.react(alice.id, asked.message_id, None)
        assert not await delivery.react(alice.id, 9999, "👀")
    assert [("🤷",), ()] == [given, world.now_of(asked).reactions]


def _article(text: str) -> Article:
    return Article("1", "标题", Content(text), reply_markup=_NEXT)


async def test_queries_are_answered_in_time_or_not_at_all() -> None:
    """Too late is one line in the log; what was asked is not in it."""
    world = World()
    alice, bob = world.user("Alice"), world.user("Bob")
    async with delivering(world) as delivery:
        message = await _sent(world, delivery, alice)
        press, inline = world.press(alice, message, "n"), world.inline(alice, "水位")
        guest = world.guest(alice, bob, "@zhaiyin_bot 水位")
        await delivery.answer_callback(press.id, "段" * 300, alert=True)
        assert await delivery.answer_inline(inline.id, [_article("水位")], next_offset="2")
        assert await delivery.answer_guest(guest.id, _article("水位")) is not None
        with capture_logs() as lines:
            await delivery.answer_callback(press.id)
            assert not await delivery.answer_inline(inline.id, [_article("水位")])
            assert None is await delivery.answer_guest(guest.id, _article("水位"))
    assert "段" * 199 == (world.answer(press) or {})["text"][:199]
    answer = world.answer(inline) or {}
    assert (0, True, "2") == (answer["cache_time"], answer["is_personal"], answer["next_offset"])
    assert ["answer_callback", "answer_inline", "answer_guest"] == [line["call"] for line in lines]
    assert "水位" not in str(lines)


async def test_flood_control_is_waited_for_by_its_chat_alone() -> None:
    """A chat that has to wait holds up no other one, and its message arrives."""
    world = World()
    alice, bob = world.user("Alice"), world.user("Bob")
    async with controlled(world) as delivery:
        with standing_clock() as clock:
            world.fail_next("sendMessage", 429, "Too Many Requests: retry after 1", {"retry_after": 1})
            waiting = asyncio.create_task(delivery.send(alice.id, "答"))
            await world.eventually(lambda: world.calls("sendMessage"))
            assert await delivery.send(bob.id, "答")
            assert not waiting.done()
            while not waiting.done():
                clock.move(1.1)
                await asyncio.sleep(0)
            assert waiting.result()
    assert 1 == len(world.sent(alice))


async def test_a_method_without_a_chat_waits_alone_too() -> None:
    """Inline answers that have to wait hold up no message."""
    world = World()
    alice = world.user("Alice")
    async with controlled(world) as delivery:
        inline = world.inline(alice, "水位")
        world.fail_next("answerInlineQuery", 429, "Too Many Requests", {"retry_after": 1})
        with standing_clock() as clock:
            waiting = asyncio.create_task(delivery.answer_inline(inline.id, []))
            await world.eventually(lambda: world.calls("answerInlineQuery"))
            assert await delivery.send(alice.id, "答")
            assert not waiting.done()
            while not waiting.done():
                clock.move(1.1)
                await asyncio.sleep(0)
            assert waiting.result()


async def test_a_wait_that_is_too_long_is_not_waited() -> None:
    """The message is not delivered, and neither is the next one, unsent: it would only be refused. That is one line an hour."""
    world = World()
    alice = world.user("Alice")
    world.fail_next("sendMessage", 429, "Too Many Requests", {"retry_after": 7200})
    async with controlled(world, patience_s=60) as delivery:
        with capture_logs() as lines:
            assert None is await delivery.send(alice.id, "一")
            assert None is await delivery.send(alice.id, "二")
    assert 1 == len(world.calls("sendMessage"))
    [lost] = [line for line in lines if line["log_level"] == "warning"]
    assert ("send", True) == (lost["call"], lost["reason"].startswith(RetryAfter.__name__))


def test_a_text_that_fits_is_left_alone() -> None:
    """To the last of 4096 UTF-16 units."""
    text = "😀" * 2048
    assert (text, []) == fit(text, [])


def test_a_long_text_ends_with_a_sentence() -> None:
    """With an ellipsis after it, and no mark reaches into that."""
    sentence = "水位😀上涨了。”"
    text, entities = fit(sentence * 600, [MessageEntity("blockquote", 0, 5400)])
    assert text.endswith("。”…")
    assert [(0, units(text) - 1)] == [(entity.offset, entity.length) for entity in entities]


def test_emphasis_goes_before_quotations() -> None:
    """Of more than a hundred marks a quotation and a link stay, in order."""
    bold = [MessageEntity("bold", number, 1) for number in range(150)]
    link = MessageEntity("text_link", 160, 5, url="https://example.org/")
    _, entities = fit("水" * 200, [MessageEntity("blockquote", 0, 150), *bold, link])
    assert 100 == len(entities)
    assert [MessageEntity.BLOCKQUOTE, *["bold"] * 98, MessageEntity.TEXT_LINK] == [e.type for e in entities]


@given(
    st.text(st.sampled_from("水😀。！\n a"), min_size=1, max_size=40),
    st.integers(1, 600),
    st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 9000)), max_size=120),
)
def test_any_text_fits(piece: str, times: int, places: list[tuple[int, int]]) -> None:
    """It is the beginning of the text, within the limit, with marks inside it."""
    whole = piece * times
    text, entities = fit(whole, [MessageEntity("bold", offset, length) for offset, length in places])
    assert units(text) <= 4096
    assert whole.startswith(text.removesuffix("…"))
    assert all(0 < e.length and e.offset + e.length <= units(text) for e in entities)
    assert "�" not in cut(text, 0, units(text))
    assert len(entities) <= 100
