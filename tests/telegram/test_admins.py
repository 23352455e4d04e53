"""Who decides for a group: its admins, also anonymous ones; and what is said while Telegram does not tell who they are."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from articles import LIBRARY
from botapi import Chat, User, World
from botapi.speech import ANONYMOUS_ADMIN
from door import Door
from identities import chat_id
from structlog.testing import capture_logs

from bot.assistant.own_shelves import ShelfChoice
from bot.chat.telegram.callbacks import (
    ChangeSetting,
    ForgetData,
    ForgetShelf,
    GapsPage,
    RemoveArticle,
    SwitchShelf,
    Wish,
)

UNKNOWN = "现在问不到 Telegram 谁是管理员，请过一会儿再试。"
ADMINS_ONLY = ("只有管理员能这样做。", "只有放上这篇文章的人和管理员能这样做。")
ASKS = "getChatAdministrators"
FAULTS: dict[str, Callable[[World], None]] = {
    "400": lambda world: world.fail_next(ASKS, 400, "Bad Request: CHANNEL_PRIVATE"),
    "403": lambda world: world.fail_next(ASKS, 403, "Forbidden: bot was kicked from the supergroup chat"),
    "429": lambda world: world.fail_next(
        ASKS, 429, "Too Many Requests: retry after 400", {"retry_after": 400}
    ),
    "html": lambda world: world.answer_next(ASKS, 502, "<html>Bad Gateway</html>"),
    "not a list": lambda world: world.answer_next(ASKS, 200, json.dumps({"ok": True})),
    "silence": lambda world: world.hang_next(ASKS),
}
COMMANDS = ("/settings", "/gaps", "/forget")
WISHES: tuple[Wish, ...] = (
    ChangeSetting("lookup", "on"),
    GapsPage(0),
    RemoveArticle(LIBRARY.id),
    SwitchShelf(ShelfChoice.OWN),
    ForgetData("chat"),
    ForgetShelf(False),
)


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door with nobody at it."""
    with Door(tmp_path) as door:
        yield door


def _group(door: Door) -> tuple[User, Chat]:
    alice = door.world.user("Alice")
    group = door.world.group("读报", alice)
    door.library.add(LIBRARY, door.notebook.own_shelf(chat_id(group.id)))
    return alice, group


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_check_that_fails_is_answered_in_words(
    door: Door, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    """Commands and buttons, in the chat and in a window; nothing is done, and it works again with the next one."""
    monkeypatch.setattr("bot.chat.telegram.door._PATIENCE_S", 0.3)
    alice, group = _group(door)
    with capture_logs() as lines:
        async with door.opened() as world:
            FAULTS[fault](world)
            told = await door.told(alice, group, "/forget")
            FAULTS[fault](world)
            pressed = await _pressed(door, alice, alice, group, ForgetData("chat", sure=True))
    assert (UNKNOWN, UNKNOWN) == (told.content, pressed)
    assert ["refused"] == [line["event"] for line in lines if line["log_level"] in ("warning", "error")]
    assert 1 == len(door.library.articles(door.notebook.own_shelf(chat_id(group.id))))


@pytest.mark.parametrize("command", COMMANDS)
async def test_an_anonymous_admin_gives_every_command(door: Door, command: str) -> None:
    """As the group itself; one who writes as another channel is no admin of it."""
    alice, group = _group(door)
    channel = door.world.channel("河口观察")
    writer = User(136817688, "Channel", "Channel_Bot", is_bot=True)
    async with door.opened() as world:
        world.say(ANONYMOUS_ADMIN, group, command, sender_chat=group, deliver=True)
        await door.quiet()
        world.say(writer, group, command, sender_chat=channel, deliver=True)
        await door.quiet()
    said = [message.content in ADMINS_ONLY for message in world.sent(group)]
    assert [False, True] == said
    assert alice.id != writer.id


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: type(wish).__name__)
async def test_an_anonymous_admin_presses_every_button(door: Door, wish: Wish) -> None:
    """Whether Telegram names the group's own account or theirs; a member is refused."""
    alice, group = _group(door)
    bob = door.world.user("Bob")
    async with door.opened() as world:
        world.join(bob, group)
        said = [await _pressed(door, alice, user, group, wish) for user in (ANONYMOUS_ADMIN, alice, bob)]
    assert [False, False, True] == [text in ADMINS_ONLY for text in said]


async def _pressed(door: Door, asker: User, presser: User, chat: Chat, wish: Wish) -> str:
    """What the window says that a press of such a button gets; empty for none."""
    panel = await door.told(asker, chat, "/help")
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": wish.data()}]]}
    query = await door.pressed(presser, door.world.amend(panel, reply_markup=markup), "x")
    return str(door.world.answers[query.id].get("text", ""))
