"""A strict Bot API server for tests: a small Telegram on loopback, driven and read through one `World`.

    world = World()
    alice = world.user("Alice")
    with BotApiServer(world) as server:          # a thread; or: async with, in the running loop
        bot = telegram.Bot(world.token, base_url=server.base_url, base_file_url=server.base_file_url)
        world.say(alice, alice, "水位为什么上涨？")
        world.wait_for(lambda: world.sent(alice))

It refuses what Telegram refuses, in Telegram's words where they are known.
"""

from __future__ import annotations

from .errors import ApiError
from .model import Call, Chat, Json, Message, Query, Update, User
from .server import BotApiServer
from .text import cut, units
from .world import World

__all__ = [
    "ApiError",
    "BotApiServer",
    "Call",
    "Chat",
    "Json",
    "Message",
    "Query",
    "Update",
    "User",
    "World",
    "cut",
    "units",
]
