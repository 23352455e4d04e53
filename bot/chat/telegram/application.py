"""The python-telegram-bot application: built, started, and its failures told in one line."""

import asyncio
from functools import partial
from typing import Any, TypeAlias

import structlog
from telegram import Bot, Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseRateLimiter,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.assistant.desk import Desk
from bot.assistant.links import Links
from bot.assistant.own_shelves import Quota
from bot.chat.telegram.about.commands import Commands
from bot.chat.telegram.about.introduction import introduce
from bot.chat.telegram.about.keeping import DELETIONS, PAGES, Keeping, Retention
from bot.chat.telegram.about.preferences import CHANGES, Preferences
from bot.chat.telegram.addressing import PLATFORM, Me, addressed, chat_id
from bot.chat.telegram.asking.guest import Guest
from bot.chat.telegram.asking.inline import Inline
from bot.chat.telegram.asking.lookup import PUBLIC, Lookup
from bot.chat.telegram.asking.presses import Presses
from bot.chat.telegram.asking.questions import Questions
from bot.chat.telegram.door import Door
from bot.chat.telegram.transport.delivery import Delivery
from bot.chat.telegram.transport.flood import ChatRateLimiter
from bot.chat.telegram.transport.intake import Intake, PollingBot
from bot.chat.telegram.uploads.articles import article_handlers
from bot.chat.telegram.uploads.reading import Fetch
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
]
_log = structlog.get_logger("bot.chat.telegram")


def run(
    desk: Desk,
    notebook: Notebook,
    token: str,
    server: str,
    retention_days: int,
    quota: Quota,
    links: Links | None = None,
    fetch: Fetch | None = None,
) -> None:
    """Answer on Telegram until interrupted; `fetch` gets the pages that chats may add, None where they may not.

    Raises TelegramUnavailable where it cannot start.
    """
    desk.warm_up()
    me = asyncio.run(_knock(token, server))
    application = built(
        desk, notebook, token, server, me, retention_days, quota=quota, links=links, fetch=fetch
    )
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
    desk: Desk,
    notebook: Notebook,
    token: str,
    server: str,
    me: Me,
    retention_days: int,
    limiter: BaseRateLimiter[int] | None = None,
    quota: Quota | None = None,
    links: Links | None = None,
    fetch: Fetch | None = None,
) -> _TelegramApplication:
    """The application with its handlers, not yet started; `limiter` is one that keeps Telegram's flood limits.

    `quota` is how much each chat may hand over; `links` are where others reach the pages in the browser;
    `fetch` gets the pages that a chat may add, None where it may not.
    """
    bot = PollingBot(token, f"{server}/bot", f"{server}/file/bot", limiter or ChatRateLimiter())

    async def moved(old: int, new: int) -> None:
        await asyncio.to_thread(notebook.move_chat, chat_id(old), chat_id(new))

    door = Door(desk, notebook, Delivery(bot, moved), me, retention_days, links)
    retention = Retention(notebook, retention_days)

    async def begin(_: _TelegramApplication) -> None:
        await introduce(bot)
        retention.begin()

    application = (
        ApplicationBuilder()
        .bot(bot)
        .concurrent_updates(Intake(partial(notebook.is_new, PLATFORM)))
        .post_init(begin)
        .post_shutdown(lambda _: retention.end())
        .build()
    )
    _add_handlers(application, door, quota or Quota(), fetch)
    return application


def _add_handlers(application: _TelegramApplication, door: Door, quota: Quota, fetch: Fetch | None) -> None:
    lookup = Lookup(door)
    commands, questions, presses = Commands(door), Questions(door, lookup), Presses(door)
    # MessageHandler also sees edits, channel posts and guest messages unless told otherwise
    fresh = filters.UpdateType.MESSAGE
    _add_settings(application, door)
    application.add_handlers(article_handlers(door, quota, fetch))
    application.add_handler(CommandHandler("start", commands.start, filters=fresh))
    application.add_handler(CommandHandler("help", commands.help, filters=fresh))
    application.add_handler(CommandHandler("about", commands.about, filters=fresh))
    application.add_handler(MessageHandler(fresh & (filters.TEXT | filters.CAPTION), questions.message))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, questions.edited))
    application.add_handler(CallbackQueryHandler(lookup.public, PUBLIC))
    application.add_handler(CallbackQueryHandler(presses.press))
    application.add_handler(InlineQueryHandler(Inline(door).query))
    application.add_handler(MessageHandler(filters.UpdateType.GUEST_MESSAGE, Guest(door).message))

    async def failed(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Log what went wrong and apologise to whoever asked."""
        _log.error("update failed", exc_info=context.error)
        message = update.message if isinstance(update, Update) else None
        if message is not None and addressed(message, door.me) is not None:
            await door.reply_to(message, Reply((await door.say(message))("telegram.sorry")))

    application.add_error_handler(failed)


def _add_settings(application: _TelegramApplication, door: Door) -> None:
    """What a chat sets and what is kept of it; before `/start` and the presses of answers, which take the rest."""
    preferences, keeping = Preferences(door), Keeping(door)
    fresh = filters.UpdateType.MESSAGE
    mine = fresh & filters.Regex(r"^/start(@\w+)? privacy$")
    application.add_handlers(
        [
            CommandHandler("start", keeping.privacy, filters=mine),
            CommandHandler("privacy", keeping.privacy, filters=fresh),
            CommandHandler("gaps", keeping.gaps, filters=fresh),
            CommandHandler("settings", preferences.settings, filters=fresh),
            CallbackQueryHandler(preferences.press, CHANGES),
            CallbackQueryHandler(keeping.turn, PAGES),
            CallbackQueryHandler(keeping.delete, DELETIONS),
        ]
    )
