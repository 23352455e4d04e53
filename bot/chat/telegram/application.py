"""The python-telegram-bot application: built, started, and its failures reported in one line."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

import structlog
from telegram import Bot, Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseRateLimiter,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.assistant.assistant import Assistant
from bot.assistant.own_shelves import OwnShelves, Quota
from bot.chat.telegram.about.commands import CommandHandlers
from bot.chat.telegram.about.introduction import introduce
from bot.chat.telegram.about.preferences import Preferences
from bot.chat.telegram.about.privacy import PrivacyHandlers
from bot.chat.telegram.addressing import PLATFORM, Me, chat_id, request_of
from bot.chat.telegram.asking.answer_buttons import AnswerButtons
from bot.chat.telegram.asking.guest import GuestQueries
from bot.chat.telegram.asking.inline import InlineQueries
from bot.chat.telegram.asking.lookup import Lookup
from bot.chat.telegram.asking.questions import QuestionHandlers
from bot.chat.telegram.callbacks import (
    AskInstead,
    ChangeSetting,
    ChoicePage,
    ChooseArticle,
    CorrectSource,
    ForgetData,
    ForgetShelf,
    GapsPage,
    ListPage,
    OpenArticle,
    RemoveArticle,
    SwitchShelf,
    UndoAdding,
)
from bot.chat.telegram.door import Door, IncomingMessage
from bot.chat.telegram.routes import Arrival, MessageRoutes, PressRoutes, Route
from bot.chat.telegram.transport.delivery import Delivery
from bot.chat.telegram.transport.flood import ChatRateLimiter
from bot.chat.telegram.transport.intake import Intake
from bot.chat.telegram.transport.polling import PollingBot
from bot.chat.telegram.uploads.article_reader import ArticleReader, Fetch
from bot.chat.telegram.uploads.corrections import Corrections
from bot.chat.telegram.uploads.handlers import UploadHandlers
from bot.chat.telegram.uploads.shelves import ShelfHandlers
from bot.errors import TelegramUnavailable
from bot.notebook import Notebook
from bot.reply import Reply

__all__ = ["build", "run"]

_TelegramApplication: TypeAlias = Application[Any, Any, Any, Any, Any, Any]
_ASKING_COMMANDS = ("ask", "verify", "add")
_UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY]
_log = structlog.get_logger("bot.chat.telegram")


def run(
    assistant: Assistant,
    notebook: Notebook,
    token: str,
    server: str,
    retention_days: int,
    quota: Quota,
    fetch: Fetch | None = None,
) -> None:
    """Answer on Telegram until interrupted. Raises TelegramUnavailable if it cannot start.

    `fetch` gets the pages that chats add; None if they may not add pages.
    """
    assistant.desk.warm_up()
    me = asyncio.run(_identify_bot(token, server))
    application = build(assistant, notebook, token, server, me, retention_days, quota=quota, fetch=fetch)
    application.run_polling(allowed_updates=[*_UPDATES, "guest_message"], bootstrap_retries=5)


async def _identify_bot(token: str, server: str) -> Me:
    """Return the bot's account; fail in one line before python-telegram-bot would log a traceback."""
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


def build(
    assistant: Assistant,
    notebook: Notebook,
    token: str,
    server: str,
    me: Me,
    retention_days: int,
    limiter: BaseRateLimiter[int] | None = None,
    quota: Quota | None = None,
    fetch: Fetch | None = None,
) -> _TelegramApplication:
    """Return the application with its handlers, not yet started.

    `limiter` keeps Telegram's flood limits, `quota` limits each chat's own shelf, and `fetch` gets the pages that
    chats add; None if they may not add pages.
    """
    bot = PollingBot(token, f"{server}/bot", f"{server}/file/bot", limiter or ChatRateLimiter())

    async def move(old: int, new: int) -> None:
        await asyncio.to_thread(notebook.move_chat, chat_id(old), chat_id(new))

    async def begin(_: _TelegramApplication) -> None:
        await introduce(bot)

    shelves = OwnShelves(assistant.desk, notebook, quota or Quota())
    door = Door(assistant, notebook, shelves, Delivery(bot, move), me, retention_days)
    application = (
        ApplicationBuilder()
        .bot(bot)
        .concurrent_updates(Intake(partial(notebook.is_new, PLATFORM)))
        .post_init(begin)
        .build()
    )
    _add_handlers(application, door, ArticleReader(fetch))
    return application


def _add_handlers(application: _TelegramApplication, door: Door, reader: ArticleReader) -> None:
    """Register every handler; the first route that wants a message takes it."""
    privacy, preferences = PrivacyHandlers(door), Preferences(door)
    commands, shelves = CommandHandlers(door, privacy), ShelfHandlers(door)
    lookup, buttons = Lookup(door), AnswerButtons(door)
    questions = QuestionHandlers(door, lookup)
    uploads, corrections = UploadHandlers(door, reader, questions), Corrections(door)

    messages = (
        Route(_is_migration, partial(_move, door)),
        Route(corrections.wants, corrections.take),
        Route(_command("start"), commands.start),
        Route(_command("help"), commands.help),
        Route(_command("about"), commands.about),
        Route(_command("privacy"), privacy.show),
        Route(_command("gaps"), privacy.gaps),
        Route(_command("settings"), preferences.show),
        Route(_command("articles"), shelves.articles),
        Route(_command("shelf"), shelves.shelf),
        Route(_command("forget"), shelves.forget),
        # reading takes long, and what comes next in the chat need not wait for it
        Route(uploads.is_file, uploads.add_file, waits=False),
        # what comes next in the chat may ask about the text
        Route(uploads.is_text, uploads.add_text),
        Route(_command("add"), uploads.add, waits=False),
        Route(uploads.is_captioned, uploads.add, waits=False),
        Route(uploads.is_of_album, uploads.add_of_album, waits=False),
        Route(_is_unknown_command, commands.unknown),
        Route(_is_wordless, uploads.albums.say_no_words),
        Route(lambda arrival: _has_words(arrival) and not arrival.edited, questions.ask),
        Route(lambda arrival: arrival.edited, questions.edited),
    )
    presses = {
        ChangeSetting: preferences.change,
        ChoicePage: buttons.turn_choice,
        ChooseArticle: buttons.choose,
        CorrectSource: corrections.ask,
        ForgetData: privacy.delete,
        ForgetShelf: shelves.forget_or_keep,
        GapsPage: privacy.turn,
        ListPage: shelves.turn,
        OpenArticle: shelves.open,
        RemoveArticle: shelves.remove,
        SwitchShelf: shelves.switch,
        AskInstead: uploads.ask_instead,
        UndoAdding: uploads.undo,
    }
    answer_presses = {
        "hit": buttons.show,
        "near": buttons.show,
        "back": buttons.show,
        "styles": buttons.styles,
        "cite": buttons.cite,
        "up": buttons.vote,
        "down": buttons.vote,
        "delete": buttons.delete,
        "public": lookup.publish,
        "outline": buttons.outline,
    }
    application.add_handler(MessageRoutes(door, uploads.note, messages))
    application.add_handler(PressRoutes(door, presses, answer_presses))
    application.add_handler(InlineQueryHandler(InlineQueries(door).answer))
    application.add_handler(MessageHandler(filters.UpdateType.GUEST_MESSAGE, GuestQueries(door).answer))
    application.add_error_handler(partial(_apologise, door))


def _command(name: str) -> Callable[[Arrival], bool]:
    return lambda arrival: arrival.command == name and not arrival.edited


def _is_unknown_command(arrival: Arrival) -> bool:
    """Return whether it is a new command that no route took; in a group only if it names this bot."""
    message = arrival.message
    if arrival.edited or not arrival.command or arrival.command in _ASKING_COMMANDS:
        return False
    if message.is_automatic_forward or message.forward_origin is not None or message.via_bot is not None:
        return False
    return arrival.is_addressed or message.chat.type == "private"


def _is_wordless(arrival: Arrival) -> bool:
    """Return whether it is a new picture, sound or film without a caption, in private."""
    message = arrival.message
    contents = (message.photo, message.voice, message.audio, message.video, message.video_note)
    return not arrival.edited and message.chat.type == "private" and not message.caption and any(contents)


def _has_words(arrival: Arrival) -> bool:
    return bool(arrival.message.text or arrival.message.caption)


def _is_migration(arrival: Arrival) -> bool:
    return bool(arrival.message.migrate_from_chat_id or arrival.message.migrate_to_chat_id)


async def _move(door: Door, incoming: IncomingMessage) -> None:
    """Move a group's data to the supergroup that it became; both chats report the move."""
    message = incoming.message
    old = message.migrate_from_chat_id or message.chat_id
    new = message.migrate_to_chat_id or message.chat_id
    if old != new:
        await asyncio.to_thread(door.notebook.move_chat, chat_id(old), chat_id(new))


async def _apologise(door: Door, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Log the error and apologise to the asker."""
    _log.error("update failed", exc_info=context.error)
    message = update.message if isinstance(update, Update) else None
    if message is not None and request_of(message, door.me) is not None:
        conversation = await door.conversation(message)
        await door.reply_to(message, Reply(conversation.say("chat.sorry")))
