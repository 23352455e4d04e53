"""Presses of the buttons under answers; they work after a restart and for ever."""

import asyncio
from dataclasses import replace

from telegram import CallbackQuery, Chat, InlineKeyboardMarkup, Message, Update
from telegram.ext import ContextTypes

from bot.answering.quoting.citation import STYLES, cite
from bot.assistant.desk import Shelf
from bot.chat.telegram.addressing import chat_id, person_id
from bot.chat.telegram.asking.keyboard import Press, pressed, style_keyboard
from bot.chat.telegram.asking.quoting import Shown, asked, cited, given_of, hit_of, shown_answer, shown_hit
from bot.chat.telegram.door import Door, say_for
from bot.chat.telegram.transport.rendering import rendered
from bot.locale import Locale
from bot.model import Hit
from bot.notebook import ChatSettings, GivenAnswer
from bot.reply import Reply

__all__ = ["Presses"]

_VOTES = {"up": 1, "down": -1}


class Presses:
    """The handler of callback queries that come from answers."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def press(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Do what the button says; the query is answered whatever happens."""
        query = update.callback_query
        press = pressed(query.data) if query else None
        if query is None:
            return
        if press is None:
            await self._door.delivery.answer_callback(query.id)
            return
        where = query.message.chat.id if query.message else query.from_user.id
        settings = await self._door.settings(where)
        say = say_for(settings, query.from_user)
        given = await asyncio.to_thread(self._door.notebook.answer, press.number)
        if given is None or not _is_of(query, given):
            await self._door.delivery.answer_callback(query.id, say("buttons.gone"))
        elif press.action in _VOTES:
            await self._vote(query, press, say)
        elif press.action == "delete":
            await self._delete(query, given, say)
        else:
            await self._show(query, press, given, settings, say)

    async def _vote(self, query: CallbackQuery, press: Press, say: Locale) -> None:
        value = _VOTES[press.action]
        vote, tally = await asyncio.to_thread(
            self._door.notebook.vote, press.number, person_id(query.from_user.id), value
        )
        said = say("buttons.thanks" if vote else "buttons.taken_back", up=tally.up, down=tally.down)
        await self._door.delivery.answer_callback(query.id, said)

    async def _delete(self, query: CallbackQuery, given: GivenAnswer, say: Locale) -> None:
        message = query.message
        person = await asyncio.to_thread(self._door.notebook.hash_person, person_id(query.from_user.id))
        allowed = message is not None and (given.asker == person or await self._rules(message.chat, query))
        if not allowed or message is None:
            await self._door.delivery.answer_callback(query.id, say("buttons.not_yours"))
            return
        await self._door.delivery.answer_callback(query.id)
        await self._door.delivery.delete(message.chat.id, message.message_id)

    async def _rules(self, chat: Chat, query: CallbackQuery) -> bool:
        return await self._door.may_rule(chat, query.from_user)

    async def _show(
        self, query: CallbackQuery, press: Press, given: GivenAnswer, settings: ChatSettings, say: Locale
    ) -> None:
        shelf = await asyncio.to_thread(self._door.desk.shelf, given.shelf)
        hit = await asyncio.to_thread(hit_of, given, press, shelf)
        if hit is None:
            await self._again(query, given, shelf, settings, say)
            return
        await self._door.delivery.answer_callback(query.id)
        to_cite = await asyncio.to_thread(cited, self._door, given, hit)
        if press.action == "cite":
            await self._cite(query, press, to_cite)
        elif press.action == "styles":
            await self._edit(query, press, given, hit, settings, say, style_keyboard(press, to_cite, say))
        else:
            await self._edit(query, press, given, hit, settings, say)

    async def _edit(
        self,
        query: CallbackQuery,
        press: Press,
        given: GivenAnswer,
        hit: Hit,
        settings: ChatSettings,
        say: Locale,
        markup: InlineKeyboardMarkup | None = None,
    ) -> None:
        shown = await asyncio.to_thread(shown_hit, self._door, press, given, hit, settings, say)
        await self._put(query, replace(shown, markup=markup or shown.markup))
        await asyncio.to_thread(self._door.notebook.note_position, given.number, press.position)

    async def _put(self, query: CallbackQuery, shown: Shown) -> None:
        text, entities = rendered(shown.content)
        if (message := query.message) is not None:
            ids = message.chat.id, message.message_id
            await self._door.delivery.edit(*ids, text, entities, markup=shown.markup)

    async def _cite(self, query: CallbackQuery, press: Press, hit: Hit) -> None:
        citation = cite(hit.article, press.style if press.style in STYLES else "gbt7714")
        if isinstance(query.message, Message):
            await self._door.reply_to(query.message, Reply(citation))

    async def _again(
        self, query: CallbackQuery, given: GivenAnswer, shelf: Shelf, settings: ChatSettings, say: Locale
    ) -> None:
        """The article changed since: say so, and show what the shelf answers now."""
        await self._door.delivery.answer_callback(query.id, say("buttons.changed"))
        answer = await asked(given.question, shelf)
        fresh = given_of(answer, shelf, given.chat)
        kept = replace(given, hits=fresh.hits, shelf_revision=shelf.revision, position=0)
        written = await asyncio.to_thread(self._door.notebook.write, kept)
        await self._put(
            query, await asyncio.to_thread(shown_answer, self._door, answer, written, settings, say)
        )


def _is_of(query: CallbackQuery, given: GivenAnswer) -> bool:
    """Whether the press came from the answer's own message: callback data can be forged.

    No answer stands in an inline message, so a press there is forged.
    """
    if query.message is None:
        return False
    # in a group that became a supergroup the number of the message is forgotten
    known = given.answer_message_id in (None, query.message.message_id)
    return given.chat == chat_id(query.message.chat.id) and known
