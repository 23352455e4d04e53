"""Looking something up quietly: only the asker sees the answer, until 公开 posts it for all."""

import asyncio
from dataclasses import replace
from functools import partial

import structlog
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.assistant.assistant import Exchange
from bot.chat.telegram.addressing import Request
from bot.chat.telegram.asking.pressed_answers import answer_pressed
from bot.chat.telegram.asking.quoting import AnswerMessage, answer_message
from bot.chat.telegram.callbacks import AnswerWish, parse_wish
from bot.chat.telegram.door import Door, IncomingMessage, Press
from bot.chat.telegram.transport.fitting import fit
from bot.chat.telegram.transport.rendering import render
from bot.locale import Locale
from bot.model import NotFound
from bot.notebook import GivenAnswer

__all__ = ["Lookup"]

_log = structlog.get_logger("bot.chat.telegram")


class Lookup:
    """Shows answers only to their askers, until the Bot API server turns out not to support it."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._supported = True
        # by their numbers and whoever pressed, those on their way: a second press does not wait for the first one's message
        self._publishing: set[tuple[int, int]] = set()

    async def show(
        self, incoming: IncomingMessage, request: Request, exchange: Exchange, shown: AnswerMessage
    ) -> bool:
        """Send the answer to the asker only; return whether it is delivered.

        A server without support sends it to all. False in private, for messages written as the group, and if the bot lacks the right.
        """
        message, given = incoming.message, exchange.given
        asker = message.from_user
        if (
            not self._supported
            or incoming.conversation.private
            or asker is None
            or asker.is_bot
            or given is None
            or self._door.delivery.is_silent(message.chat_id, request.thread_id)
        ):
            return False
        try:
            keyboard = (
                None
                if isinstance(exchange.answer, NotFound)
                else _private_keyboard(shown.markup, given, incoming.say)
            )
            send = partial(_send_privately, message, request, asker.id, replace(shown, markup=keyboard))
            sent = await self._door.delivery.insist(message.chat_id, send, request.reply_to)
        except (BadRequest, Forbidden, ChatMigrated, RetryAfter) as error:
            _log.info("not shown to one alone", reason=error.message)
            return False
        if sent is None:
            return True  # it may have arrived, and sending it to all could repeat it
        if sent.message_id and not _ephemeral_id(sent):
            await self._treat_as_public(sent, given, shown)
        return True

    async def publish(self, press: Press) -> None:
        """Post the answer for all, as without the look-up, and delete the asker's own message."""
        if not isinstance(press.wish, AnswerWish):
            return
        # before the notebook is read, or what it says of a first press may be old when a second one acts on it
        pressed = press.wish.number, press.query.from_user.id
        if pressed in self._publishing:
            await self._door.delivery.answer_callback(press.query.id)
            return
        self._publishing.add(pressed)
        try:
            await self._publish_once(press, press.wish.number)
        finally:
            self._publishing.discard(pressed)

    async def _publish_once(self, press: Press, number: int) -> None:
        given = await answer_pressed(self._door, press, number, alone=True)
        if given is None:
            return
        if given.answer_message_id is not None:
            await self._door.delivery.answer_callback(press.query.id, press.say("lookup.already"))
            await _remove(press)
            return
        exchange = await asyncio.to_thread(self._door.assistant.ask_again, given)
        if isinstance(exchange.answer, NotFound):
            await self._door.delivery.answer_callback(
                press.query.id, press.say("lookup.no_longer"), alert=True
            )
            return
        await self._door.delivery.answer_callback(press.query.id)
        shown = await asyncio.to_thread(answer_message, self._door, exchange, press.conversation)
        text, entities = render(shown.content)
        sent = await self._door.delivery.send(
            press.message.chat.id,
            text,
            entities,
            reply_to=_question_id(press) or given.asked_message_id,
            thread_id=given.topic_id,
            markup=shown.markup,
        )
        if sent is not None:
            await asyncio.to_thread(self._door.assistant.note_message, given, sent.message_id)
            await _remove(press)

    async def _treat_as_public(self, sent: Message, given: GivenAnswer, shown: AnswerMessage) -> None:
        """Treat this answer and all later ones as ordinary, since the server showed it to all."""
        self._supported = False
        _log.info("the Bot API server shows every answer to all")
        await asyncio.to_thread(self._door.assistant.note_message, given, sent.message_id)
        text, entities = render(shown.content)
        await self._door.delivery.edit(sent.chat.id, sent.message_id, text, entities, markup=shown.markup)


async def _send_privately(message: Message, request: Request, asker: int, shown: AnswerMessage) -> Message:
    """Send the answer to the asker only; return the server's message. Raises TelegramError."""
    text, entities = fit(*render(shown.content))
    return await message.get_bot().send_message(
        message.chat_id,
        text,
        entities=entities,
        reply_markup=shown.markup,
        message_thread_id=request.thread_id,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_parameters=ReplyParameters(request.reply_to, allow_sending_without_reply=True),
        api_kwargs={"ephemeral_message_parameters": {"receiver_user_id": asker}},
    )


async def _remove(press: Press) -> None:
    """Delete the asker's own message; if that fails, Telegram removes it some day."""
    message = press.message
    if not isinstance(message, Message) or not (number := _ephemeral_id(message)):
        return
    whose = {"chat_id": message.chat.id, "receiver_user_id": press.query.from_user.id}
    try:
        await press.query.get_bot().do_api_request(
            "deleteEphemeralMessage", {**whose, "ephemeral_message_id": number}
        )
    except TelegramError as error:
        _log.warning("refused", call="delete", reason=error.message)


def _ephemeral_id(message: Message) -> int:
    """Return the message's id for the one person who sees it; 0 for a message that all see."""
    # a later python-telegram-bot will know the field, and then it is no longer in api_kwargs
    return int(message.to_dict().get("ephemeral_message_id") or 0)


def _question_id(press: Press) -> int | None:
    replied = press.message.reply_to_message if isinstance(press.message, Message) else None
    return replied.message_id if replied else None


def _private_keyboard(
    markup: InlineKeyboardMarkup | None, given: GivenAnswer, say: Locale
) -> InlineKeyboardMarkup:
    """Return the button 公开 and the ordinary buttons that neither edit nor delete the message."""
    public = InlineKeyboardButton(
        say("buttons.public"), callback_data=AnswerWish("public", given.number).data()
    )
    rows = (
        [[button for button in row if _works_privately(button)] for row in markup.inline_keyboard]
        if markup
        else []
    )
    # without a number, the answer cannot be found again
    return InlineKeyboardMarkup([*([[public]] if given.number else []), *(row for row in rows if row)])


def _works_privately(button: InlineKeyboardButton) -> bool:
    wish = parse_wish(button.callback_data) if isinstance(button.callback_data, str) else None
    return button.callback_data is None or (isinstance(wish, AnswerWish) and wish.action in ("up", "down"))
