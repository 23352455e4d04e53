"""Articles handed over in a chat: who hands over what; taken back with a button."""

import asyncio
from collections import defaultdict
from contextlib import suppress
from dataclasses import replace
from functools import partial
from weakref import WeakValueDictionary

from telegram import Chat, Message

from bot.chat.telegram.callbacks import UndoAdding
from bot.chat.telegram.door import Door, IncomingMessage, Press
from bot.chat.telegram.routes import Arrival
from bot.chat.telegram.uploads.addresses import AddressUploads, address, named_address
from bot.chat.telegram.uploads.albums import Albums
from bot.chat.telegram.uploads.article_intake import ArticleIntake, Progress
from bot.chat.telegram.uploads.article_reader import ArticleReader
from bot.chat.telegram.uploads.message_article import (
    added_text,
    article_from_message,
    document_of,
    hands_over,
)
from bot.chat.telegram.uploads.permission import UploadPermission
from bot.chat.telegram.uploads.source_card import name_of
from bot.chat.telegram.uploads.split_texts import A_MESSAGE, SplitText, SplitTexts, nearly_full
from bot.errors import UnreadableArticle
from bot.reply import Reply

__all__ = ["UploadHandlers"]

_PATIENCE_S = 15.0
_MAX_REMEMBERED = 100


class UploadHandlers:
    """The handlers of messages that hand an article over, and of the button that takes it back."""

    def __init__(self, door: Door, reader: ArticleReader) -> None:
        self._door, self._reader = door, reader
        self._permission = UploadPermission(door)
        self._intake, self._texts = ArticleIntake(door, self._permission), SplitTexts()
        self._addresses = AddressUploads(door, reader, self._intake)
        self.albums = Albums(door)
        self._progress: dict[tuple[int, int], Progress] = {}
        self._locks: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()
        self._at_work: defaultdict[int, set[asyncio.Task[object]]] = defaultdict(set)

    async def note(self, arrival: Arrival) -> None:
        """See a new message before all else does; in private it waits for files before it, which it may ask."""
        message = arrival.message
        opening = added_text(message, self._door.me)
        wanted = bool(opening) or hands_over(message, arrival.request, self._door.me)
        self._texts.note(message, wanted=wanted, opening=opening)
        if opening is not None:
            self.albums.note(message)
        before = self._at_work.get(message.chat_id)
        if before and message.chat.type == Chat.PRIVATE and not document_of(message):
            await asyncio.wait(before, timeout=_PATIENCE_S)

    def is_file(self, arrival: Arrival) -> bool:
        """Return whether the message is a file handed over, or, new in private, an address alone."""
        message = arrival.message
        if document_of(message) is not None:
            return hands_over(message, arrival.request, self._door.me)
        return not arrival.edited and self._addresses.wants(message)

    def is_text(self, arrival: Arrival) -> bool:
        """Return whether the message is a text to add, or one more piece of it."""
        message = arrival.message
        if document_of(message) or (arrival.edited and message.chat.type != Chat.PRIVATE):
            return False
        text = self._texts.of(message)
        if text is not None and message.message_id != text.first.message_id:
            # in private also what goes on after a question: it is no other question
            return text.wanted or message.chat.type == Chat.PRIVATE
        return hands_over(message, arrival.request, self._door.me)

    def is_captioned(self, arrival: Arrival) -> bool:
        """Return whether the message is new and its caption begins with /add."""
        caption = arrival.message.caption
        return not arrival.edited and bool(caption) and added_text(arrival.message, self._door.me) is not None

    def is_of_album(self, arrival: Arrival) -> bool:
        """Return whether the message is a new file of an album that was added with /add."""
        return not arrival.edited and self.albums.holds(arrival.message)

    async def add_text(self, incoming: IncomingMessage) -> None:
        """Take the text that a message is, or the whole that it is one more piece of."""
        if incoming.edited:
            await self._edited(incoming)
        elif text := self._texts.of(incoming.message):
            async with self._lock(text):
                await self._whole(incoming)
        else:
            await self._text(incoming, incoming.message)

    async def add_file(self, incoming: IncomingMessage) -> None:
        """Take the file that a private message is, or the page that it names; what follows waits for it a while."""
        message, task = incoming.message, asyncio.current_task()
        if task is None:
            return
        at_work = self._at_work[message.chat_id]
        at_work.add(task)
        try:
            if found := address(message.text or ""):
                await self._addresses.add(incoming, found)
            await self._file(incoming, message, edited=incoming.edited)
        finally:
            at_work.discard(task)
            if not at_work:
                self._at_work.pop(message.chat_id, None)

    async def add_of_album(self, incoming: IncomingMessage) -> None:
        """Take such a file; whoever may not add was told so already."""
        if await self._permission.may_add(incoming):
            await self._file(incoming, incoming.message)

    async def add(self, incoming: IncomingMessage) -> None:
        """Take what /add points at: its own file, the text or address after it, or the message it replies to."""
        text = self._texts.of(incoming.message)
        async with self._lock(text) if text else asyncio.Lock():
            if not await self._permission.may_add(incoming):
                await self._permission.say_line(incoming, "not_allowed")
                if text is not None:
                    self._remember(text, Progress(over=True))
            elif text is not None:
                await self._whole(incoming)
            else:
                await self._added(incoming)

    async def undo(self, press: Press) -> None:
        """Take off again what was just added, if whoever presses may."""
        wish, chat = press.wish, press.conversation.chat
        if not isinstance(wish, UndoAdding) or chat is None:
            return
        if not await self._permission.admits(press, wish.article_id):
            return
        removed = await asyncio.to_thread(self._door.shelves.remove, chat, wish.article_id)
        if removed is None:
            await self._door.delivery.answer_callback(press.query.id, press.say("articles.gone"))
            return
        await self._door.delivery.answer_callback(press.query.id)
        await self._door.replace(press.message, Reply(press.say("articles.undone", title=name_of(removed))))

    async def _added(self, incoming: IncomingMessage) -> None:
        """Take what /add points at: what is in the message goes before what it replies to."""
        message = incoming.message
        text, replied = added_text(message, self._door.me), message.reply_to_message
        if document_of(message):
            await self._file(incoming, message)
        elif text:
            await self._text_or_page(incoming, message, address(text), text)
        elif replied is None or not self._holds_an_article(replied):
            how = "add_how_or_page" if self._addresses.allowed else "add_how"
            await self._permission.say_line(incoming, how)
        elif document_of(replied):
            await self._file(incoming, replied)
        else:
            whole = self._texts.of(replied)
            holder, text = (whole.first, whole.text) if whole else (replied, None)
            await self._text_or_page(incoming, holder, named_address(replied), text)

    async def _text_or_page(
        self, incoming: IncomingMessage, holder: Message, found: str | None, text: str | None
    ) -> None:
        if found is not None:
            await self._addresses.add(incoming, found)
        else:
            await self._text(incoming, holder, text)

    def _holds_an_article(self, message: Message) -> bool:
        mine = message.from_user is not None and message.from_user.id == self._door.me.id
        return not mine and bool(document_of(message) or message.text or message.caption)

    async def _file(self, incoming: IncomingMessage, holder: Message, *, edited: bool = False) -> None:
        if document := document_of(holder):
            read = partial(self._reader.document, document, incoming.message.chat_id)
            await self._intake.take(incoming, read, edited=edited)

    async def _text(
        self, incoming: IncomingMessage, holder: Message, text: str | None = None, *, edited: bool = False
    ) -> None:
        # in a thread: a text of many pieces is long
        read = partial(asyncio.to_thread, article_from_message, holder, text)
        cut = text is None and nearly_full(holder)
        await self._intake.take(incoming, read, edited=edited, cut=cut)

    async def _whole(self, incoming: IncomingMessage) -> None:
        """Take all the pieces that came, unless handling an earlier one took care of this one too."""
        text = self._texts.of(incoming.message)
        if text is None or not text.wanted:
            return
        progress = self._progress.get(text.key, Progress())
        if progress.over or progress.pieces == len(text.pieces):
            return
        progress = replace(progress, pieces=len(text.pieces))
        self._remember(text, progress)
        read = partial(asyncio.to_thread, article_from_message, text.first, text.text)
        cut = progress.pieces == 1 and nearly_full(text.first)
        self._remember(text, await self._intake.take(incoming, read, progress, cut=cut))

    def _lock(self, text: SplitText) -> asyncio.Lock:
        return self._locks.setdefault(text.key, asyncio.Lock())

    def _remember(self, text: SplitText, progress: Progress) -> None:
        self._progress[text.key] = progress
        for key in list(self._progress)[:-_MAX_REMEMBERED]:
            del self._progress[key]

    async def _edited(self, incoming: IncomingMessage) -> None:
        """Take a text that was edited; of one that came in pieces all the others with it."""
        message = incoming.message
        if text := self._texts.change(message):
            await self._text(incoming, text.first, text.text, edited=True)
        elif await self._came_in_pieces(incoming):
            await self._permission.say_line(incoming, "edit_joined")
        else:
            await self._text(incoming, message, edited=True)

    async def _came_in_pieces(self, incoming: IncomingMessage) -> bool:
        """Whether the message is only the beginning of what stands on the shelf, and the rest is forgotten."""
        chat = incoming.conversation.chat
        with suppress(UnreadableArticle):
            article = await asyncio.to_thread(article_from_message, incoming.message)
            there = await asyncio.to_thread(self._door.shelves.article, chat, article.id) if chat else None
            return there is not None and len(there.text) > A_MESSAGE
        return False
