"""What goes into chats that the bot is not in: results to send, and the answer to a guest query."""

import asyncio
import time

import structlog
from telegram import (
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.ext import ContextTypes

from bot.assistant.desk import Shelf
from bot.chat.telegram.addressing import Addressed, addressed
from bot.chat.telegram.asking.quoting import asked
from bot.chat.telegram.door import Door, say_for
from bot.chat.telegram.originals import Originals
from bot.chat.telegram.transport.fitting import fitted, shortened
from bot.chat.telegram.transport.rendering import rendered
from bot.locale import Locale
from bot.model import PUBLIC_SHELF, Hit, NotFound, PassageAnswer, Reason
from bot.reply import Reply, reply, verification_reply

__all__ = ["Guest", "sendable", "source_button"]

_DESCRIPTION = 120
_log = structlog.get_logger("bot.chat.telegram")


class Guest:
    """The handler of guest queries: messages that mention the bot where it is no member."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def message(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer from the public shelf in the asker's language: one message is all that Telegram takes."""
        message = update.guest_message
        request = addressed(message, self._door.me) if message else None
        if message is None or message.guest_query_id is None or request is None:
            return
        began = time.perf_counter()
        user = message.from_user
        settings = await self._door.settings(user.id if user else message.chat_id)
        shelf = await asyncio.to_thread(self._door.desk.shelf, PUBLIC_SHELF)
        result = await self._result(request, shelf, say_for(settings, user))
        _log.info("answered guest", ms=round((time.perf_counter() - began) * 1000, 1))
        await self._door.delivery.answer_guest(message.guest_query_id, result)

    async def _result(self, request: Addressed, shelf: Shelf, say: Locale) -> InlineQueryResultArticle:
        title = say("inline.full")
        if request.command == "verify":
            verification = await asyncio.to_thread(shelf.answerer.verifier.verify, request.text)
            return sendable("verified", title, verification_reply(verification, say))
        answer = await asked(request.text, shelf)
        if isinstance(answer, NotFound) and answer.reason is not Reason.NO_WORDS:
            return sendable("nothing", title, Reply(say(f"not_found.{answer.reason}")))
        content = await asyncio.to_thread(reply, answer, say, folded=True)
        hit = answer.hits[0] if isinstance(answer, PassageAnswer) else None
        button = source_button(hit, self._door.originals(shelf.name), say, request.text) if hit else None
        return sendable("answer", title, content, markup=button)


def sendable(
    name: str,
    title: str,
    content: Reply,
    described: str | None = None,
    markup: InlineKeyboardMarkup | None = None,
) -> InlineQueryResultArticle:
    """The result `name` that sends `content`, within a message's limits and without a link preview."""
    text, entities = fitted(*rendered(content))
    no_preview = LinkPreviewOptions(is_disabled=True)
    message = InputTextMessageContent(text, entities=entities, link_preview_options=no_preview)
    description = shortened(described, _DESCRIPTION) if described else None
    return InlineQueryResultArticle(name, title, message, markup, description=description)


def source_button(
    hit: Hit, originals: Originals, say: Locale, question: str = ""
) -> InlineKeyboardMarkup | None:
    """A button to the hit's page, or else to its paragraph here; None where others could not open that."""
    button = originals.button(hit, say, question)
    return InlineKeyboardMarkup.from_button(button) if button else None
