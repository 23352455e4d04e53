"""Which handler takes a message, and in which order those of one chat begin."""

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any, cast

from telegram import Chat, Message, Update, User

from bot.assistant.conversation import Conversation
from bot.chat.telegram.addressing import Me
from bot.chat.telegram.door import Door, IncomingMessage
from bot.chat.telegram.routes import Arrival, MessageRoutes, Route
from bot.locale import locale

ME = Me(7, "zhaiyin_bot")


class _SlowAtFirst:
    """A door that takes longer to look up the conversation of the first message than of any other."""

    me = ME

    async def conversation(self, message: Message) -> Conversation:
        """The conversation, after many turns of the loop for the first message."""
        for _ in range(50 if message.message_id == 1 else 0):
            await asyncio.sleep(0)
        return Conversation(say=locale("en"))


class _Application:
    """Begins tasks as python-telegram-bot's application does, and knows them."""

    def __init__(self) -> None:
        self.tasks: list[asyncio.Task[None]] = []

    def create_task(self, coroutine: Coroutine[Any, Any, None], update: object) -> None:
        """Begin the task beside everything else."""
        self.tasks.append(asyncio.create_task(coroutine))


def _update(number: int) -> Update:
    user, chat = User(1, "Ada", is_bot=False), Chat(1, Chat.PRIVATE)
    message = Message(number, datetime(2024, 3, 8, tzinfo=UTC), chat, from_user=user, text=f"第{number}句")
    return Update(number, message)


async def _nothing(_: Arrival) -> None:
    """See the message."""


async def test_handlers_that_nobody_waits_for_begin_in_the_order_of_their_messages() -> None:
    """However long it takes to look up a conversation: a question must not overtake the file it asks about."""
    begun: list[int] = []

    async def begin(incoming: IncomingMessage) -> None:
        begun.append(incoming.message.message_id)

    application = _Application()
    route = Route(lambda _: True, begin, waits=False)
    routes = MessageRoutes(cast(Door, _SlowAtFirst()), _nothing, [route], lambda: 0.0)
    for number in (1, 2):
        update = _update(number)
        await routes.handle_update(
            update, cast(Any, application), routes.check_update(update), cast(Any, None)
        )
    await asyncio.gather(*application.tasks)
    assert [1, 2] == begun


async def test_the_first_route_that_wants_a_message_takes_it() -> None:
    """Every new message is noted before; one that nobody wants is left alone."""
    seen: list[str] = []

    async def note(arrival: Arrival) -> None:
        seen.append(f"noted {arrival.message.message_id}")

    def taking(name: str) -> Any:
        async def take(incoming: IncomingMessage) -> None:
            seen.append(f"{name} {incoming.message.message_id}")

        return take

    routes = MessageRoutes(
        cast(Door, _SlowAtFirst()),
        note,
        [
            Route(lambda arrival: arrival.message.message_id == 2, taking("second")),
            Route(lambda arrival: arrival.message.message_id < 3, taking("any")),
        ],
        lambda: 0.0,
    )
    for number in (1, 2, 3):
        update = _update(number)
        await routes.handle_update(update, cast(Any, None), routes.check_update(update), cast(Any, None))
    assert ["noted 1", "any 1", "noted 2", "second 2", "noted 3"] == seen
