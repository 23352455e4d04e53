"""What goes wrong: each fault strikes a scene, and may say how it is undone."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import TypeAlias

from botapi import Chat, Json

from bench.chaos.crowd import Crowd
from bench.chaos.process import BotProcess
from bench.chaos.telegram import BadWorld

__all__ = ["AT_REST", "RUNNING", "STARTING", "Fault", "Scene", "Undo"]


@dataclass(slots=True)
class Scene:
    """A bot and the world it talks to. `excused` are the questions that it need not answer: it may not speak there."""

    world: BadWorld
    crowd: Crowd
    bot: BotProcess
    data: Path
    chance: Random
    excused: set[tuple[int, int]] = field(default_factory=set)

    def excuse(self, chat_id: int, thread: int | None = None) -> None:
        """Excuse what was asked and handed over there so far."""
        self.excused |= {
            (message.chat.id, message.message_id)
            for message in self.crowd.said
            if message.chat.id == chat_id and thread in (None, message.thread_id)
        }


Undo: TypeAlias = Callable[[], None]
Fault: TypeAlias = Callable[[Scene], Undo | None]

_HTML = "<html><body>Bad Gateway</body></html>"
_BUSY = "Too Many Requests: retry after"
_ADMINS = ("getChatAdministrators", "getChatMember")
_LOCK_S = 20.0
"""How long to wait for the bot's own writing, before nobody else may write."""
_ODD: tuple[tuple[str, Json], ...] = (
    ("message", {"message_id": 5, "date": 0}),
    ("message", {"message_id": "five", "chat": {"id": 5, "type": "private"}, "date": 0}),
    ("edited_message", {"chat": {}}),
    ("callback_query", {"id": "7", "data": "x"}),
    ("message", {"message_id": 6, "date": 0, "chat": {"id": 2**60, "type": "private"}, "text": "?"}),
    ("my_chat_member", {"chat": {"id": 7, "type": "group"}}),
)
"""Updates as no version of the Bot API has them."""


def _answer(method: str, code: int, body: str, times: int = 1) -> Fault:
    """Answer the next calls of the method with that, and do nothing."""

    def strike(scene: Scene) -> None:
        scene.world.answer_next(method, code, body, times)

    return strike


def _refuse(code: int, said: str, wait_s: int, *methods: str) -> Fault:
    """Refuse the next call of each of the methods, to be called again after so many seconds."""

    def strike(scene: Scene) -> None:
        for method in methods:
            scene.world.fail_next(method, code, said, {"retry_after": wait_s} if wait_s else None)

    return strike


def _break(method: str) -> Fault:
    """Carry out the next call of the method, and break the connection before the answer."""
    return lambda scene: scene.world.drop_next(method)


def _cut(method: str, kept: int) -> Fault:
    """Carry out the next call of the method, and send only the beginning of the answer."""
    return lambda scene: scene.world.cut_next(method, kept)


def _hang(method: str) -> Fault:
    """Say nothing to the next call of the method."""
    return lambda scene: scene.world.hang_next(method)


def _fail_others(scene: Scene) -> None:
    for method in ("editMessageText", "setMessageReaction", "answerCallbackQuery", "sendChatAction"):
        scene.world.answer_next(method, 502, _HTML)


def _send_odd_updates(scene: Scene) -> None:
    for kind, payload in scene.chance.sample(_ODD, 3):
        scene.world.notify(kind, payload)


def _restrict(status: str, of_people: bool) -> Fault:
    """Let the bot no longer write in one of the chats."""

    def strike(scene: Scene) -> Undo:
        chats = [*map(scene.world.private, scene.crowd.people)] if of_people else scene.crowd.groups
        chat = scene.chance.choice(chats)
        scene.world.set_status(chat, status)
        return partial(_let_speak, scene, chat)

    return strike


def _let_speak(scene: Scene, chat: Chat) -> None:
    scene.excuse(chat.id)
    scene.world.set_status(chat, "member")


def _close_topic(scene: Scene) -> Undo | None:
    if not scene.crowd.topics:
        return None
    group, thread = scene.chance.choice(scene.crowd.topics)
    scene.world.set_topic(group, thread, opened=False)
    return partial(_open_topic, scene, group, thread)


def _open_topic(scene: Scene, group: Chat, thread: int) -> None:
    scene.excuse(group.id, thread)
    scene.world.set_topic(group, thread, opened=True)


def _slow(seconds: int, excused: bool) -> Fault:
    """Let the bot write in one of the groups only every so many seconds."""

    def strike(scene: Scene) -> Undo:
        group = scene.chance.choice(scene.crowd.groups)
        scene.world.slow.seconds[group.id] = seconds
        return partial(_hasten, scene, group, excused)

    return strike


def _hasten(scene: Scene, group: Chat, excused: bool) -> None:
    if excused:
        scene.excuse(group.id)
    scene.world.slow.seconds.pop(group.id, None)


def _lock(scene: Scene) -> Undo | None:
    """Write in the database, and do not come to an end; nothing if the bot has not made it yet."""
    file = scene.data / "zhaiyin.db"
    if not file.exists():
        return None
    other = sqlite3.connect(file, timeout=_LOCK_S, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    return other.close


def _fill(scene: Scene) -> Undo:
    scene.bot.fill_disk(full=True)
    return partial(scene.bot.fill_disk, full=False)


def _damage_index(scene: Scene) -> None:
    """Change bytes within the files of the kept indexes."""
    files = [file for file in (scene.data / "indexes").glob("*") if file.is_file() and file.stat().st_size]
    for file in sorted(files):
        content = bytearray(file.read_bytes())
        for _ in range(8):
            content[scene.chance.randrange(len(content))] ^= 1 + scene.chance.randrange(255)
        file.write_bytes(content)


RUNNING: Mapping[str, Fault] = MappingProxyType(
    {
        "send: 500": _answer("sendMessage", 500, '{"ok":false,"error_code":500,"description":"Internal"}'),
        "send: 502 and HTML, twice": _answer("sendMessage", 502, _HTML, 2),
        "send: 503 and half a JSON": _answer("sendMessage", 503, '{"ok":fal'),
        "send: 200 and HTML": _answer("sendMessage", 200, _HTML),
        "send: 429 for 2 s": _refuse(429, f"{_BUSY} 2", 2, "sendMessage"),
        "send: 401": _answer(
            "sendMessage", 401, '{"ok":false,"error_code":401,"description":"Unauthorized"}'
        ),
        "send: done, and reset": _break("sendMessage"),
        "send: done, and an answer cut off": _cut("sendMessage", 60),
        "send: done, and nothing readable": _cut("sendMessage", 0),
        "send: silence": _hang("sendMessage"),
        "edit, react, type: 502": _fail_others,
        "poll: 401": _refuse(401, "Unauthorized", 0, "getUpdates"),
        "poll: 404": _refuse(404, "Not Found", 0, "getUpdates"),
        "poll: 409": _refuse(409, "Conflict: terminated by other getUpdates request", 0, "getUpdates"),
        "poll: 502 and HTML": _answer("getUpdates", 502, _HTML),
        "poll: reset": _break("getUpdates"),
        "poll: cut off": _cut("getUpdates", 40),
        "updates nobody can read": _send_odd_updates,
        "admins: 400": _refuse(400, "Bad Request: CHAT_ADMIN_REQUIRED", 0, *_ADMINS),
        "admins: 429 for 30 s": _refuse(429, f"{_BUSY} 30", 30, *_ADMINS),
        "admins: HTML": _answer("getChatAdministrators", 502, _HTML),
        "file: 502": _answer("getFile", 502, _HTML),
        "not enough rights": _restrict("restricted", of_people=False),
        "thrown out": _restrict("kicked", of_people=False),
        "blocked by a person": _restrict("kicked", of_people=True),
        "topic closed": _close_topic,
        "slow mode of 5 s": _slow(5, excused=False),
        "slow mode of 900 s": _slow(900, excused=True),
        "database locked": _lock,
        "disk full": _fill,
    }
)
"""What happens while the bot runs; it is undone after a while, or at the next kill."""

STARTING: Mapping[str, Fault] = MappingProxyType(
    {
        "start: getMe 502 twice": _answer("getMe", 502, _HTML, 2),
        "start: getMe 404": _refuse(404, "Not Found", 0, "getMe"),
        "start: deleteWebhook 502": _answer("deleteWebhook", 502, _HTML),
        "start: setMyCommands 429 for 400 s": _refuse(429, f"{_BUSY} 400", 400, "setMyCommands"),
        "start: setMyDescription 404": _refuse(404, "Not Found: method not found", 0, "setMyDescription"),
    }
)
"""What a start meets."""

AT_REST: Mapping[str, Fault] = MappingProxyType({"kept index damaged": _damage_index})
"""What happens between two runs."""
