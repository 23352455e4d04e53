"""Messages for chats that the bot is not in: inline results and answers to guest queries."""

import asyncio

from telegram import (
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.ext import ContextTypes

from bot.assistant.conversation import Conversation
from bot.chat.telegram.addressing import Request, request_of
from bot.chat.telegram.asking.originals import Originals, originals_within
from bot.chat.telegram.door import Door
from bot.chat.telegram.transport.fitting import fit, shorten
from bot.chat.telegram.transport.rendering import render
from bot.locale import Locale
from bot.model import Hit, NotFound, PassageAnswer, Reason
from bot.reply import Reply, reply
from bot.reply.verifications import verification_reply

__all__ = ["GuestQueries", "inline_result", "source_button"]

_MAX_DESCRIPTION_UNITS = 120


class GuestQueries:
    """The handler of guest queries: messages that mention the bot in chats it is not a member of."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def answer(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer from the public shelf in the asker's language, in one message."""
        message = update.guest_message
        request = request_of(message, self._door.me) if message else None
        if message is None or message.guest_query_id is None or request is None:
            return
        own = await self._door.unremembered(message.from_user)
        # the readers share neither the asker's shelf nor their style
        conversation = Conversation(say=own.say)
        result = await asyncio.to_thread(self._result, request, conversation)
        await self._door.delivery.answer_guest(message.guest_query_id, result)

    def _result(self, request: Request, conversation: Conversation) -> InlineQueryResultArticle:
        say, assistant = conversation.say, self._door.assistant
        title = say("inline.full")
        if request.command == "verify":
            verification = assistant.verify(conversation, request.text)
            return inline_result("verified", title, verification_reply(verification, say))
        exchange = assistant.ask(conversation, request.text)
        answer = exchange.answer
        if isinstance(answer, NotFound) and answer.reason is not Reason.NO_WORDS:
            return inline_result("nothing", title, Reply(say(f"not_found.{answer.reason}")))
        content = reply(answer, say, folded=True)
        if not isinstance(answer, PassageAnswer):
            return inline_result("answer", title, content)
        originals = originals_within(assistant.public_reach(exchange.shelf), self._door.me.username)
        button = source_button(answer.hits[0], originals, say, request.text)
        return inline_result("answer", title, content, markup=button)


def inline_result(
    name: str,
    title: str,
    content: Reply,
    described: str | None = None,
    markup: InlineKeyboardMarkup | None = None,
) -> InlineQueryResultArticle:
    """Return the result `name` that sends `content`, cut to fit and without a link preview."""
    text, entities = fit(*render(content))
    no_preview = LinkPreviewOptions(is_disabled=True)
    message = InputTextMessageContent(text, entities=entities, link_preview_options=no_preview)
    description = shorten(described, _MAX_DESCRIPTION_UNITS) if described else None
    return InlineQueryResultArticle(name, title, message, markup, description=description)


def source_button(
    hit: Hit, originals: Originals, say: Locale, question: str = ""
) -> InlineKeyboardMarkup | None:
    """Return a button to the hit's page or to its paragraph; None if others may open neither."""
    button = originals.button(hit, say, question)
    return InlineKeyboardMarkup.from_button(button) if button else None
