"""Questions in messages: new, edited or repeated ones, and quotations to verify."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from telegram import Message

from bot.assistant.assistant import Exchange
from bot.assistant.conversation import Conversation
from bot.chat.telegram.addressing import Request
from bot.chat.telegram.asking.claims import Claims
from bot.chat.telegram.asking.lookup import Lookup
from bot.chat.telegram.asking.quoting import AnswerMessage, answer_message
from bot.chat.telegram.door import SHRUG, Door, IncomingMessage, topic_of
from bot.chat.telegram.transport.in_hand import current
from bot.chat.telegram.transport.rendering import render
from bot.language.follow_up import Leaning, follow_up
from bot.language.questions import questions_in
from bot.model import NotFound, Previous
from bot.notebook import GivenAnswer, Quiet, question_key
from bot.reply import Reply

__all__ = ["QuestionHandlers"]

_REPEAT_WINDOW = timedelta(minutes=5)
_FOLLOW_WINDOW = timedelta(minutes=10)
"""How long after an answer a question in private may lean on it without a reply."""
_MOST_QUESTIONS = 3


class QuestionHandlers:
    """The handlers of messages that ask."""

    def __init__(self, door: Door, lookup: Lookup) -> None:
        self._door = door
        self._lookup = lookup
        self._claims = Claims(door)

    async def ask(self, incoming: IncomingMessage) -> None:
        """Reply to a message that asks; ignore any other."""
        request = incoming.request
        if request is None:
            return
        if not request.text.strip():
            await self._say_what_is_missing(incoming, request)
        elif request.command == "verify":
            await self._claims.verify(incoming, request)
        else:
            before = await self._begun(incoming, questions_in(request.text))
            await self._ask_each(incoming, request, before)

    async def ask_of(self, incoming: IncomingMessage, article_id: str, text: str) -> None:
        """Reply with what that article alone answers; an edited message has its answer edited."""
        message, chat = incoming.message, incoming.conversation.chat
        request = incoming.request or Request(text, message.message_id, thread_id=topic_of(message))
        before = None
        if incoming.edited and chat is not None:
            before = await asyncio.to_thread(self._door.notebook.answer_to, chat, message.message_id)
        await self._answer(incoming, replace(request, text=text), before, of=article_id)

    async def _ask_each(
        self, incoming: IncomingMessage, request: Request, before: Sequence[GivenAnswer | None] = ()
    ) -> None:
        """Answer the questions of the message one after the other, each in the light of the one before.

        `before` are the answers there are, to the first question first: those that an edit replaces, or those
        that were written down before the bot started.
        """
        questions = questions_in(request.text)
        if before and before[0] is not None:
            previous = await asyncio.to_thread(self._door.assistant.previous.before, before[0])
        else:
            previous = await asyncio.to_thread(self._previous, incoming, request)
        for number, question in enumerate(questions[:_MOST_QUESTIONS]):
            one = replace(request, text=question)
            earlier = before[number] if number < len(before) else None
            if (
                earlier is None
                and not self._leans(one, previous)
                and await self._point_to_recent(incoming, one)
            ):
                continue
            several = len(questions) > 1
            given = await self._answer(incoming, one, earlier, previous, of_several=several)
            previous = await asyncio.to_thread(
                self._door.assistant.previous.written, incoming.conversation, given
            )
        if len(questions) > _MOST_QUESTIONS and not incoming.edited:
            line = incoming.say(
                "chat.too_many_questions", most=_MOST_QUESTIONS, left=len(questions) - _MOST_QUESTIONS
            )
            await self._door.reply_to(incoming.message, Reply(line))

    async def edited(self, incoming: IncomingMessage) -> None:
        """Edit the answer to a question that was edited; answer a message that became a question."""
        request, chat = incoming.request, incoming.conversation.chat
        if request is None or chat is None or not request.text.strip():
            return
        before = await asyncio.to_thread(self._door.notebook.answers_to, chat, incoming.message.message_id)
        if request.command == "verify":
            await self._claims.verify(incoming, request, before[0] if before else None)
            return
        if len(before) > 1 or len(questions_in(request.text)) > 1:
            await self._ask_each(incoming, request, before)
            return
        if before:
            previous = await asyncio.to_thread(self._door.assistant.previous.before, before[0])
        else:
            previous = await asyncio.to_thread(self._previous, incoming, request)
        given = await self._answer(incoming, request, before[0] if before else None, previous)
        unseen = not before or before[0].answer_message_id is None
        if unseen and given is not None and given.hits:
            # as it was, it found nothing or came too late, and got a shrug
            await self._door.delivery.react(incoming.message.chat_id, incoming.message.message_id, None)

    async def _begun(
        self, incoming: IncomingMessage, questions: Sequence[str]
    ) -> Sequence[GivenAnswer | None]:
        """Return the answer to each question that was written down when the message was handled before.

        It may not have been sent.
        """
        chat = incoming.conversation.chat
        if chat is None or not current().again:
            return ()
        written = await asyncio.to_thread(self._door.notebook.answers_to, chat, incoming.message.message_id)
        by_question = {given.question: given for given in reversed(written)}
        return [by_question.pop(question, None) for question in questions]

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
        *,
        of_several: bool = False,
        of: str = "",
    ) -> GivenAnswer | None:
        """Answer, below the question if it is one `of_several`; if asked `of` an article, from that one alone.

        An answer to the same question that was sent `before` stands.
        """
        if before is not None and before.answer_message_id is not None and not of:
            current().pass_over(before.answer_message_id)
            if question_key(before.question) == question_key(request.text):
                return before
        exchange, shown = await asyncio.to_thread(
            self._ask, incoming, request, before, previous, of, of_several
        )
        unseen = before is None or before.answer_message_id is None
        if isinstance(exchange.answer, NotFound) and unseen and await self._keep_quiet(incoming):
            return exchange.given
        await self._deliver(incoming, request, exchange, shown)
        return exchange.given

    def _ask(
        self,
        incoming: IncomingMessage,
        request: Request,
        before: GivenAnswer | None,
        previous: Previous | None,
        of: str,
        of_several: bool,
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
            of=of,
            of_several=of_several,
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
            await asyncio.to_thread(self._door.assistant.note_message, given, sent.message_id)

    async def _keep_quiet(self, incoming: IncomingMessage) -> bool:
        """Return whether the group gets a shrug, or nothing, instead of "not found", as it has set."""
        conversation, message = incoming.conversation, incoming.message
        if conversation.private or conversation.settings.quiet is Quiet.MESSAGE:
            return False
        if conversation.settings.quiet is Quiet.REACTION:
            return await self._door.delivery.react(message.chat_id, message.message_id, SHRUG)
        return True

    async def _point_to_recent(self, incoming: IncomingMessage, request: Request) -> bool:
        """Point to the group's recent answer to the same question; return whether that was done."""
        conversation, message = incoming.conversation, incoming.message
        silent = self._door.delivery.is_silent(message.chat_id, request.thread_id)
        if conversation.private or conversation.chat is None or silent:
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
            aside=False,
        )
        if pointer is not None and pointer.reply_to_message is None:
            # that answer was deleted, so the reply points at nothing
            await self._door.delivery.delete(message.chat_id, pointer.message_id)
            return False
        return pointer is not None

    async def _say_what_is_missing(self, incoming: IncomingMessage, request: Request) -> None:
        if request.command == "verify":
            await self._door.reply_to(incoming.message, Reply(incoming.say("chat.verify_what")))
            return
        suggestions = await asyncio.to_thread(
            self._door.assistant.desk.suggestions, incoming.conversation.shelf
        )
        text = incoming.say("chat.ask_what", suggestion=next(iter(suggestions), "…"))
        await self._door.reply_to(incoming.message, Reply(text))
