"""The choice of an update's handler: the first route that wants the update takes it."""

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import structlog
from telegram import CallbackQuery, Chat, Message, MessageEntity, Update
from telegram.ext import Application, BaseHandler, CallbackQueryHandler, ContextTypes

from bot.chat.telegram.addressing import Me, Request, request_of
from bot.chat.telegram.callbacks import AnswerWish, Wish, parse_wish
from bot.chat.telegram.door import SHRUG, Door, IncomingMessage, Press, aside_for, say_for
from bot.chat.telegram.transport.in_hand import OLD, current, is_too_late
from bot.errors import ArchiveUnavailable, LibraryUnavailable
from bot.notebook import ChatSettings
from bot.storage.transaction import is_passing

__all__ = ["Arrival", "MessageRoutes", "PressRoutes", "Route"]

Handle: TypeAlias = Callable[[IncomingMessage], Awaitable[None]]
HandlePress: TypeAlias = Callable[[Press], Awaitable[None]]
_log = structlog.get_logger("bot.chat.telegram")
_Application: TypeAlias = Application[Any, Any, Any, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message for which nothing has been looked up yet."""

    message: Message
    request: Request | None
    edited: bool
    command: str = ""
    """The command in lower case; empty if there is none, or if it is another bot's."""
    arguments: str = ""
    is_addressed: bool = False
    """Whether the command names this bot."""


class Route(NamedTuple):
    """A handler and the messages it wants; the chat's next message waits for it if `waits`.

    What `expires` is not handled when nobody waits for the answer any more.
    """

    wants: Callable[[Arrival], bool]
    handle: Handle
    waits: bool = True
    expires: bool = True


class MessageRoutes(BaseHandler[Update, ContextTypes.DEFAULT_TYPE, None]):
    """Gives each new or edited message to the first route that wants it; `note` sees every new one before."""

    def __init__(
        self,
        door: Door,
        note: Callable[[Arrival], Awaitable[None]],
        routes: Sequence[Route],
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(self._unused)
        self._door, self._note, self._routes, self._now = door, note, routes, now

    async def _unused(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        raise NotImplementedError

    def check_update(self, update: object) -> Arrival | None:
        """Return the update's message, read once for all; None if it has none."""
        if not isinstance(update, Update):
            return None
        message = update.message or update.edited_message
        if message is None:
            return None
        return arrival_of(message, self._door.me, edited=update.edited_message is not None)

    def expires(self, update: Update) -> bool:
        """Return whether the update is not handled when nobody waits for the answer any more."""
        arrival = self.check_update(update)
        route = next((route for route in self._routes if arrival and route.wants(arrival)), None)
        return route is not None and route.expires

    async def handle_update(
        self,
        update: Update,
        application: _Application,
        check_result: Any,
        context: ContextTypes.DEFAULT_TYPE,  # noqa: ARG002  # named so by python-telegram-bot
    ) -> None:
        """Let the first route that wants the message handle it; unless it waits, in the background."""
        arrival: Arrival = check_result
        if not arrival.edited:
            await self._note(arrival)
        route = next((route for route in self._routes if route.wants(arrival)), None)
        if route is None:
            return
        if route.expires and is_too_late(arrival.message, self._now() - current().grace_s):
            current().reason = OLD
            if arrival.message.chat.type == Chat.PRIVATE:
                await self._door.delivery.react(arrival.message.chat_id, arrival.message.message_id, SHRUG)
            return
        # read before a task begins, so that tasks of one chat begin in the order of its messages
        conversation = await self._door.conversation(arrival.message)
        sender = None if arrival.message.sender_chat is not None else arrival.message.from_user
        current().aside = aside_for(arrival.message.chat, sender, conversation.say)
        incoming = IncomingMessage(
            arrival.message, arrival.request, conversation, arrival.edited, arrival.arguments
        )
        if route.waits:
            await route.handle(incoming)
        else:
            current().attend(application.create_task(route.handle(incoming), update=update))


def arrival_of(message: Message, me: Me, *, edited: bool = False) -> Arrival:
    """Return the message with its request and its command."""
    command, arguments, username = "", "", ""
    # what is said with a file is about the file
    content = message.text or ("" if message.document else message.caption) or ""
    entity = next(iter(message.entities or message.caption_entities), None) if content else None
    if entity is not None and entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0:
        name, _, username = content[1 : entity.length].lower().partition("@")
        if username in ("", me.username.lower()):
            command, arguments = name, content[entity.length :].strip()
    return Arrival(message, request_of(message, me), edited, command, arguments, bool(command and username))


class PressRoutes(CallbackQueryHandler[ContextTypes.DEFAULT_TYPE, None]):
    """Gives each press to its wish's handler; a press without a wish is only answered."""

    def __init__(
        self, door: Door, by_kind: Mapping[type, HandlePress], by_action: Mapping[str, HandlePress]
    ) -> None:
        super().__init__(self._press)
        self._door, self._by_kind, self._by_action = door, by_kind, by_action

    async def _press(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        if query is None:
            return
        wish = parse_wish(query.data)
        # no button of the bot's stands in an inline message, so a press there is forged; a page that was overtaken
        # would be work that others wait for, and nobody would see it
        if wish is None or query.message is None or current().overtaken:
            await self._door.delivery.answer_callback(query.id)
            return
        try:
            conversation = await self._door.conversation_of_press(query, query.message)
            current().aside = aside_for(query.message.chat, query.from_user, conversation.say)
            await self._handler(wish)(Press(query, query.message, conversation, wish))
        except ArchiveUnavailable:
            raise
        except LibraryUnavailable as error:
            if not is_passing(error):
                raise
            await self._put_off(query, error)

    async def _put_off(self, query: CallbackQuery, error: LibraryUnavailable) -> None:
        """Let the press be handled again once the database is back; if nothing was shown yet, ask for another one."""
        if current().acknowledged:
            current().fault = error
            return
        _log.warning("press put off", reason=str(error))
        say = say_for(ChatSettings(), query.from_user)
        await self._door.delivery.answer_callback(query.id, say("buttons.later"), alert=True)

    def _handler(self, wish: Wish) -> HandlePress:
        return self._by_action[wish.action] if isinstance(wish, AnswerWish) else self._by_kind[type(wish)]
