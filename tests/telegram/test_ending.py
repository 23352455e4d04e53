"""The end of a bot with something in hand that takes too long."""

import asyncio
from pathlib import Path

import pytest
from botapi import BotApiServer
from botapi.clients import at_work
from door import Door
from structlog.testing import capture_logs
from telegram import Update
from telegram.ext import TypeHandler

from bot.assistant.assistant import Assistant
from bot.assistant.desk import Desk
from bot.chat.telegram.addressing import Me
from bot.chat.telegram.application import build
from bot.retrieval.memory import MemoryEngine


async def test_what_takes_too_long_is_left_for_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bot ends all the same, and says so; the question is answered then."""
    monkeypatch.setattr("bot.chat.telegram.application._LAST_S", 0.5)
    begun, ended = asyncio.Event(), asyncio.Event()

    async def hang(_: Update, __: object) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    with Door(tmp_path) as door, capture_logs() as lines:
        me = Me(door.world.bot.id, door.world.bot.username or "")
        alice = door.world.user("Alice")
        async with BotApiServer(door.world) as server:
            assistant = Assistant(Desk(door.library, MemoryEngine), door.notebook)
            application = build(assistant, door.notebook, door.world.token, server.url, me, 90)
            application.add_handler(TypeHandler(Update, hang), group=-1)
            async with at_work(door.world, application):
                door.world.say(alice, alice, "流动书车送给几个村")
                await begun.wait()
        await ended.wait()
        assert [] == door.world.sent(alice)
        async with door.opened():
            await door.world.eventually(lambda: door.world.sent(alice))
        assert 1 == len(door.world.sent(alice))
    assert [True] == ["takes too long" in line["event"] for line in lines if line["log_level"] == "warning"]
