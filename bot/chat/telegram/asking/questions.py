"""Questions in messages: new, edited or repeated ones, and quotations to verify."""

import asyncio
from datetime import timedelta

from telegram import Message

from bot.assistant.assistant import Exchange
from bot.assistant.conversation import Conversation
from bot.chat.telegram.addressing import Request
from bot.chat.telegram.asking.lookup import Lookup
from bot.chat.telegram.asking.quoting import AnswerMessage, answer_message
from bot.chat.telegram.door import Door, IncomingMessage
from bot.chat.telegram.transport.rendering import render
from bot.language.follow_up import Leaning, follow_up
from bot.model import NotFound, Previous
from bot.notebook import GivenAnswer, Quiet
from bot.reply import Reply, verification_reply

__all__ = ["QuestionHandlers"]

_REPEAT_WINDOW = timedelta(minutes=5)
_FOLLOW_WINDOW = timedelta(minutes=10)
"""How long after an answer a question in private may lean on it without a reply."""
_SHRUG = "🤷"


class QuestionHandlers:
    """The handlers of messages that ask."""

    def __init__(self, door: Door, lookup: Lookup) -> None:
        self._door = door
        self._lookup = lookup

    async def ask(self, incoming: IncomingMessage) -> None:
        """Reply to a message that asks; ignore any other."""
        request = incoming.request
        if request is None:
            return
        if not request.text.strip():
            await self._ask_what(incoming)
        elif request.command == "verify":
            await self._verify(incoming, request)
        else:
            previous = await asyncio.to_thread(self._previous, incoming, request)
            # what leans on an answer is another question each time
            if self._leans(request, previous) or not await self._point_to_recent(incoming, request):
                await self._answer(incoming, request, previous=previous)

    async def edited(self, incoming: IncomingMessage) -> None:
        """Edit the answer to a question that was edited; answer a message that became a question."""
        request, chat = incoming.request, incoming.conversation.chat
        if request is None or chat is None or not request.text.strip() or request.command == "verify":
            return
        before = await asyncio.to_thread(self._door.notebook.answer_to, chat, incoming.message.message_id)
        if before is not None:
            previous = await asyncio.to_thread(self._door.assistant.previous.before, before)
        else:
            previous = await asyncio.to_thread(self._previous, incoming, request)
        await self._answer(incoming, request, before, previous)

    def _previous(self, incoming: IncomingMessage, request: Request) -> Previous | None:
        """Return the answer that the message replies to; in private, without a reply, the person's latest."""
        conversation, replied = incoming.conversation, incoming.message.reply_to_message
        if request.quoted or conversation.chat is None:
            return None
        given = None
        if replied is not None:
            given = self._answer_replied_to(conversation, replied)
        elif conversation.private and conversation.person is not None:
            given = self._door.notebook.latest_answer(
                conversation.chat, conversation.topic_id, conversation.person, _FOLLOW_WINDOW
            )
        return self._door.assistant.previous.written(conversation, given)

    def _answer_replied_to(self, conversation: Conversation, replied: Message) -> GivenAnswer | None:
        """Return the answer sent in that message of this chat; in private, also the answer to it."""
        if conversation.chat is None or conversation.chat.id != replied.chat.id:
            return None
        notebook = self._door.notebook
        sender = replied.from_user
        if sender is not None and sender.id == self._door.me.id:
            return notebook.answer_in(conversation.chat, replied.message_id)
        return notebook.answer_to(conversation.chat, replied.message_id) if conversation.private else None

    def _leans(self, request: Request, previous: Previous | None) -> bool:
        leaning = previous is not None and follow_up(request.text, previous.question).leaning
        return bool(leaning) and leaning is not Leaning.ALONE

    async def _answer(
        self,
        incoming: IncomingMessage,
        request: Request,
        before: GivenAnswer | None = None,
        previous: Previous | None = None,
    ) -> None:
        exchange, shown = await asyncio.to_thread(self._ask, incoming, request, before, previous)
        if isinstance(exchange.answer, NotFound) and before is None and await self._keep_quiet(incoming):
            return
        await self._deliver(incoming, request, exchange, shown)

    def _ask(
        self,
        incoming: IncomingMessage,
        request: Request,
        before: GivenAnswer | None,
        previous: Previous | None,
    ) -> tuple[Exchange, AnswerMessage]:
        """Return the answer, and its message.

        Both in one call, to run in one thread: a change of threads takes as long as a look-up.
        """
        exchange = self._door.assistant.ask(
            incoming.conversation,
            request.text,
            message_id=incoming.message.message_id,
            before=before,
            previous=previous,
        )
        return exchange, answer_message(self._door, exchange, incoming.conversation)

    async def _deliver(
        self, incoming: IncomingMessage, request: Request, exchange: Exchange, shown: AnswerMessage
    ) -> None:
        message, given = incoming.message, exchange.given
        text, entities = render(shown.content)
        if (
            given is not None
            and given.answer_message_id is not None
            and await self._door.delivery.edit(
                message.chat_id, given.answer_message_id, text, entities, markup=shown.markup
            )
        ):
            return
        alone = incoming.conversation.settings.lookup
        if alone and await self._lookup.show(incoming, request, exchange, shown):
            return
        sent = await self._door.delivery.send(
            message.chat_id,
            text,
            entities,
            reply_to=request.reply_to,
            thread_id=request.thread_id,
            markup=shown.markup,
        )
        if sent is not None and given is not None:
            await asyncio.to_thread(self._door.notebook.note_message, given.number, sent.message_id)

    async def _keep_quiet(self, incoming: IncomingMessage) -> bool:
        """Return whether the group gets a shrug, or nothing, instead of "not found", as it has set."""
        conversation, message = incoming.conversation, incoming.message
        if conversation.private or conversation.settings.quiet is Quiet.MESSAGE:
            return False
        if conversation.settings.quiet is Quiet.REACTION:
            return await self._door.delivery.react(message.chat_id, message.message_id, _SHRUG)
        return True

    async def _point_to_recent(self, incoming: IncomingMessage, request: Request) -> bool:
        """Point to the group's recent answer to the same question; return whether that was done."""
        conversation, message = incoming.conversation, incoming.message
        if conversation.private or conversation.chat is None:
            return False
        first = await asyncio.to_thread(
            self._door.notebook.recent_answer,
            conversation.chat,
            conversation.topic_id,
            request.text,
            _REPEAT_WINDOW,
        )
        shelf = await asyncio.to_thread(self._door.assistant.desk.shelf, conversation.shelf)
        if first is None or first.answer_message_id is None or first.shelf_revision != shelf.revision:
            return False
        pointer = await self._door.delivery.send(
            message.chat_id,
            incoming.say("chat.answered_above"),
            reply_to=first.answer_message_id,
            thread_id=request.thread_id,
        )
        if pointer is not None and pointer.reply_to_message is None:
            # that answer was deleted, so the reply points at nothing
            await self._door.delivery.delete(message.chat_id, pointer.message_id)
            return False
        return pointer is not None

    async def _verify(self, incoming: IncomingMessage, request: Request) -> None:
        verify = self._door.assistant.verify
        verification = await asyncio.to_thread(verify, incoming.conversation, request.text)
        text, entities = render(verification_reply(verification, incoming.say))
        await self._door.delivery.send(
            incoming.message.chat_id,
            text,
            entities,
            reply_to=request.reply_to,
            thread_id=request.thread_id,
        )

    async def _ask_what(self, incoming: IncomingMessage) -> None:
        suggestions = await asyncio.to_thread(
            self._door.assistant.desk.suggestions, incoming.conversation.shelf
        )
        text = incoming.say("chat.ask_what", suggestion=next(iter(suggestions), "…"))
        await self._door.reply_to(incoming.message, Reply(text))
