"""Questions in messages: asked, edited, asked again; and quotations to verify."""

import asyncio
import time
from dataclasses import replace
from datetime import timedelta

import structlog
from telegram import Chat, Message, Update
from telegram.ext import ContextTypes

from bot.chat.telegram.addressing import Addressed, addressed, chat_id, person_id
from bot.chat.telegram.asking.lookup import Lookup
from bot.chat.telegram.asking.quoting import Shown, given_of, is_found, shown_answer
from bot.chat.telegram.door import Door, say_for
from bot.chat.telegram.transport.rendering import rendered
from bot.locale import Locale
from bot.model import Answer, Question
from bot.notebook import ChatSettings, GivenAnswer, Quiet
from bot.reply import Reply, verification_reply

__all__ = ["Questions"]

_SAME_WITHIN = timedelta(minutes=5)
_SHRUG = "🤷"
_log = structlog.get_logger("bot.chat.telegram")


class Questions:
    """The handlers of messages that ask."""

    def __init__(self, door: Door, lookup: Lookup) -> None:
        self._door = door
        self._lookup = lookup

    async def message(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a message that asks, as a reply to it; keep silent otherwise."""
        message = update.effective_message
        request = addressed(message, self._door.me) if message else None
        if message is None or request is None:
            return
        settings = await self._door.settings(message.chat_id, request.thread_id)
        say = say_for(settings, message.from_user)
        if not request.text.strip():
            await self._ask_what(message, settings, say)
        elif request.command == "verify":
            await self._verify(message, request, settings, say)
        elif not await self._repeated(message, request, settings, say):
            await self._answer(message, request, settings, say)

    async def edited(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A question that was edited has its answer edited; one that became a question is answered."""
        message = update.edited_message
        if message is None:
            return
        before = await asyncio.to_thread(
            self._door.notebook.answer_to, chat_id(message.chat_id), message.message_id
        )
        request = addressed(message, self._door.me)
        if request is None or not request.text.strip() or request.command == "verify":
            return
        settings = await self._door.settings(message.chat_id, request.thread_id)
        await self._answer(message, request, settings, say_for(settings, message.from_user), before)

    async def _answer(
        self,
        message: Message,
        request: Addressed,
        settings: ChatSettings,
        say: Locale,
        before: GivenAnswer | None = None,
    ) -> None:
        began = time.perf_counter()
        answer, given, shown = await asyncio.to_thread(self._found, message, request, settings, say, before)
        _log.info("answered", found=is_found(answer), ms=round((time.perf_counter() - began) * 1000, 1))
        if not is_found(answer) and before is None and await self._kept_quiet(message, settings):
            return
        await self._deliver(message, request, answer, given, shown, settings, say)

    def _found(
        self,
        message: Message,
        request: Addressed,
        settings: ChatSettings,
        say: Locale,
        before: GivenAnswer | None,
    ) -> tuple[Answer, GivenAnswer, Shown]:
        """The answer, what is written down of it, and what it looks like.

        For one thread: each way to another and back takes as long as looking something up.
        """
        notebook, shelf = self._door.notebook, self._door.desk.shelf(settings.shelf)
        answer = shelf.answerer.ask(Question(request.text, shelf.name))
        placed = replace(
            given_of(answer, shelf, chat_id(message.chat_id)),
            number=before.number if before else 0,
            answer_message_id=before.answer_message_id if before else None,
            topic_id=request.thread_id,
            asked_message_id=message.message_id,
            asker=notebook.hash_person(person_id(message.from_user.id)) if message.from_user else None,
        )
        given = notebook.write(placed)
        if not is_found(answer):
            notebook.note_unanswered(chat_id(message.chat_id), shelf.name, request.text)
        return answer, given, shown_answer(self._door, answer, given, settings, say)

    async def _deliver(
        self,
        message: Message,
        request: Addressed,
        answer: Answer,
        given: GivenAnswer,
        shown: Shown,
        settings: ChatSettings,
        say: Locale,
    ) -> None:
        text, entities = rendered(shown.content)
        if given.answer_message_id is not None and await self._door.delivery.edit(
            message.chat_id, given.answer_message_id, text, entities, markup=shown.markup
        ):
            return
        if settings.lookup and await self._lookup.show(message, request, answer, given, shown, say):
            return
        sent = await self._door.delivery.send(
            message.chat_id,
            text,
            entities,
            reply_to=request.reply_to,
            thread_id=request.thread_id,
            markup=shown.markup,
        )
        if sent is not None:
            await asyncio.to_thread(self._door.notebook.note_message, given.number, sent.message_id)

    async def _kept_quiet(self, message: Message, settings: ChatSettings) -> bool:
        """Whether a group was spared the words "not found": a shrug, or nothing, as it has set."""
        if message.chat.type == Chat.PRIVATE or settings.quiet is Quiet.MESSAGE:
            return False
        if settings.quiet is Quiet.REACTION:
            return await self._door.delivery.react(message.chat_id, message.message_id, _SHRUG)
        return True

    async def _repeated(
        self, message: Message, request: Addressed, settings: ChatSettings, say: Locale
    ) -> bool:
        """Whether the group had the same answer a moment ago; then whoever asks is shown to it."""
        if message.chat.type == Chat.PRIVATE:
            return False
        notebook = self._door.notebook
        first = await asyncio.to_thread(
            notebook.recent_answer, chat_id(message.chat_id), request.thread_id, request.text, _SAME_WITHIN
        )
        shelf = await self._door.shelf(settings)
        if first is None or first.answer_message_id is None or first.shelf_revision != shelf.revision:
            return False
        pointed = await self._door.delivery.send(
            message.chat_id,
            say("telegram.answered_above"),
            reply_to=first.answer_message_id,
            thread_id=request.thread_id,
        )
        if pointed is not None and pointed.reply_to_message is None:
            # somebody deleted that answer, so it points at nothing
            await self._door.delivery.delete(message.chat_id, pointed.message_id)
            return False
        return pointed is not None

    async def _verify(
        self, message: Message, request: Addressed, settings: ChatSettings, say: Locale
    ) -> None:
        shelf = await self._door.shelf(settings)
        verification = await asyncio.to_thread(shelf.answerer.verifier.verify, request.text)
        text, entities = rendered(verification_reply(verification, say))
        await self._door.delivery.send(
            message.chat_id, text, entities, reply_to=request.reply_to, thread_id=request.thread_id
        )

    async def _ask_what(self, message: Message, settings: ChatSettings, say: Locale) -> None:
        shelf = await self._door.shelf(settings)
        suggestion = next(iter(await asyncio.to_thread(lambda: shelf.answerer.suggestions)), "…")
        await self._door.reply_to(message, Reply(say("telegram.ask_what", suggestion=suggestion)))
