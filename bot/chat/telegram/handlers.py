"""What the bot does with each kind of update."""

import asyncio
import time

import structlog
from telegram import Message, ReplyParameters, Update, User
from telegram.ext import ContextTypes

from bot.chat.desk import Desk
from bot.chat.record import found
from bot.chat.telegram.addressing import Me, asked_text
from bot.chat.telegram.rendering import rendered
from bot.locale import DEFAULT, Locale, locale
from bot.model import Question
from bot.reply import Reply, reply, source_line

__all__ = ["Handlers"]

_LISTED = 20
_log = structlog.get_logger("bot.chat.telegram")


class Handlers:
    """The handlers of one bot, answering from `desk`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def start(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say what the bot does, what is on the shelf and what can be asked."""
        say = _language(update.effective_user)
        suggestions = await asyncio.to_thread(self._desk.suggestions)
        separator = say("not_found.suggestion_separator")
        text = say("telegram.start", articles=await self._shelf(say), suggestions=separator.join(suggestions))
        await _send(update.effective_message, Reply(text))

    async def help(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say how to ask, in private and in a group."""
        say = _language(update.effective_user)
        await _send(update.effective_message, Reply(say("telegram.help", username=context.bot.username)))

    async def about(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """List the articles on the shelf with their sources."""
        say = _language(update.effective_user)
        count = len(await asyncio.to_thread(self._desk.articles))
        await _send(
            update.effective_message,
            Reply(say("telegram.about", count=count, articles=await self._shelf(say))),
        )

    async def message(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a text that is a question to the bot, as a reply to it; keep silent otherwise."""
        message = update.effective_message
        asked = asked_text(message, Me(context.bot.id, context.bot.username)) if message else None
        if message is None or asked is None:
            return
        say = _language(message.from_user)
        if not asked.strip():
            suggestion = next(iter(await asyncio.to_thread(self._desk.suggestions)), "…")
            await _send(message, Reply(say("telegram.ask_what", suggestion=suggestion)))
            return
        began = time.perf_counter()
        answer = await asyncio.to_thread(self._desk.ask, Question(asked))
        _log.info("answered", found=found(answer), ms=round((time.perf_counter() - began) * 1000, 1))
        await _send(message, reply(answer, say))

    async def error(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Log what went wrong and apologise to whoever asked."""
        _log.error("update failed", exc_info=context.error)
        message = update.effective_message if isinstance(update, Update) else None
        if message is not None and asked_text(message, Me(context.bot.id, context.bot.username)) is not None:
            await _send(message, Reply(_language(message.from_user)("telegram.sorry")))

    async def _shelf(self, say: Locale) -> str:
        articles = await asyncio.to_thread(self._desk.articles)
        lines = [
            say("telegram.about_line", number=number, source=source_line(article, say))
            for number, article in enumerate(articles[:_LISTED], start=1)
        ]
        if len(articles) > _LISTED:
            lines.append(say("telegram.about_more", count=len(articles) - _LISTED))
        return "\n".join(lines)


def _language(user: User | None) -> Locale:
    code = (user.language_code if user else None) or DEFAULT
    if not code.lower().startswith("zh"):
        return locale("en")
    traditional = any(part in code.lower() for part in ("hant", "tw", "hk", "mo"))
    return locale("zh-Hant" if traditional else "zh-Hans")


async def _send(message: Message | None, content: Reply) -> None:
    if message is None:
        return
    text, entities = rendered(content)
    await message.chat.send_message(
        text,
        entities=entities,
        message_thread_id=message.message_thread_id if message.is_topic_message else None,
        reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True),
    )
