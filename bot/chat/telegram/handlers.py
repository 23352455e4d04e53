"""Every handler, registered in the order in which it is asked whether it takes an update."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

from telegram import Update
from telegram.ext import (
    Application,
    ChatMemberHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.chat.telegram.about.commands import CommandHandlers
from bot.chat.telegram.about.preferences import Preferences
from bot.chat.telegram.about.privacy import PrivacyHandlers
from bot.chat.telegram.addressing import chat_id
from bot.chat.telegram.apology import apologise
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
    KeepBoth,
    ListPage,
    OpenArticle,
    RemoveArticle,
    ReplaceEarlier,
    SwitchShelf,
    UndoAdding,
    UndoAll,
)
from bot.chat.telegram.door import Door, IncomingMessage
from bot.chat.telegram.routes import Arrival, MessageRoutes, PressRoutes, Route
from bot.chat.telegram.uploads.albums import is_wordless
from bot.chat.telegram.uploads.article_reader import ArticleReader
from bot.chat.telegram.uploads.card_buttons import CardButtons
from bot.chat.telegram.uploads.corrections import Corrections
from bot.chat.telegram.uploads.handlers import UploadHandlers
from bot.chat.telegram.uploads.shelves import ShelfHandlers

__all__ = ["TelegramApplication", "add_handlers"]

TelegramApplication: TypeAlias = Application[Any, Any, Any, Any, Any, Any]
_ASKING_COMMANDS = ("ask", "verify", "add")


def add_handlers(application: TelegramApplication, door: Door, reader: ArticleReader) -> MessageRoutes:
    """Register every handler; return the routes of messages, of which the first that wants one takes it."""
    privacy, preferences = PrivacyHandlers(door), Preferences(door)
    commands, shelves = CommandHandlers(door, privacy), ShelfHandlers(door)
    lookup, buttons = Lookup(door), AnswerButtons(door)
    questions = QuestionHandlers(door, lookup)
    uploads, corrections = UploadHandlers(door, reader, questions), Corrections(door)
    card = CardButtons(door, questions)

    messages = (
        Route(_is_migration, partial(_move, door), expires=False),
        Route(_is_reopening, partial(_speak_again, door), expires=False),
        Route(corrections.wants, corrections.take, expires=False),
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
        Route(uploads.is_file, uploads.add_file, waits=False, expires=False),
        # what comes next in the chat may ask about the text
        Route(uploads.is_text, uploads.add_text, expires=False),
        Route(_command("add"), uploads.add, waits=False, expires=False),
        Route(uploads.is_captioned, uploads.add, waits=False, expires=False),
        Route(uploads.is_of_album, uploads.add_of_album, waits=False, expires=False),
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
        AskInstead: card.ask_instead,
        KeepBoth: card.keep_both,
        ReplaceEarlier: card.replace_earlier,
        UndoAdding: card.undo,
        UndoAll: card.undo_all,
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

    async def note(arrival: Arrival) -> None:
        if arrival.message.chat.type == "private":
            door.delivery.lift(arrival.message.chat_id)  # whoever writes in private can be written to
        await uploads.note(arrival)

    routes = MessageRoutes(door, note, messages, door.delivery.now)
    application.add_handler(routes)
    application.add_handler(PressRoutes(door, presses, answer_presses))
    application.add_handler(InlineQueryHandler(InlineQueries(door).answer))
    application.add_handler(MessageHandler(filters.UpdateType.GUEST_MESSAGE, GuestQueries(door).answer))
    application.add_handler(ChatMemberHandler(partial(_note_rights, door)))
    application.add_error_handler(partial(apologise, door))
    return routes


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
    """Return whether it is new, in private and has no words to read, as a picture, a sticker or a place."""
    message = arrival.message
    private = message.chat.type == "private"
    return not arrival.edited and private and not message.caption and is_wordless(message)


def _has_words(arrival: Arrival) -> bool:
    return bool(arrival.message.text or arrival.message.caption)


def _is_migration(arrival: Arrival) -> bool:
    return bool(arrival.message.migrate_from_chat_id or arrival.message.migrate_to_chat_id)


def _is_reopening(arrival: Arrival) -> bool:
    return arrival.message.forum_topic_reopened is not None


async def _speak_again(door: Door, incoming: IncomingMessage) -> None:
    door.delivery.lift(incoming.message.chat_id)


async def _note_rights(door: Door, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Try again where the bot might not speak: its own rights there changed."""
    if update.my_chat_member is not None:
        door.delivery.lift(update.my_chat_member.chat.id)


async def _move(door: Door, incoming: IncomingMessage) -> None:
    """Move a group's data to the supergroup that it became; both chats report the move."""
    message = incoming.message
    old = message.migrate_from_chat_id or message.chat_id
    new = message.migrate_to_chat_id or message.chat_id
    if old != new:
        await asyncio.to_thread(door.notebook.move_chat, chat_id(old), chat_id(new))
