"""Handlers of the messages that upload articles, and of the button that undoes it."""

import asyncio
from collections import defaultdict
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Protocol
from weakref import WeakValueDictionary

from telegram import Chat, Message

from bot.chat.telegram.door import Door, IncomingMessage
from bot.chat.telegram.routes import Arrival
from bot.chat.telegram.uploads.addresses import AddressUploads, address, named_address
from bot.chat.telegram.uploads.albums import Albums
from bot.chat.telegram.uploads.article_intake import ArticleIntake, Progress
from bot.chat.telegram.uploads.article_reader import ArticleReader
from bot.chat.telegram.uploads.message_article import (
    article_from_message,
    document_of,
    looks_like_article,
    reading,
    text_after_add,
)
from bot.chat.telegram.uploads.permission import UploadPermission
from bot.chat.telegram.uploads.split_texts import (
    MAX_MESSAGE_UNITS,
    SplitText,
    SplitTexts,
    is_piece,
    nearly_full,
)
from bot.errors import UnreadableArticle
from bot.language.questions import asks
from bot.language.reads_as import ReadsAs
from bot.language.utf16 import units
from bot.model import Article
from bot.reply import Reply

__all__ = ["Questions", "UploadHandlers"]

_PATIENCE_S = 15.0
_MAX_TEXTS = 100


class Questions(Protocol):
    """The handlers of questions, to which a message may belong that came with an article, or as one."""

    async def ask(self, incoming: IncomingMessage) -> None:
        """Reply to a message that asks."""

    async def edited(self, incoming: IncomingMessage) -> None:
        """Edit the answer to a question that was edited."""

    async def ask_of(self, incoming: IncomingMessage, article_id: str, text: str) -> None:
        """Reply with what that article alone answers."""


class UploadHandlers:
    """The handlers of messages that upload an article."""

    def __init__(self, door: Door, reader: ArticleReader, questions: Questions) -> None:
        self._door, self._reader, self._questions = door, reader, questions
        self._permission = UploadPermission(door)
        self._intake, self._texts = ArticleIntake(door, self._permission), SplitTexts()
        self._addresses = AddressUploads(door, reader, self._intake)
        self.albums = Albums(door)
        self._progress: dict[tuple[int, int], Progress] = {}
        self._locks: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()
        self._running: defaultdict[int, set[asyncio.Task[object]]] = defaultdict(set)

    async def note(self, arrival: Arrival) -> None:
        """See every new message first; in private, let it wait for earlier files, which it may ask."""
        message = arrival.message
        opening = text_after_add(message, self._door.me)
        wanted = bool(opening) or looks_like_article(message, arrival.request, self._door.me)
        self._texts.note(message, wanted=wanted, opening=opening)
        if opening is not None:
            self.albums.note(message)
        before = self._running.get(message.chat_id)
        if before and message.chat.type == Chat.PRIVATE and not document_of(message):
            await asyncio.wait(before, timeout=_PATIENCE_S)

    def is_file(self, arrival: Arrival) -> bool:
        """Return whether the message is an uploaded file or, new and in private, only an address."""
        message = arrival.message
        if document_of(message) is not None:
            return looks_like_article(message, arrival.request, self._door.me)
        return not arrival.edited and self._addresses.wants(message)

    def is_text(self, arrival: Arrival) -> bool:
        """Return whether the message is a text to add, or another piece of one."""
        message = arrival.message
        if document_of(message) or (arrival.edited and message.chat.type != Chat.PRIVATE):
            return False
        text = self._texts.of(message)
        if text is not None and message.message_id != text.first.message_id:
            # in private also the later pieces of a question: they are no questions of their own
            return text.wanted or message.chat.type == Chat.PRIVATE
        return looks_like_article(message, arrival.request, self._door.me)

    def is_captioned(self, arrival: Arrival) -> bool:
        """Return whether the message is new and its caption begins with /add."""
        caption = arrival.message.caption
        return (
            not arrival.edited
            and bool(caption)
            and text_after_add(arrival.message, self._door.me) is not None
        )

    def is_of_album(self, arrival: Arrival) -> bool:
        """Return whether the message is a new file of an album that was added with /add."""
        return not arrival.edited and self.albums.holds(arrival.message)

    async def add_text(self, incoming: IncomingMessage) -> None:
        """Add the text of the message, or the whole text that it is a piece of."""
        if incoming.edited and await self._was_asked(incoming):
            await self._questions.edited(incoming)
        elif incoming.edited:
            await self._take_edited(incoming)
        elif text := self._texts.of(incoming.message):
            async with self._lock(text):
                await self._take_whole(incoming)
        else:
            await self._take_text(incoming, incoming.message)

    async def add_file(self, incoming: IncomingMessage) -> None:
        """Add the file in a private message, or the page it names; later messages wait for it."""
        message, task = incoming.message, asyncio.current_task()
        if task is None:
            return
        running = self._running[message.chat_id]
        running.add(task)
        try:
            if url := address(message.text or ""):
                await self._addresses.add(incoming, url)
            added = text_after_add(message, self._door.me)
            asked = message.caption or "" if added is None else added
            await self._take_file(incoming, message, edited=incoming.edited, asked=asked)
        finally:
            running.discard(task)
            if not running:
                self._running.pop(message.chat_id, None)

    async def add_of_album(self, incoming: IncomingMessage) -> None:
        """Add a file of an album; whoever may not add was already told so."""
        if await self._permission.may_add(incoming):
            await self._take_file(incoming, incoming.message)

    async def add(self, incoming: IncomingMessage) -> None:
        """Add what /add points at: its file, the text or address after it, or what it replies to."""
        text = self._texts.of(incoming.message)
        async with self._lock(text) if text else asyncio.Lock():
            if not await self._permission.may_add(incoming):
                await self._permission.say_line(incoming, "not_allowed")
                if text is not None:
                    self._remember(text, Progress(over=True))
            elif text is not None:
                await self._take_whole(incoming)
            else:
                await self._take_target(incoming)

    async def _take_target(self, incoming: IncomingMessage) -> None:
        """Add what /add points at; the message's own content goes before what it replies to."""
        message = incoming.message
        text, replied = text_after_add(message, self._door.me), message.reply_to_message
        if document_of(message):
            await self._take_file(incoming, message, asked=text or "")
        elif text:
            await self._take_text_or_page(incoming, message, address(text), text)
        elif replied is None or not self._holds_an_article(replied):
            how = "add_how_or_page" if self._addresses.allowed else "add_how"
            await self._permission.say_line(incoming, how)
        elif document_of(replied):
            await self._take_file(incoming, replied)
        else:
            whole = self._texts.of(replied)
            holder, text = (whole.first, whole.text) if whole else (replied, None)
            await self._take_text_or_page(incoming, holder, named_address(replied), text)

    async def _take_text_or_page(
        self, incoming: IncomingMessage, holder: Message, url: str | None, text: str | None
    ) -> None:
        if url is not None:
            await self._addresses.add(incoming, url)
        else:
            await self._take_text(incoming, holder, text)

    def _holds_an_article(self, message: Message) -> bool:
        mine = message.from_user is not None and message.from_user.id == self._door.me.id
        return not mine and bool(document_of(message) or message.text or message.caption)

    async def _take_file(
        self, incoming: IncomingMessage, holder: Message, *, edited: bool = False, asked: str = ""
    ) -> None:
        """Add the file, and answer the question that came `asked` with it, of that file alone."""
        if document := document_of(holder):
            read = partial(self._reader.document, document, incoming.message.chat_id)
            progress = await self._intake.take(incoming, read, edited=edited)
            if progress.article_id and asked.strip():
                # the file may have changed which shelves are asked
                conversation = await self._door.conversation(incoming.message)
                await self._answer_caption(
                    replace(incoming, conversation=conversation), progress.article_id, asked
                )

    async def _answer_caption(self, incoming: IncomingMessage, article_id: str, caption: str) -> None:
        """Answer a caption that asks, of that article, or obey its command; one of no use there gets a line."""
        request = incoming.request
        text = request.text if request is not None else caption.strip()
        if request is not None and request.command == "verify":
            await self._questions.ask(incoming)
        elif asks(text) or (request is not None and request.command == "ask" and text):
            await self._questions.ask_of(incoming, article_id, text)
        elif text.startswith("/") and incoming.conversation.private:
            await self._door.reply_to(incoming.message, Reply(incoming.say("telegram.caption_command")))

    async def _take_text(
        self, incoming: IncomingMessage, holder: Message, text: str | None = None, *, edited: bool = False
    ) -> None:
        read = partial(self._reader.text, holder, text)
        cut = text is None and nearly_full(holder)
        doubtful = holder is incoming.message and self._is_doubtful(incoming)
        await self._intake.take(incoming, read, edited=edited, cut=cut, doubtful=doubtful)

    def _is_doubtful(self, incoming: IncomingMessage) -> bool:
        return reading(incoming.message, incoming.request, self._door.me) is ReadsAs.DOUBT

    async def _take_whole(self, incoming: IncomingMessage) -> None:
        """Add all the pieces that arrived, unless an earlier piece already included this one."""
        text = self._texts.of(incoming.message)
        if text is None or not text.wanted:
            return
        progress = self._progress.get(text.id, Progress())
        if progress.over or progress.pieces == len(text.pieces):
            return
        progress = replace(progress, pieces=len(text.pieces))
        self._remember(text, progress)
        read = partial(self._reader.text, text.first, text.text)
        alone = progress.pieces == 1
        doubtful = alone and self._is_doubtful(incoming)
        cut = alone and nearly_full(text.first)
        self._remember(text, await self._intake.take(incoming, read, progress, cut=cut, doubtful=doubtful))

    def _lock(self, text: SplitText) -> asyncio.Lock:
        return self._locks.setdefault(text.id, asyncio.Lock())

    def _remember(self, text: SplitText, progress: Progress) -> None:
        self._progress[text.id] = progress
        for old_id in list(self._progress)[:-_MAX_TEXTS]:
            del self._progress[old_id]

    async def _take_edited(self, incoming: IncomingMessage) -> None:
        """Add an edited text again; if it came in pieces, together with all the others."""
        message = incoming.message
        if text := self._texts.change(message):
            await self._take_text(incoming, text.first, text.text, edited=True)
        elif (whole := await asyncio.to_thread(self._whole, incoming)) is None:
            await self._take_text(incoming, message, edited=True)
        elif not await asyncio.to_thread(is_piece, message.text or "", whole):
            await self._permission.say_line(incoming, "edit_joined")

    async def _was_asked(self, incoming: IncomingMessage) -> bool:
        """Return whether the message was answered before, as one that somebody took as a question."""
        chat, number = incoming.conversation.chat, incoming.message.message_id
        return chat is not None and bool(
            await asyncio.to_thread(self._door.notebook.answers_to, chat, number)
        )

    def _whole(self, incoming: IncomingMessage) -> Article | None:
        """Return the article on the shelf that the message is one of the pieces of, which are forgotten by now."""
        chat = incoming.conversation.chat
        if chat is None:
            return None
        with suppress(UnreadableArticle):
            article = article_from_message(incoming.message)
            known = self._door.shelves.earlier(chat, article)
            whole = known.article if known else self._door.shelves.whole(chat, article.text)
            return whole if whole and units(whole.text) > MAX_MESSAGE_UNITS else None
        return None
