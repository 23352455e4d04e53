"""The strict Bot API server, seen by a real python-telegram-bot: what reaches the bot, and how."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
import telegram
from aiohttp import web
from botapi import BotApiServer, World
from botapi.clients import connected, polling
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InlineQueryResultArticle
from telegram import InputTextMessageContent as Content
from telegram.error import BadRequest, Conflict, NetworkError
from telegram.ext import CallbackQueryHandler, MessageHandler, filters


def texts(world: World) -> list[str]:
    """The texts of the messages that became updates."""
    return [update.payload["text"] for update in world.made("message") if "text" in update.payload]


def article(number: int = 1, **more: Any) -> InlineQueryResultArticle:
    """An inline result."""
    return InlineQueryResultArticle(str(number), f"标题 {number}", Content(f"水位 {number}"), **more)


async def echo(update: telegram.Update, context: object) -> None:
    """Answer a message with its own text."""
    message = update.effective_message
    assert message is not None
    await message.reply_text(f"答 {message.text}", do_quote=True)


async def test_a_polling_application_answers() -> None:
    """An Application gets what people say and its answers stand in their chats, as replies."""
    world = World()
    alice = world.user("Alice")
    group = world.group("Group", alice)
    async with polling(world, MessageHandler(filters.TEXT & filters.UpdateType.MESSAGE, echo)):
        asked = world.say(alice, alice, "水位？")
        world.say(alice, group, "闲聊")
        world.say(alice, group, "@zhaiyin_bot 水位？")
        await world.eventually(lambda: world.sent(alice) and world.sent(group))
        await world.settled()
    assert [("答 水位？", asked.message_id)] == [(m.text, m.reply_to) for m in world.sent(alice)]
    assert ["答 @zhaiyin_bot 水位？"] == [m.text for m in world.sent(group)]


def test_privacy_mode_lets_through_what_is_meant_for_the_bot() -> None:
    """In a group: commands, mentions and replies; for other bots or for nobody: nothing."""
    world = World()
    alice, other = world.user("Alice"), world.user("Other", username="other_bot", is_bot=True)
    group = world.group("Group", alice)
    for text in (
        "闲聊",
        "/ask 一",
        "/ask@zhaiyin_bot 二",
        "/ask@other_bot 三",
        "😀 @Zhaiyin_Bot 四",
        "@other_bot 五",
    ):
        world.say(alice, group, text)
    world.say(other, group, "@zhaiyin_bot 六")
    world.say(alice, group, "/ask 七")
    assert ["/ask 一", "/ask@zhaiyin_bot 二", "😀 @Zhaiyin_Bot 四"] == texts(world)


def test_an_admin_or_a_bot_without_privacy_sees_everything() -> None:
    """Admin rights or privacy off let all messages of people through, but not those of bots."""
    world = World()
    alice, other = world.user("Alice"), world.user("Other", username="other_bot", is_bot=True)
    group, second = world.group("Group", alice, bot="administrator"), world.group("Second", alice)
    world.say(alice, group, "一")
    world.say(other, group, "二")
    world.say(alice, second, "三")
    world.privacy_mode = False
    world.say(alice, second, "四")
    assert ["一", "四"] == texts(world)


def test_a_mention_that_touches_a_chinese_character_is_none() -> None:
    """Telegram finds a mention or command only between characters that are no letters."""
    world = World()
    alice = world.user("Alice")
    expected = {
        "@zhaiyin_bot 水位": ["mention"],
        "@zhaiyin_bot水位": [],
        "请问@zhaiyin_bot": [],
        "@zhaiyin_bot，水位": ["mention"],
        "/ask水位": [],
        "/ask 水位 https://a.example/b。": ["bot_command", "url"],
    }
    found = {text: [e["type"] for e in world.say(alice, alice, text).entities] for text in expected}
    assert expected == found


async def test_a_reply_to_the_bot_reaches_it_with_the_message_and_the_quote() -> None:
    """The message that is replied to and the part that was quoted come along."""
    world = World()
    alice = world.user("Alice")
    group = world.group("Group", alice)
    async with connected(world) as bot:
        await bot.send_message(group.id, "😀水位上涨，堤坝加固")
        world.say(alice, group, "为什么？", reply_to=world.sent(group)[0], quote="堤坝")
        (update,) = await bot.get_updates()
    message = update.message
    assert message is not None
    assert message.reply_to_message is not None
    assert message.quote is not None
    assert bot.id == message.reply_to_message.from_user.id  # type: ignore[union-attr]
    assert ("堤坝", 7) == (message.quote.text, message.quote.position)


async def test_a_message_in_a_topic_replies_to_its_opening() -> None:
    """A topic's message has its id and, without a reply of its own, points to the service message."""
    world = World()
    alice = world.user("Alice")
    forum = world.group("Forum", alice, forum=True)
    water = world.topic(forum, "水")
    world.say(alice, forum, "/ask 水位", thread_id=water)
    world.say(alice, forum, "/ask 水位")
    async with connected(world) as bot:
        _, inside, general = await bot.get_updates()
    assert inside.message is not None
    assert inside.message.reply_to_message is not None
    assert inside.message.reply_to_message.forum_topic_created is not None
    assert (water, True) == (inside.message.message_thread_id, inside.message.is_topic_message)
    assert general.message is not None
    assert (None, None) == (general.message.message_thread_id, general.message.is_topic_message)


async def test_offsets_confirm() -> None:
    """Updates come again until a higher offset confirms them; a limit cuts the batch."""
    world = World()
    alice = world.user("Alice")
    for text in ("一", "二", "三"):
        world.say(alice, alice, text)
    async with connected(world) as bot:
        first = await bot.get_updates(limit=2)
        again = await bot.get_updates(limit=2)
        (last,) = await bot.get_updates(offset=first[-1].update_id + 1)
        assert () == await bot.get_updates(offset=last.update_id + 1)
    assert [u.update_id for u in first] == [u.update_id for u in again]
    assert () == world.pending()


async def test_a_redelivered_update_has_its_old_id() -> None:
    """The same update comes a second time although it was confirmed."""
    world = World()
    alice = world.user("Alice")
    asked = world.say(alice, alice, "水位？")
    async with connected(world) as bot:
        (first,) = await bot.get_updates()
        await bot.get_updates(offset=first.update_id + 1)
        world.redeliver(asked)
        (second,) = await bot.get_updates(offset=first.update_id + 1)
    assert first == second


async def test_allowed_updates_are_remembered() -> None:
    """Reactions come only when asked for; a call without a list keeps the earlier one."""
    world = World()
    alice = world.user("Alice")
    asked = world.say(alice, alice, "水位？")
    async with connected(world) as bot:
        world.react(alice, asked, "👍")
        await bot.get_updates(allowed_updates=["message_reaction"])
        world.react(alice, asked, "👎")
        world.say(alice, alice, "无人听")
        await bot.get_updates()
        world.react(alice, asked, "🔥")
    assert ["👎", "🔥"] == [u.payload["new_reaction"][0]["emoji"] for u in world.made("message_reaction")]
    assert ["水位？"] == texts(world)


async def test_two_pollers_conflict() -> None:
    """A second poll ends the first with 409."""
    world = World()
    async with (
        BotApiServer(world) as server,
        telegram.Bot(world.token, base_url=server.base_url) as bot,
        telegram.Bot(world.token, base_url=server.base_url) as twin,
    ):
        first = asyncio.create_task(bot.get_updates(timeout=50))
        await world.eventually(lambda: world.waiting_polls)
        assert () == await twin.get_updates(timeout=0)
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first


async def test_a_long_poll_ends_with_the_first_update() -> None:
    """A waiting poll returns as soon as somebody speaks."""
    world = World()
    alice = world.user("Alice")
    async with connected(world) as bot:
        waiting = asyncio.create_task(bot.get_updates(timeout=50))
        await world.eventually(lambda: world.waiting_polls)
        world.say(alice, alice, "水位？")
        assert 1 == len(await asyncio.wait_for(waiting, 40))


async def test_edits_posts_and_forwards_arrive_as_their_kind() -> None:
    """Edited messages, channel posts, automatic forwards and forwards are told apart."""
    world = World()
    alice = world.user("Alice")
    channel, group = world.channel("频道"), world.group("Group", alice)
    world.edit(world.say(alice, alice, "水"), "水位")
    post = world.post(channel, "公告")
    world.automatic_forward(post, group)
    world.forward(alice, post, alice)
    async with connected(world) as bot:
        _, edited, posted, automatic, forwarded = await bot.get_updates()
    assert edited.edited_message is not None
    assert "水位" == edited.edited_message.text
    assert posted.channel_post is not None
    assert automatic.message is not None
    assert (True, 777000) == (automatic.message.is_automatic_forward, automatic.message.from_user.id)  # type: ignore[union-attr]
    assert isinstance(forwarded.message.forward_origin, telegram.MessageOriginChannel)  # type: ignore[union-attr]


async def test_memberships_are_reported() -> None:
    """The bot hears of its own status and of people who join; of members' changes only as admin."""
    world = World()
    alice, bob = world.user("Alice"), world.user("Bob")
    group = world.group("Group", alice, bot=None)
    world.my_chat_member(group, "member", by=alice)
    world.join(bob, group)
    world.block(alice)
    async with connected(world) as bot:
        added, service, joined, blocked = await bot.get_updates()
    assert added.my_chat_member is not None
    assert ("left", "member") == (
        added.my_chat_member.old_chat_member.status,
        added.my_chat_member.new_chat_member.status,
    )
    assert bot.id == service.message.new_chat_members[0].id  # type: ignore[union-attr]
    assert bob.id == joined.message.new_chat_members[0].id  # type: ignore[union-attr]
    assert blocked.my_chat_member is not None
    assert "kicked" == blocked.my_chat_member.new_chat_member.status


async def test_a_pressed_button_is_answered_once_and_in_time() -> None:
    """A press carries its data and its message; a second or late answer is refused."""
    world = World()
    alice = world.user("Alice")
    rows = InlineKeyboardMarkup([[InlineKeyboardButton("下一段", callback_data="n:2")]])

    async def next_passage(update: telegram.Update, context: object) -> None:
        query = update.callback_query
        assert query is not None
        await query.answer("好")
        await query.edit_message_text("第二段")

    async with polling(world, CallbackQueryHandler(next_passage)) as application:
        await application.bot.send_message(alice.id, "第一段", reply_markup=rows)
        press = world.press(alice, world.sent(alice)[0], "下一段")
        await world.eventually(lambda: world.sent(alice)[0].text == "第二段")
        assert "好" == (world.answer(press) or {})["text"]
        late = world.press(alice, world.sent(alice)[0].previous[0], "n:2")
        world.advance(60)
        for query in (press, late):
            with pytest.raises(BadRequest, match=r"(?i)query is too old"):
                await application.bot.answer_callback_query(query.id)


async def test_a_callback_answer_is_short() -> None:
    """More than 200 characters are refused."""
    world = World()
    alice = world.user("Alice")
    rows = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="x")]])
    async with connected(world) as bot:
        await bot.send_message(alice.id, "水", reply_markup=rows)
        press = world.press(alice, world.sent(alice)[0], "Go")
        with pytest.raises(BadRequest, match=r"(?i)message_too_long"):
            await bot.answer_callback_query(press.id, "水" * 201)


async def test_a_press_under_a_deleted_message_is_inaccessible() -> None:
    """The query comes with a message that can only be named; the library makes a Message of it all the same."""
    world = World()
    alice = world.user("Alice")
    rows = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="x")]])
    async with connected(world) as bot:
        await bot.send_message(alice.id, "水", reply_markup=rows)
        (sent,) = world.sent(alice)
        world.delete(sent)
        world.press(alice, sent, "Go")
        (update,) = await bot.get_updates()
    assert update.callback_query is not None
    assert update.callback_query.message is not None
    assert (sent.message_id, False) == (
        update.callback_query.message.message_id,
        update.callback_query.message.is_accessible,
    )


async def test_inline_results_are_chosen_and_edited() -> None:
    """An answered inline query becomes a message via the bot, editable by its inline id."""
    world = World()
    alice = world.user("Alice")
    group = world.group("Group", alice, bot=None)
    rows = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="x")]])
    async with connected(world) as bot:
        query = world.inline(alice, "水位", chat_type="supergroup")
        await bot.answer_inline_query(query.id, [article(reply_markup=rows)], cache_time=0, is_personal=True)
        chosen = world.choose(alice, query, "1", group)
        await bot.edit_message_text("改", inline_message_id=chosen.inline_message_id)
        asked, picked = await bot.get_updates()
    assert ("水位", "supergroup") == (asked.inline_query.query, asked.inline_query.chat_type)  # type: ignore[union-attr]
    assert "1" == picked.chosen_inline_result.result_id  # type: ignore[union-attr]
    assert ("改", world.bot.id) == (world.now_of(chosen).text, chosen.extra["via_bot"]["id"])


@pytest.mark.parametrize(
    ("results", "more", "reason"),
    [
        ([article(number) for number in range(51)], {}, "results_too_much"),
        ([article(1), article(1)], {}, "result_id_duplicate"),
        ([InlineQueryResultArticle("水" * 22, "t", Content("x"))], {}, "result_id_invalid"),
        ([InlineQueryResultArticle("1", "t", Content(""))], {}, "message text is empty"),
        ([InlineQueryResultArticle("1", "", Content("x"))], {}, "article_title_empty"),
        ([article()], {"next_offset": "水" * 22}, "next_offset_invalid"),
        ([], {"button": telegram.InlineQueryResultsButton("t", start_parameter="水")}, "start_param_invalid"),
    ],
)
@pytest.mark.filterwarnings("ignore:Please use")
async def test_inline_answers_are_checked(results: list[Any], more: dict[str, Any], reason: str) -> None:
    """An inline answer that Telegram would refuse is refused."""
    world = World()
    query = world.inline(world.user("Alice"), "水位")
    async with connected(world) as bot:
        data = {"inline_query_id": query.id, "results": [result.to_dict() for result in results], **more}
        with pytest.raises(BadRequest, match=f"(?i){reason}"):
            await bot.do_api_request("answerInlineQuery", data)


async def test_inline_answers_are_cached() -> None:
    """Without is_personal another person gets the cached answer unseen; with it they are asked for anew."""
    world = World()
    alice, bob = world.user("Alice"), world.user("Bob")
    async with connected(world) as bot:
        await bot.answer_inline_query(world.inline(alice, "众").id, [article()])
        await bot.answer_inline_query(world.inline(alice, "私").id, [article()], is_personal=True)
    assert world.answer(world.inline(bob, "众")) is not None
    assert world.answer(world.inline(alice, "私")) is not None
    assert world.answer(world.inline(bob, "私")) is None
    world.advance(301)
    assert world.answer(world.inline(bob, "众")) is None


async def test_guest_messages_are_answered_once() -> None:
    """Outside its chats the bot is asked with a guest message and answers with one inline message."""
    world = World()
    alice = world.user("Alice")
    group = world.group("Group", alice, bot=None)
    first = world.say(alice, group, "水位上涨")
    query = world.guest(alice, group, "@zhaiyin_bot 为什么", reply_to=first)
    async with connected(world) as bot:
        (update,) = await bot.get_updates()
        assert update.guest_message is not None
        assert query.id == update.guest_message.guest_query_id
        assert "水位上涨" == update.guest_message.reply_to_message.text  # type: ignore[union-attr]
        sent = await bot.answer_guest_query(query.id, article())
        with pytest.raises(BadRequest, match=r"(?i)query is too old"):
            await bot.answer_guest_query(query.id, article())
    assert [("水位 1", sent.inline_message_id)] == [(m.text, m.inline_message_id) for m in world.sent(group)]


async def test_scripted_failures_and_delays() -> None:
    """A test can refuse, hold up or lose the next call of a method."""
    world = World()
    alice = world.user("Alice")
    async with connected(world) as bot:
        world.fail_next("sendMessage", 400, "Bad Request: QUOTE_TEXT_INVALID")
        with pytest.raises(BadRequest):
            await bot.send_message(alice.id, "一")
        world.drop_next("sendMessage")
        with pytest.raises(NetworkError):
            await bot.send_message(alice.id, "二")
        world.hang_next("sendMessage")
        with pytest.raises(telegram.error.TimedOut):
            await bot.send_message(alice.id, "三", read_timeout=0.1)
        await bot.send_message(alice.id, "四")
    assert ["二", "四"] == [message.text for message in world.sent(alice)]
    assert [400, 200, 200] == [call.code for call in world.calls("sendMessage")]


async def test_unknown_methods_and_tokens() -> None:
    """An unknown method is 404, a wrong token 401; parameters may also come as JSON or in the address."""
    world = World()
    alice = world.user("Alice")
    async with BotApiServer(world) as server, aiohttp.ClientSession() as session:

        async def post(path: str, **body: Any) -> Any:
            async with session.post(f"{server.url}/{path}", **body) as answer:
                return await answer.json()

        unknown = {"ok": False, "error_code": 404, "description": "Not Found: method not found"}
        assert unknown == await post(f"bot{world.token}/sendTelepathy")
        assert {"ok": False, "error_code": 401, "description": "Unauthorized"} == await post("bot1:no/getMe")
        as_json = await post(f"bot{world.token}/SendMessage", json={"chat_id": alice.id, "text": "一"})
        in_address = await post(f"bot{world.token}/sendmessage?chat_id={alice.id}&text=2")
    assert (True, True) == (as_json["ok"], in_address["ok"])
    assert ["一", "2"] == [message.text for message in world.sent(alice)]


async def test_the_webhook_delivers_with_its_secret_until_it_is_taken() -> None:
    """Updates are posted in order to the registered address, again after a failure; polling is refused meanwhile."""
    world = World()
    alice = world.user("Alice")
    taken: list[tuple[str, str | None]] = []

    async def take(request: web.Request) -> web.Response:
        body = await request.json()
        taken.append((body["message"]["text"], request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        return web.Response(status=500 if len(taken) == 1 else 200)

    async with connected(world) as bot, listening(take) as url:
        await bot.set_webhook(url, secret_token="s3cret")
        world.say(alice, alice, "一")
        world.say(alice, alice, "二")
        await world.eventually(lambda: not world.pending())
        with pytest.raises(Conflict, match="webhook is active"):
            await bot.get_updates()
        assert "Wrong response from the webhook: 500" == (await bot.get_webhook_info()).last_error_message
        await bot.delete_webhook()
    assert [("一", "s3cret"), ("一", "s3cret"), ("二", "s3cret")] == taken


@asynccontextmanager
async def listening(handler: Callable[[web.Request], Awaitable[web.Response]]) -> AsyncIterator[str]:
    """The address of a web server that hands every post to the handler."""
    app = web.Application()
    app.router.add_post("/hook", handler)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await runner.cleanup()


def test_the_server_runs_in_a_thread() -> None:
    """A synchronous test can serve a world to another process or loop and wait for what is said."""
    world = World()
    alice = world.user("Alice")
    with BotApiServer(world) as server:
        assert {
            "TELEGRAM_BOT_TOKEN": world.token,
            "TELEGRAM_API_BASE_URL": server.url,
        } == server.environment()

        async def speak() -> None:
            async with telegram.Bot(world.token, base_url=server.base_url) as bot:
                await bot.send_message(alice.id, "您好")

        asyncio.run(speak())
        (sent,) = world.wait_for(lambda: world.sent(alice))
        with pytest.raises(TimeoutError, match="sendMessage"):
            world.wait_for(lambda: world.sent(alice)[1:], timeout=0.05)
    assert "您好" == sent.text
