"""What becomes of an error in a handler: the database's is waited out, of any other the person is told."""

import secrets
from contextlib import suppress

import structlog
from telegram import (
    Chat,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Message,
    Update,
)
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.chat.telegram.deep_links import ShowPage
from bot.chat.telegram.door import AdminsUnknown, Door, say_for
from bot.chat.telegram.routes import arrival_of
from bot.chat.telegram.transport.fitting import shorten
from bot.chat.telegram.transport.in_hand import current
from bot.chat.telegram.transport.requests import reason_of
from bot.errors import ArchiveUnavailable, LibraryUnavailable
from bot.notebook import ChatSettings
from bot.reply import Reply
from bot.storage.transaction import is_passing

__all__ = ["apologise"]

_MAX_BUTTON_UNITS = 64

_log = structlog.get_logger("bot.chat.telegram")


async def apologise(door: Door, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Let what the database failed be handled again; log anything else, and tell the person under which reference."""
    hand, error = current(), context.error
    if isinstance(error, ArchiveUnavailable):
        # to ask again is up to the person: a cluster may be away for hours, and the database remembers no answer's lack
        hand.reason = "archive away"
        _log.warning("not answered", reason=str(error))
        await _tell(door, update, "chat.archive_away")
        return
    if isinstance(error, LibraryUnavailable) and is_passing(error):
        hand.fault = error
        if hand.keep is None:
            _log.warning("not answered", reason=str(error))
            await _tell(door, update, "chat.sorry")
        return
    if isinstance(error, AdminsUnknown):
        await _tell(door, update, "chat.admins_unknown")
        return
    hand.reason = "failed"
    reference = secrets.token_hex(2)
    if isinstance(error, TelegramError):
        _log.warning("update failed", reference=reference, reason=reason_of(error))
    else:
        _log.error("update failed", reference=reference, exc_info=error)
    await _tell(door, update, "chat.fault", reference=reference)


async def _tell(door: Door, update: object, line: str, **values: str) -> None:
    """Show the line to whoever asked, typed or pressed, if that can be done."""
    if not isinstance(update, Update):
        return
    press, message = update.callback_query, update.message or update.edited_message
    typed, guest = update.inline_query, update.guest_message
    if typed is not None:
        say = say_for(ChatSettings(), typed.from_user)
        await door.delivery.answer_inline(typed.id, (), button=_button(say(line, **values)))
    elif guest is not None and guest.guest_query_id is not None:
        say = say_for(ChatSettings(), guest.from_user)
        await door.delivery.answer_guest(guest.guest_query_id, _result(say(line, **values)))
    elif press is not None:
        say = say_for(ChatSettings(), press.from_user)
        await door.delivery.answer_callback(press.id, say(line, **values), alert=True)
    elif message is not None and _speaks_to_the_bot(door, message):
        say = await door.language(message)
        # what refused the answer may refuse this, too
        with suppress(TelegramError):
            await door.reply_to(message, Reply(say(line, **values)))


def _button(line: str) -> InlineQueryResultsButton:
    """Return the line above no results at all, which nobody can send by mistake."""
    start = ShowPage("help").payload()
    return InlineQueryResultsButton(shorten(line, _MAX_BUTTON_UNITS), start_parameter=start)


def _result(line: str) -> InlineQueryResultArticle:
    return InlineQueryResultArticle("fault", line, InputTextMessageContent(line))


def _speaks_to_the_bot(door: Door, message: Message) -> bool:
    arrival = arrival_of(message, door.me)
    return arrival.request is not None or bool(arrival.command) or message.chat.type == Chat.PRIVATE
