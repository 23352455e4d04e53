"""Where the bot may not speak, and when that is over: whatever is heard late is of before."""

from typing import Any

from botapi import World
from botapi.server import BotApiServer
from telegram.error import Forbidden

from bot.chat.telegram.transport.delivery import Delivery
from bot.chat.telegram.transport.flood import ChatRateLimiter
from bot.chat.telegram.transport.polling import PollingBot
from bot.chat.telegram.transport.silences import Silences

_KICKED = Forbidden("bot was kicked from the supergroup chat")


class _Meanwhile(ChatRateLimiter):
    """Lets the delivery's chat be opened again while the call is on its way, as often as `times`."""

    delivery: Delivery
    times = 1

    async def process_request(self, *args: Any, **kwargs: Any) -> Any:
        """Make the call; what happens meanwhile comes before its answer."""
        try:
            return await super().process_request(*args, **kwargs)
        finally:
            if self.times and kwargs["endpoint"] == "sendMessage":
                self.times -= 1
                self.delivery.lift(kwargs["data"]["chat_id"])


async def _moved(_old: int, _new: int) -> None:
    raise NotImplementedError


def test_a_refusal_of_before_the_chat_was_opened_silences_nothing() -> None:
    """One of a call that began after it does, and so does one in a chat that stayed closed."""
    silences = Silences(lambda: 1000.0)
    begun = silences.begin()
    silences.lift(-1)
    for chat in (-1, -2):
        silences.heard("send", _KICKED, chat, begun)
    assert [False, True] == [silences.hold("send", chat) for chat in (-1, -2)]
    silences.heard("send", _KICKED, -1, silences.begin())
    assert silences.hold("send", -1)


async def test_a_chat_opened_while_a_call_is_on_its_way_is_tried_again() -> None:
    """Its refusal comes after the word that the bot may speak again; the refusal after that counts."""
    world = World()
    alice = world.user("Alice")
    world.block(alice)
    limiter = _Meanwhile()
    async with (
        BotApiServer(world) as server,
        PollingBot(world.token, server.base_url, server.base_file_url, limiter) as bot,
    ):
        limiter.delivery = Delivery(bot, _moved)
        for _ in range(3):
            await limiter.delivery.send(alice.id, "三件事")
    assert [403, 403] == [call.code for call in world.calls("sendMessage")]
