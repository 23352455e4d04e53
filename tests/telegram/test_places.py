"""Where the bot may not speak: one try, one line in the log, no word in the wrong place; whoever asked hears it in private."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from botapi import Chat, User
from botapi.speech import ANONYMOUS_ADMIN
from door import Door
from structlog.testing import capture_logs
from telegram.error import BadRequest, Forbidden
from telegram_mail import Pauses

from bot.chat.telegram.transport.refusals import Refusal, refusal_of
from bot.chat.telegram.transport.waits import Waits

ASKED = "/ask 三件事是什么"
OTHERS = ("/ask 松木书架的预算", "/ask 图书馆每周开放多久", "/verify 书不怕旧，就怕没人看")
ASIDE = "我在“读报”里发不了言，就答在这里："
REFUSED = [
    (400, "Bad Request: not enough rights to send text messages to the chat"),
    (400, "Bad Request: have no rights to send a message"),
    (400, "Bad Request: need administrator rights in the channel chat"),
    (400, "Bad Request: CHAT_RESTRICTED"),
    (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
    (400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN"),
    (400, "Bad Request: CHAT_ADMIN_REQUIRED"),
    (400, "Bad Request: USER_BANNED_IN_CHANNEL"),
    (400, "Bad Request: PEER_ID_INVALID"),
    (400, "Bad Request: CHANNEL_PRIVATE"),
    (400, "Bad Request: TOPIC_CLOSED"),
    (400, "Bad Request: TOPIC_DELETED"),
    (400, "Bad Request: message thread not found"),
    (400, "Bad Request: chat not found"),
    (400, "Bad Request: group chat was upgraded to a supergroup chat"),
    (403, "Forbidden: bot was kicked from the supergroup chat"),
    (403, "Forbidden: bot is not a member of the supergroup chat"),
    (403, "Forbidden: the group chat was deleted"),
    (403, "Forbidden: words that nobody has seen yet"),
]
ELSEWHERE = [
    ("Bad Request: BUTTON_USER_PRIVACY_RESTRICTED", Refusal.BUTTONS),
    ("Bad Request: can't parse entities: unsupported start tag", Refusal.MARKS),
    ("Bad Request: message to be replied not found", Refusal.REPLY),
    ("Bad Request: reply message not found", Refusal.REPLY),
    ("Bad Request: message to edit not found", Refusal.GONE),
    ("Bad Request: MESSAGE_ID_INVALID", Refusal.GONE),
    ("Bad Request: message text is empty", Refusal.UNKNOWN),
    ("Bad Request: message is too long", Refusal.UNKNOWN),
]


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door with nobody at it; its pauses take no time."""
    with Door(tmp_path, waits=lambda: Waits(pauses, pauses.now)) as door:
        pauses = Pauses(now=door.world.now())
        yield door


def _warned(lines: Sequence[Any]) -> list[str]:
    return [
        line["event"]
        for line in lines
        if line["log_level"] in ("warning", "error") or "given up" in line["event"]
    ]


async def _ask_all(door: Door, user: User, chat: Chat, thread_id: int | None = None) -> None:
    for text in (ASKED, *OTHERS):
        door.world.say(user, chat, text, thread_id=thread_id)
        await door.quiet()


@pytest.mark.parametrize(("code", "words"), REFUSED, ids=[words.partition(": ")[2] for _, words in REFUSED])
async def test_a_chat_that_takes_nothing_is_tried_once(door: Door, code: int, words: str) -> None:
    """For four questions one call and one line in the log; each answer comes in private, below a line that says why."""
    alice = door.world.user("Alice")
    group = door.world.group("读报", alice)
    door.world.refuse(group, "sendMessage", code, words)
    with capture_logs() as lines:
        async with door.opened() as world:
            await _ask_all(door, alice, group)
    assert ["chat closed"] == _warned(lines)
    assert [code, 200, 200, 200, 200] == [call.code for call in world.calls("sendMessage")]
    private = [message for message in world.sent(alice) if message.content.startswith(ASIDE)]
    assert (4, []) == (len(private), world.sent(group))
    assert ["复制引用"] == [button["text"] for button in private[0].buttons]
    assert ("三件事",) == tuple(word for word in ("三件事",) if word in private[0].marked("blockquote")[0])


@pytest.mark.parametrize("how", ["close_topic", "delete_topic"])
async def test_what_belongs_in_a_topic_comes_nowhere_else(door: Door, how: str) -> None:
    """Neither in General nor in another topic, which go on being answered."""
    alice = door.world.user("Alice")
    group = door.world.group("读报", alice, forum=True)
    topic, other = (door.world.topic(group, name, alice) for name in ("甲", "乙"))
    async with door.opened() as world:
        world.say(alice, group, ASKED, thread_id=topic)
        if how == "close_topic":
            world.close_topic(group, topic)
        else:
            world.refuse(group, "setMessageReaction", 400, "Bad Request: TOPIC_DELETED")
            world.delete_topic(group, topic)
        await door.quiet()
        world.say(alice, group, OTHERS[0], thread_id=other)
        world.say(alice, group, OTHERS[1])
        await door.quiet()
    assert [other, None] == [message.thread_id for message in world.sent(group)]
    assert 1 == len([message for message in world.sent(alice) if message.content.startswith(ASIDE)])


async def test_whoever_never_started_the_bot_hears_nothing(door: Door) -> None:
    """One try in the group and one in private, in silence; an anonymous admin has no private chat at all."""
    alice = door.world.user("Alice", started=False)
    group = door.world.group("读报", alice)
    door.world.refuse(group, "sendMessage", 400, "Bad Request: CHAT_RESTRICTED")
    with capture_logs() as lines:
        async with door.opened() as world:
            await _ask_all(door, alice, group)
            world.say(ANONYMOUS_ADMIN, group, ASKED, sender_chat=group, deliver=True)
            await door.quiet()
    assert ["chat closed"] == _warned(lines)
    assert [400, 403] == [call.code for call in world.calls("sendMessage")]


async def test_whoever_starts_the_bot_then_is_answered(door: Door) -> None:
    """At once in private, and from then on what they ask where the bot may not speak."""
    alice = door.world.user("Alice", started=False)
    group = door.world.group("读报", alice)
    door.world.refuse(group, "sendMessage", 400, "Bad Request: CHAT_RESTRICTED")
    async with door.opened() as world:
        world.say(alice, group, ASKED)
        await door.quiet()
        private = await door.told(alice, alice, "三件事是什么")
        world.say(alice, group, OTHERS[0])
        await door.quiet()
    assert "三件事" in private.content
    assert [False, True] == [message.content.startswith(ASIDE) for message in world.sent(alice)]


async def test_the_chat_is_answered_as_soon_as_rights_change(door: Door) -> None:
    """Telegram tells of it; and otherwise ten minutes later."""
    alice = door.world.user("Alice")
    group = door.world.group("读报", alice, bot="restricted")
    async with door.opened() as world:
        world.say(alice, group, ASKED, deliver=True)
        await door.quiet()
        world.my_chat_member(group, "member")
        await door.quiet()
        answered = await door.told(alice, group, OTHERS[0])
    assert "八百元" in answered.content
    assert [400, 200, 200] == [call.code for call in world.calls("sendMessage")]


async def test_a_topic_is_answered_as_soon_as_it_is_open_again(door: Door) -> None:
    """A service message in it tells of that."""
    alice = door.world.user("Alice")
    group = door.world.group("读报", alice, forum=True)
    topic = door.world.topic(group, "甲", alice)
    async with door.opened() as world:
        world.close_topic(group, topic)
        world.say(alice, group, ASKED, thread_id=topic)
        await door.quiet()
        world.reopen_topic(group, topic)
        world.say(alice, group, OTHERS[0], thread_id=topic)
        await door.quiet()
    assert [topic] == [message.thread_id for message in world.sent(group)]


async def test_slow_mode_is_no_storm(door: Door) -> None:
    """The first answer comes in the group, all others in private; one call is refused, and who never began the bot sees 🤷."""
    alice, bob = door.world.user("Alice"), door.world.user("Bob", started=False)
    group = door.world.group("读报", alice, bob)
    door.world.slow_mode(group, 900)
    with capture_logs() as lines:
        async with door.opened() as world:
            await _ask_all(door, alice, group)
            await _ask_all(door, bob, group)
    asked = [message for message in world.messages(group) if message.sender in (alice, bob)]
    assert [()] * 4 + [("🤷",)] * 4 == [message.reactions for message in asked]
    assert 1 == len(world.sent(group))
    assert 3 == len([message for message in world.sent(alice) if message.content.startswith(ASIDE)])
    assert [429, 403] == [call.code for call in world.calls("sendMessage") if call.code != 200]
    assert 1 == len([line for line in lines if line["event"] == "refused"])


async def test_a_press_is_acknowledged_where_the_bot_may_not_write(door: Door) -> None:
    """Turned pages and votes, whatever the chat refuses; of all of it there is one line."""
    alice = door.world.user("Alice")
    group = door.world.group("读报", alice)
    async with door.opened() as world:
        answer = await door.told(alice, group, ASKED)
        for method in ("sendMessage", "editMessageText", "setMessageReaction", "deleteMessage"):
            world.refuse(group, method, 400, "Bad Request: CHAT_RESTRICTED")
        with capture_logs() as lines:
            pressed = [
                await door.pressed(alice, answer, label) for label in ("引用格式", "👍", "✖", "引用格式")
            ]
    assert ["chat closed"] == _warned(lines)
    assert all(query.id in world.answers for query in pressed)
    assert 1 == len(world.calls("editMessageText"))


@pytest.mark.parametrize(("words", "kind"), ELSEWHERE)
def test_what_is_refused_for_another_reason_closes_no_chat(words: str, kind: Refusal) -> None:
    """A part is left out, or it is a fault of ours."""
    assert kind is refusal_of(BadRequest(words))


@pytest.mark.parametrize(("code", "words"), REFUSED)
def test_every_wording_is_known(code: int, words: str) -> None:
    """As the chat's or the topic's, in capitals or not."""
    error = Forbidden if code == 403 else BadRequest
    kinds = {refusal_of(error(said.partition(": ")[2])) for said in (words, words.upper(), words.lower())}
    assert kinds <= {Refusal.CHAT, Refusal.TOPIC}
