"""Looking something up without noise: an answer that its asker alone sees, and 公开, which posts it for all."""

import asyncio
from dataclasses import replace

import structlog
from telegram import (
    CallbackQuery,
    Chat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
    Update,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError
from telegram.ext import ContextTypes

from bot.chat.telegram.addressing import Addressed, chat_id, person_id
from bot.chat.telegram.asking.keyboard import Press, pressed
from bot.chat.telegram.asking.quoting import Shown, asked, given_of, is_found, shown_answer
from bot.chat.telegram.door import Door, say_for
from bot.chat.telegram.transport.fitting import fitted
from bot.chat.telegram.transport.rendering import rendered
from bot.locale import Locale
from bot.model import Answer
from bot.notebook import ChatSettings, GivenAnswer

__all__ = ["PUBLIC", "Lookup"]

PUBLIC = r"p:\d"
_log = structlog.get_logger("bot.chat.telegram")


class Lookup:
    """Shows answers to their askers alone, as long as the Bot API server has not shown that it cannot."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._supported = True

    async def show(
        self,
        message: Message,
        request: Addressed,
        answer: Answer,
        given: GivenAnswer,
        shown: Shown,
        say: Locale,
    ) -> bool:
        """Whether the answer is delivered: to the asker alone or, by a server that knows no better, to all.

        False where it may not be: in private, to whoever writes as the group, where the bot lacks the right.
        """
        asker = message.from_user
        if not self._supported or message.chat.type == Chat.PRIVATE or asker is None or asker.is_bot:
            return False
        try:
            alone = _alone(shown.markup, given, say) if is_found(answer) else None
            sent = await _sent(message, request, asker.id, replace(shown, markup=alone))
        except (BadRequest, Forbidden, ChatMigrated) as error:
            _log.info("not shown to one alone", reason=error.message)
            return False
        except TelegramError as error:
            # it may have arrived: for all to see, it would be there twice
            _log.warning("not delivered", call="show", reason=type(error).__name__)
            return True
        if not _ephemeral_id(sent):
            await self._stands_for_all(sent, given, shown)
        return True

    async def public(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Post the answer for all, as it would have been without the look-up, and take away the asker's own."""
        query = update.callback_query
        press = pressed(query.data) if query else None
        if query is None or press is None or query.message is None:
            return
        settings = await self._door.settings(query.message.chat.id)
        say = say_for(settings, query.from_user)
        given = await asyncio.to_thread(self._door.notebook.answer, press.number)
        person = await asyncio.to_thread(self._door.notebook.hash_person, person_id(query.from_user.id))
        if given is None or given.chat != chat_id(query.message.chat.id) or given.asker != person:
            await self._door.delivery.answer_callback(query.id, say("buttons.gone"))
        elif given.answer_message_id is not None:
            await self._door.delivery.answer_callback(query.id, say("lookup.already"))
            await _remove(query)
        else:
            await self._publish(query, given, settings, say)

    async def _publish(
        self, query: CallbackQuery, given: GivenAnswer, settings: ChatSettings, say: Locale
    ) -> None:
        shelf = await asyncio.to_thread(self._door.desk.shelf, given.shelf)
        answer = await asked(given.question, shelf)
        if not is_found(answer):
            await self._door.delivery.answer_callback(query.id, say("lookup.no_longer"), alert=True)
            return
        await self._door.delivery.answer_callback(query.id)
        fresh = replace(
            given, hits=given_of(answer, shelf, given.chat).hits, shelf_revision=shelf.revision, position=0
        )
        if fresh != given:  # written anew, an answer loses its votes
            await asyncio.to_thread(self._door.notebook.write, fresh)
        shown = await asyncio.to_thread(shown_answer, self._door, answer, fresh, settings, say)
        text, entities = rendered(shown.content)
        sent = await self._door.delivery.send(
            query.message.chat.id if query.message else 0,
            text,
            entities,
            reply_to=_replied(query) or given.asked_message_id,
            thread_id=given.topic_id,
            markup=shown.markup,
        )
        if sent is not None:
            await asyncio.to_thread(self._door.notebook.note_message, given.number, sent.message_id)
            await _remove(query)

    async def _stands_for_all(self, sent: Message, given: GivenAnswer, shown: Shown) -> None:
        """The server took no notice of who should see it, so this is an ordinary answer and so are those to come."""
        self._supported = False
        _log.info("the Bot API server shows every answer to all")
        await asyncio.to_thread(self._door.notebook.note_message, given.number, sent.message_id)
        text, entities = rendered(shown.content)
        await self._door.delivery.edit(sent.chat.id, sent.message_id, text, entities, markup=shown.markup)


async def _sent(message: Message, request: Addressed, asker: int, shown: Shown) -> Message:
    """The answer as the server took it. Raises TelegramError."""
    text, entities = fitted(*rendered(shown.content))
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


async def _remove(query: CallbackQuery) -> None:
    """Take the asker's own message away; it is gone by itself some day where that fails."""
    if not isinstance(query.message, Message) or not (number := _ephemeral_id(query.message)):
        return
    whose = {"chat_id": query.message.chat.id, "receiver_user_id": query.from_user.id}
    try:
        await query.get_bot().do_api_request(
            "deleteEphemeralMessage", {**whose, "ephemeral_message_id": number}
        )
    except TelegramError as error:
        _log.warning("refused", call="delete", reason=error.message)


def _ephemeral_id(message: Message) -> int:
    """The id under which one person sees the message; 0 for a message that all see."""
    # a later python-telegram-bot will know the field, and then it is no longer in api_kwargs
    return int(message.to_dict().get("ephemeral_message_id") or 0)


def _replied(query: CallbackQuery) -> int | None:
    replied = query.message.reply_to_message if isinstance(query.message, Message) else None
    return replied.message_id if replied else None


def _alone(markup: InlineKeyboardMarkup | None, given: GivenAnswer, say: Locale) -> InlineKeyboardMarkup:
    """公开, and of the ordinary buttons those that need not edit or delete the message."""
    public = InlineKeyboardButton(say("buttons.public"), callback_data=Press("public", given.number).data())
    rows = [[button for button in row if _stays(button)] for row in markup.inline_keyboard] if markup else []
    return InlineKeyboardMarkup([[public], *(row for row in rows if row)])


def _stays(button: InlineKeyboardButton) -> bool:
    press = pressed(button.callback_data) if isinstance(button.callback_data, str) else None
    return button.callback_data is None or (press is not None and press.action in ("up", "down"))
