"""The strict Bot API server, seen by a real python-telegram-bot: sending, replies, edits, refusals."""

from __future__ import annotations

from typing import Any

import pytest
import telegram
from botapi import World, cut
from botapi.clients import connected
from telegram import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    MessageEntity,
    ReplyParameters,
    WebAppInfo,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter


def keyboard(**action: Any) -> InlineKeyboardMarkup:
    """One button labelled Go."""
    return InlineKeyboardMarkup([[InlineKeyboardButton("Go", **action)]])


async def test_a_message_comes_back_as_it_was_sent() -> None:
    """What the bot sends stands in the chat, with its entities in UTF-16 units."""
    world = World()
    alice = world.user("Alice")
    bold = MessageEntity("bold", 2, 2)
    async with connected(world) as bot:
        answer = await bot.send_message(alice.id, "😀水位上涨", entities=[bold])
    (sent,) = world.sent(alice)
    assert ("😀水位上涨", (bold,)) == (answer.text, answer.entities)
    assert ("水位",) == sent.marked("bold")
    assert answer.message_id == sent.message_id


@pytest.mark.parametrize(
    ("text", "entities", "reason"),
    [
        ("", [], "message text is empty"),
        (" \n ", [], "message text is empty"),
        ("水" * 4097, [], "message is too long"),
        ("😀" * 2049, [], "message is too long"),
        ("水位", [MessageEntity("bold", 1, 2)], "after the end of the text"),
        ("😀水", [MessageEntity("bold", 1, 2)], "begins in a middle of a UTF-16 symbol"),
        ("水😀", [MessageEntity("bold", 0, 2)], "ends in a middle of a UTF-16 symbol"),
        ("水位", [MessageEntity("bold", 0, 0)], "incorrect length"),
        ("水位", [MessageEntity("text_link", 0, 2, url="nowhere")], "URL of a text_link is invalid"),
    ],
)
async def test_text_is_checked(text: str, entities: list[MessageEntity], reason: str) -> None:
    """Text and entities that Telegram would refuse are refused in its words."""
    world = World()
    alice = world.user("Alice")
    async with connected(world) as bot:
        with pytest.raises(BadRequest, match=f"(?i){reason}"):
            await bot.send_message(alice.id, text, entities=entities)
    assert [] == world.sent(alice)


async def test_the_longest_text_and_the_hundredth_entity_pass() -> None:
    """4096 units are allowed; entities after the hundredth are dropped; white space at the ends goes."""
    world = World()
    alice = world.user("Alice")
    marks = [MessageEntity("bold", at, 1) for at in range(120)]
    async with connected(world) as bot:
        await bot.send_message(alice.id, "水" * 4096, entities=marks)
        await bot.send_message(alice.id, "  水位 \n", entities=[MessageEntity("bold", 2, 3)])
    first, second = world.sent(alice)
    assert (4096, 100) == (len(first.content), len(first.entities))
    assert ("水位", ("水位",)) == (second.text, second.marked("bold"))


async def test_parse_mode_is_refused() -> None:
    """The server takes plain text with entities only."""
    world = World()
    async with connected(world) as bot:
        with pytest.raises(BadRequest, match=r"(?i)unsupported parse_mode"):
            await bot.send_message(world.user("Alice").id, "*水*", parse_mode="MarkdownV2")


async def test_a_reply_needs_its_message() -> None:
    """A reply to a deleted message is refused, or sent without the reply where that is allowed."""
    world = World()
    alice = world.user("Alice")
    gone = world.say(alice, alice, "水位？")
    world.delete(gone)
    async with connected(world) as bot:
        with pytest.raises(BadRequest, match=r"(?i)message to be replied not found"):
            await bot.send_message(alice.id, "答", reply_to_message_id=gone.message_id)
        answer = await bot.send_message(
            alice.id,
            "答",
            reply_parameters=ReplyParameters(gone.message_id, allow_sending_without_reply=True),
        )
    assert answer.reply_to_message is None


async def test_a_quote_must_be_in_the_message() -> None:
    """A quote is kept with its UTF-16 position, and refused when it is not word for word."""
    world = World()
    alice = world.user("Alice")
    asked = world.say(alice, alice, "😀水位为什么上涨")
    async with connected(world) as bot:
        answer = await bot.send_message(
            alice.id, "答", reply_parameters=ReplyParameters(asked.message_id, quote="为什么")
        )
        with pytest.raises(BadRequest, match=r"^Quote_text_invalid$"):
            await bot.send_message(
                alice.id, "答", reply_parameters=ReplyParameters(asked.message_id, quote="为甚么")
            )
    assert answer.quote is not None
    assert "为什么" == cut("😀水位为什么上涨", answer.quote.position, 3)
    assert asked.message_id == world.sent(alice)[0].reply_to


async def test_who_may_be_written_to() -> None:
    """Strangers, people who blocked the bot, unknown chats and groups that threw it out are refused."""
    world = World()
    stranger, alice = world.user("Stranger", started=False), world.user("Alice")
    world.block(alice)
    left, kicked = world.group("Left", bot="left"), world.group("Kicked", bot="kicked")
    expected = {
        stranger.id: "bot can't initiate conversation with a user",
        alice.id: "bot was blocked by the user",
        left.id: "bot is not a member of the supergroup chat",
        kicked.id: "bot was kicked from the supergroup chat",
    }
    async with connected(world) as bot:
        for chat_id, reason in expected.items():
            with pytest.raises(Forbidden, match=f"(?i){reason}"):
                await bot.send_message(chat_id, "水")
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.send_message(424242, "水")


async def test_writing_to_the_bot_starts_it() -> None:
    """After a first message the bot may answer."""
    world = World()
    stranger = world.user("Stranger", started=False)
    world.say(stranger, stranger, "/start")
    async with connected(world) as bot:
        await bot.send_message(stranger.id, "您好")
    assert ["您好"] == [message.text for message in world.sent(stranger)]


async def test_topics() -> None:
    """A topic's id places a message; General's id, an unknown one and a closed topic are refused."""
    world = World()
    forum = world.group("Forum", world.user("Alice"), forum=True)
    water, closed = world.topic(forum, "水"), world.topic(forum, "关")
    world.close_topic(forum, closed)
    async with connected(world) as bot:
        placed = await bot.send_message(forum.id, "水位", message_thread_id=water)
        for thread in (1, 424242):
            with pytest.raises(BadRequest, match="Message thread not found"):
                await bot.send_message(forum.id, "水位", message_thread_id=thread)
        with pytest.raises(BadRequest, match=r"(?i)topic_closed"):
            await bot.send_message(forum.id, "水位", message_thread_id=closed)
    assert (water, True) == (placed.message_thread_id, placed.is_topic_message)


async def test_a_reply_goes_to_the_topic_of_its_message() -> None:
    """Without a thread id, the answer lands where the question stands."""
    world = World()
    alice = world.user("Alice")
    forum = world.group("Forum", alice, forum=True)
    water = world.topic(forum, "水")
    asked = world.say(alice, forum, "水位？", thread_id=water)
    async with connected(world) as bot:
        await bot.send_message(forum.id, "答", reply_to_message_id=asked.message_id)
    assert [water] == [message.thread_id for message in world.sent(forum)]


async def test_a_thread_of_replies_is_no_topic() -> None:
    """In a plain supergroup a reply carries a thread id that cannot be sent to."""
    world = World()
    alice = world.user("Alice")
    group = world.group("Group", alice)
    first = world.say(alice, group, "水位")
    second = world.say(alice, group, "上涨", reply_to=first)
    async with connected(world) as bot:
        with pytest.raises(BadRequest, match="Message thread not found"):
            await bot.send_message(group.id, "答", message_thread_id=second.thread_id)
    assert (first.message_id, False) == (second.thread_id, second.is_topic_message)


async def test_a_migrated_group_names_its_successor() -> None:
    """Writing to the old group raises ChatMigrated with the new id, which works."""
    world = World()
    group = world.group("Group", world.user("Alice"), kind="group")
    moved = world.migrate(group)
    async with connected(world) as bot:
        with pytest.raises(ChatMigrated) as error:
            await bot.send_message(group.id, "水")
        await bot.send_message(error.value.new_chat_id, "水")
    assert 1 == len(world.sent(moved))


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        (keyboard(callback_data="水" * 22), "Button_data_invalid"),
        (keyboard(), "text buttons are unallowed"),
        (keyboard(url="https://a.example", callback_data="x"), "exactly one action"),
        (keyboard(url="not a url"), "Button_url_invalid"),
        (keyboard(copy_text=CopyTextButton("水" * 257)), "Button_copy_text_invalid"),
        (keyboard(callback_data="x", api_kwargs={"style": "pink"}), "unknown button style"),
        (InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")] * 9]), "Reply_markup_too_long"),
        (
            InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")]] * 101),
            "Reply_markup_too_long",
        ),
    ],
)
async def test_keyboards_are_checked(markup: InlineKeyboardMarkup, reason: str) -> None:
    """A keyboard that Telegram would refuse is refused."""
    world = World()
    alice = world.user("Alice")
    async with connected(world) as bot:
        with pytest.raises(BadRequest, match=f"(?i){reason}"):
            await bot.send_message(alice.id, "水", reply_markup=markup)


async def test_a_mini_app_opens_from_private_chats_only() -> None:
    """Sent or edited in, with a web address over HTTPS; no group, no inline result, no guest's answer has one."""
    world = World()
    alice = world.user("Alice")
    group = world.group("读报", alice)
    app = keyboard(web_app=WebAppInfo("https://a.example/?q=1"))
    result = InlineQueryResultArticle("1", "水", InputTextMessageContent("水"), app)
    async with connected(world) as bot:
        sent = await bot.send_message(alice.id, "水", reply_markup=app)
        await sent.edit_text("二", reply_markup=app)
        for url in ("http://a.example", "https://localhost/", "https://"):
            with pytest.raises(BadRequest, match="only https links"):
                await bot.send_message(alice.id, "水", reply_markup=keyboard(web_app=WebAppInfo(url)))
        with pytest.raises(BadRequest, match="Button_type_invalid"):
            await bot.send_message(group.id, "水", reply_markup=app)
        with pytest.raises(BadRequest, match="Button_type_invalid"):
            await bot.answer_inline_query(world.inline(alice, "水").id, [result])
        with pytest.raises(BadRequest, match="Button_type_invalid"):
            await bot.answer_guest_query(world.guest(alice, group, "@zhaiyin_bot 水").id, result)
        plain = InlineQueryResultArticle(
            "1", "水", InputTextMessageContent("水"), keyboard(callback_data="x")
        )
        query = world.inline(alice, "水位")
        await bot.answer_inline_query(query.id, [plain])
        inline = world.choose(alice, query, 0, world.private(alice)).inline_message_id
        with pytest.raises(BadRequest, match="Button_type_invalid"):
            await bot.edit_message_text("二", inline_message_id=inline, reply_markup=app)


async def test_edits_keep_their_history() -> None:
    """An edit changes text and keyboard; the same again is 'not modified'; what went before is kept."""
    world = World()
    alice = world.user("Alice")
    async with connected(world) as bot:
        sent = await bot.send_message(alice.id, "一", reply_markup=keyboard(callback_data="n"))
        await sent.edit_text("二", reply_markup=keyboard(callback_data="n"))
        with pytest.raises(BadRequest, match="Message is not modified"):
            await sent.edit_text("二", reply_markup=keyboard(callback_data="n"))
        await sent.edit_text("二")
    (standing,) = world.sent(alice)
    assert ("二", ()) == (standing.text, standing.buttons)
    assert ["一", "二"] == [before.text for before in standing.previous]


async def test_only_own_and_standing_messages_can_be_edited() -> None:
    """Another's message and a deleted one are refused."""
    world = World()
    alice = world.user("Alice")
    hers = world.say(alice, alice, "水位")
    async with connected(world) as bot:
        with pytest.raises(BadRequest, match="Message can't be edited"):
            await bot.edit_message_text("x", alice.id, hers.message_id)
        with pytest.raises(BadRequest, match="Message to edit not found"):
            await bot.edit_message_text("x", alice.id, 9999)
        with pytest.raises(BadRequest, match="Message_id_invalid"):
            await bot.edit_message_text("x", inline_message_id="nothing")


async def test_deletions() -> None:
    """The bot deletes its own messages, once; in a group another's only as admin."""
    world = World()
    alice = world.user("Alice")
    group = world.group("Group", alice)
    hers = world.say(alice, group, "水位")
    async with connected(world) as bot:
        own = await bot.send_message(group.id, "答")
        await own.delete()
        with pytest.raises(BadRequest, match="Message to delete not found"):
            await own.delete()
        with pytest.raises(BadRequest, match="Message can't be deleted"):
            await bot.delete_message(group.id, hers.message_id)
        world.my_chat_member(group, "administrator")
        await bot.delete_messages(group.id, [hers.message_id, 9999])
    assert [] == [m for m in world.messages(group) if m.text]


async def test_reactions() -> None:
    """One reaction of the allowed emoji, nothing else; an empty list takes it away."""
    world = World()
    alice = world.user("Alice")
    asked = world.say(alice, alice, "水位？")
    async with connected(world) as bot:
        await bot.set_message_reaction(alice.id, asked.message_id, "👀")
        assert ("👀",) == world.now_of(asked).reactions
        with pytest.raises(BadRequest, match="Reaction_invalid"):
            await bot.set_message_reaction(alice.id, asked.message_id, "📖")
        with pytest.raises(BadRequest, match="Reactions_too_many"):
            await bot.set_message_reaction(alice.id, asked.message_id, ["👀", "👍"])
        await bot.set_message_reaction(alice.id, asked.message_id, [])
    assert () == world.now_of(asked).reactions


async def test_every_reaction_the_library_knows_is_allowed() -> None:
    """The server's list of emoji is the library's."""
    from botapi.reactions import ALLOWED

    assert set() == {emoji.value for emoji in telegram.constants.ReactionEmoji} - ALLOWED


async def test_documents_go_up_and_come_down() -> None:
    """A file that the bot sends and one that a user sends can both be downloaded whole."""
    world = World()
    alice = world.user("Alice")
    sent = world.document(alice, alice, "文.txt", "水位上涨".encode())
    assert sent.document is not None
    async with connected(world) as bot:
        file = await bot.get_file(sent.document["file_id"])
        assert "水位上涨" == bytes(await file.download_as_bytearray()).decode()
        answer = await bot.send_document(alice.id, b"abc", filename="a.bin", caption="附件")
        assert answer.document is not None
        assert b"abc" == bytes(await (await answer.document.get_file()).download_as_bytearray())
    assert [("a.bin", "附件")] == [((m.document or {})["file_name"], m.caption) for m in world.sent(alice)]


async def test_a_large_file_cannot_be_fetched() -> None:
    """More than 20 MB is too big for getFile."""
    world = World()
    alice = world.user("Alice")
    sent = world.document(alice, alice, "big.pdf", b"%PDF", size=21 * 1024 * 1024)
    assert sent.document is not None
    async with connected(world) as bot:
        with pytest.raises(BadRequest, match="File is too big"):
            await bot.get_file(sent.document["file_id"])


async def test_copies_and_forwards() -> None:
    """A copy has no origin, a forward names it."""
    world = World()
    alice, bob = world.user("Alice"), world.user("Bob")
    asked = world.say(alice, alice, "水位")
    async with connected(world) as bot:
        await bot.copy_message(bob.id, alice.id, asked.message_id)
        forwarded = await bot.forward_message(bob.id, alice.id, asked.message_id)
    assert ["水位", "水位"] == [message.text for message in world.sent(bob)]
    assert isinstance(forwarded.forward_origin, telegram.MessageOriginUser)
    assert alice.id == forwarded.forward_origin.sender_user.id


async def test_chats_and_members() -> None:
    """The bot learns about chats, members and admins."""
    world = World()
    alice, bob = world.user("Alice"), world.user("Bob")
    group = world.group("Group", alice, bot="administrator", username="the_group")
    async with connected(world) as bot:
        assert "Group" == (await bot.get_chat("@the_group")).title
        assert "creator" == (await bot.get_chat_member(group.id, alice.id)).status
        assert "left" == (await bot.get_chat_member(group.id, bob.id)).status
        admins = await bot.get_chat_administrators(group.id)
        assert {alice.id, bot.id} == {admin.user.id for admin in admins}
        assert await bot.send_chat_action(group.id, "typing")


async def test_commands_by_scope_and_language() -> None:
    """Commands are kept for a scope and a language; what Telegram would not take is refused."""
    world = World()
    async with connected(world) as bot:
        await bot.set_my_commands([("ask", "提问")], telegram.BotCommandScopeAllPrivateChats(), "zh")
        kept = await bot.get_my_commands(telegram.BotCommandScopeAllPrivateChats(), "zh")
        assert ["ask"] == [command.command for command in kept]
        assert () == await bot.get_my_commands()
        for name, description in (("问", "提问"), ("Ask", "x"), ("ask", "")):
            with pytest.raises(BadRequest, match="Bot_command"):
                await bot.set_my_commands([(name, description)])
        with pytest.raises(BadRequest, match="Invalid language code"):
            await bot.set_my_commands([("ask", "x")], language_code="zh-hans")


async def test_name_descriptions_and_menu() -> None:
    """Texts about the bot are kept for a language, with the general one as the fallback."""
    world = World()
    async with connected(world) as bot:
        await bot.set_my_description("说明")
        await bot.set_my_short_description("short", language_code="en")
        assert "说明" == (await bot.get_my_description("en")).description
        assert "" == (await bot.get_my_short_description()).short_description
        assert "摘引" == (await bot.get_my_name()).name
        with pytest.raises(BadRequest, match="too long"):
            await bot.set_my_short_description("水" * 121)
        await bot.set_chat_menu_button(menu_button=telegram.MenuButtonCommands())
        assert "commands" == (await bot.get_chat_menu_button()).type


@pytest.mark.filterwarnings("ignore:.*retry_after")
async def test_flood_limits_are_counted() -> None:
    """With flood control on, a second message within a second is refused with the seconds to wait."""
    world = World(flood=True)
    alice = world.user("Alice")
    async with connected(world) as bot:
        await bot.send_message(alice.id, "一")
        with pytest.raises(RetryAfter):
            await bot.send_message(alice.id, "二")
        world.advance(1.1)
        await bot.send_message(alice.id, "三")
    assert ["一", "三"] == [message.text for message in world.sent(alice)]


@pytest.mark.filterwarnings("ignore:.*retry_after")
async def test_a_group_takes_twenty_messages_a_minute() -> None:
    """The twenty-first must wait for the first to be a minute old."""
    world = World(flood=True)
    group = world.group("Group", world.user("Alice"))
    async with connected(world) as bot:
        for _ in range(20):
            await bot.send_message(group.id, "水")
            world.advance(1.1)
        with pytest.raises(RetryAfter) as error:
            await bot.send_message(group.id, "水")
    assert 30 < error.value._retry_after.total_seconds() < 40


async def test_ephemeral_messages() -> None:
    """Only where the server knows them: else the parameter is ignored and everyone sees the message."""
    world = World()
    alice = world.user("Alice")
    group = world.group("Group", alice)
    wanted: dict[str, Any] = {"ephemeral_message_parameters": {"receiver_user_id": alice.id}}
    async with connected(world) as bot:
        plain = await bot.send_message(
            group.id, "众", reply_markup=keyboard(callback_data="x"), api_kwargs=wanted
        )
        world.supports_ephemeral = True
        with pytest.raises(BadRequest, match="Not enough rights"):
            await bot.send_message(group.id, "私", api_kwargs=wanted)
        press = world.press(alice, world.sent(group)[0], "x")
        wanted["ephemeral_message_parameters"]["callback_query_id"] = press.id
        hidden = await bot.send_message(group.id, "私", api_kwargs=wanted)
        ephemeral = {"chat_id": group.id, "receiver_user_id": alice.id, "text": "改"}
        ephemeral["ephemeral_message_id"] = hidden.api_kwargs["ephemeral_message_id"]
        assert await bot.do_api_request("editEphemeralMessageText", ephemeral)
    assert (True, 0) == (plain.message_id > 0, hidden.message_id)
    assert [("众", None), ("改", alice.id)] == [(m.text, m.receiver_id) for m in world.sent(group)]
