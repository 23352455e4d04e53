"""The python-telegram-bot application: built, started, and its failures told in one line."""

import asyncio
from typing import Any, TypeAlias

import structlog
from telegram import Bot, Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.chat.desk import Desk
from bot.chat.telegram.addressing import Me, addressed
from bot.chat.telegram.commands import Commands
from bot.chat.telegram.delivery import Delivery
from bot.chat.telegram.door import Door
from bot.chat.telegram.flood import ChatRateLimiter
from bot.chat.telegram.intake import Intake, PollingBot
from bot.chat.telegram.introduction import introduce
from bot.chat.telegram.presses import Presses
from bot.chat.telegram.questions import Questions
from bot.errors import TelegramUnavailable
from bot.notebook import Notebook
from bot.reply import Reply

__all__ = ["built", "run"]

_TelegramApplication: TypeAlias = Application[Any, Any, Any, Any, Any, Any]
_UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
]
_log = structlog.get_logger("bot.chat.telegram")


def run(desk: Desk, notebook: Notebook, token: str, server: str, retention_days: int) -> None:
    """Answer on Telegram until interrupted. Raises TelegramUnavailable where it cannot start."""
    desk.suggestions()  # cut, indexed and ready before the first question arrives
    me = asyncio.run(_knock(token, server))
    application = built(desk, notebook, token, server, me, retention_days)
    application.run_polling(allowed_updates=[*_UPDATES, "guest_message"], bootstrap_retries=5)


async def _knock(token: str, server: str) -> Me:
    """Who the bot is; sees that the server takes the token before python-telegram-bot would log a traceback."""
    try:
        async with Bot(token, base_url=f"{server}/bot") as bot:
            return Me(bot.id, bot.username)
    except InvalidToken:
        raise TelegramUnavailable(
            f"TELEGRAM_BOT_TOKEN: {server} refuses it; copy the whole token from @BotFather"
        ) from None
    except TelegramError as error:
        reason = (str(error).replace(token, "***").strip() or type(error).__name__).splitlines()[0]
        raise TelegramUnavailable(
            f"{server}: cannot be reached ({reason}); check the network or TELEGRAM_API_BASE_URL"
        ) from None


def built(
    desk: Desk, notebook: Notebook, token: str, server: str, me: Me, retention_days: int
) -> _TelegramApplication:
    """The application with its handlers, not yet started."""
    bot = PollingBot(token, f"{server}/bot", f"{server}/file/bot", ChatRateLimiter())

    async def moved(old: int, new: int) -> None:
        await asyncio.to_thread(notebook.moved, old, new)

    async def blocked(chat_id: int) -> None:
        await asyncio.to_thread(notebook.blocked, chat_id)

    door = Door(desk, notebook, Delivery(bot, moved, blocked), me, retention_days)
    application = (
        ApplicationBuilder()
        .bot(bot)
        .concurrent_updates(Intake(notebook.first_time))
        .post_init(lambda _: introduce(bot))
        .build()
    )
    _add_handlers(application, door)
    return application


def _add_handlers(application: _TelegramApplication, door: Door) -> None:
    commands, questions, presses = Commands(door), Questions(door), Presses(door)
    # MessageHandler also sees edits, channel posts and guest messages unless told otherwise
    fresh = filters.UpdateType.MESSAGE
    application.add_handler(CommandHandler("start", commands.start, filters=fresh))
    application.add_handler(CommandHandler("help", commands.help, filters=fresh))
    application.add_handler(CommandHandler("about", commands.about, filters=fresh))
    application.add_handler(MessageHandler(fresh & (filters.TEXT | filters.CAPTION), questions.message))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, questions.edited))
    application.add_handler(CallbackQueryHandler(presses.press))

    async def failed(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Log what went wrong and apologise to whoever asked."""
        _log.error("update failed", exc_info=context.error)
        message = update.message if isinstance(update, Update) else None
        if message is not None and addressed(message, door.me) is not None:
            await door.reply_to(message, Reply((await door.say(message))("telegram.sorry")))

    application.add_error_handler(failed)
