"""The python-telegram-bot application: built, started, and its failures told in one line."""

import asyncio
from typing import Any

from telegram import Bot, BotCommand, Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import (
    AIORateLimiter,
    Application,
    ApplicationBuilder,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot.chat.desk import Desk
from bot.chat.telegram.handlers import Handlers
from bot.errors import TelegramUnavailable
from bot.locale import DEFAULT, languages, locale

__all__ = ["built", "run"]

_LANGUAGE_CODES = {"zh-Hans": "zh", "en": "en"}
_COMMANDS = ("ask", "about", "help")


def run(desk: Desk, token: str, server: str) -> None:
    """Answer on Telegram until interrupted. Raises TelegramUnavailable where it cannot start."""
    desk.suggestions()  # cut, indexed and ready before the first question arrives
    asyncio.run(_knock(token, server))
    built(desk, token, server).run_polling(allowed_updates=[Update.MESSAGE], bootstrap_retries=5)


async def _knock(token: str, server: str) -> None:
    """See that the server is there and takes the token; python-telegram-bot would log a traceback first."""
    try:
        async with Bot(token, base_url=f"{server}/bot"):
            pass
    except InvalidToken:
        raise TelegramUnavailable(
            f"TELEGRAM_BOT_TOKEN: {server} refuses it; copy the whole token from @BotFather"
        ) from None
    except TelegramError as error:
        reason = (str(error).replace(token, "***").strip() or type(error).__name__).splitlines()[0]
        raise TelegramUnavailable(
            f"{server}: cannot be reached ({reason}); check the network or TELEGRAM_API_BASE_URL"
        ) from None


def built(desk: Desk, token: str, server: str) -> Application[Any, Any, Any, Any, Any, Any]:
    """The application with its handlers, not yet started."""
    handlers = Handlers(desk)
    application = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{server}/bot")
        .base_file_url(f"{server}/file/bot")
        .rate_limiter(AIORateLimiter(max_retries=3))
        .concurrent_updates(True)
        .post_init(_introduce)
        .build()
    )
    # MessageHandler also sees edits, channel posts and guest messages unless told otherwise
    fresh = filters.UpdateType.MESSAGE
    application.add_handler(CommandHandler("start", handlers.start, filters=fresh))
    application.add_handler(CommandHandler("help", handlers.help, filters=fresh))
    application.add_handler(CommandHandler("about", handlers.about, filters=fresh))
    application.add_handler(MessageHandler(fresh & filters.TEXT, handlers.message))
    application.add_error_handler(handlers.error)
    return application


async def _introduce(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    for language in languages():
        say = locale(language)
        commands = [BotCommand(name, say(f"telegram.command_{name}")) for name in _COMMANDS]
        if language == DEFAULT:
            await application.bot.set_my_commands(commands)
        if language in _LANGUAGE_CODES:
            await application.bot.set_my_commands(commands, language_code=_LANGUAGE_CODES[language])
