"""Articles handed over in a chat: who hands over what; taken back with a button."""

import asyncio
import re
from collections import defaultdict
from contextlib import suppress
from functools import partial

from telegram import CallbackQuery, Chat, Message, Update
from telegram.ext import ContextTypes

from bot.assistant.own_shelves import OwnShelves
from bot.chat.telegram.addressing import chat_id
from bot.chat.telegram.door import Door, say_for
from bot.chat.telegram.uploads.albums import Albums
from bot.chat.telegram.uploads.incoming import added_text, document_of, hands_over, written
from bot.chat.telegram.uploads.pages import Pages, address, named_address
from bot.chat.telegram.uploads.permission import Permission
from bot.chat.telegram.uploads.pieces import A_MESSAGE, Pieces, Run, nearly_full
from bot.chat.telegram.uploads.reading import Reading
from bot.chat.telegram.uploads.source_card import ID, name_of
from bot.chat.telegram.uploads.taking import Taking
from bot.errors import UnreadableArticle

__all__ = ["UNDO", "Handing"]

UNDO = rf"art:undo:({ID})$"
_PATIENCE_S = 15.0


class Handing:
    """The handlers of messages that hand an article over, and of the button that takes it back."""

    def __init__(self, door: Door, shelves: OwnShelves, reading: Reading) -> None:
        self._door, self._shelves, self._reading = door, shelves, reading
        self._permission = Permission(door)
        self._taking, self._pieces = Taking(door, shelves, self._permission), Pieces()
        self.pages = Pages(door, reading, self._taking)
        self.albums = Albums(door)
        self._at_work: defaultdict[int, set[asyncio.Task[object]]] = defaultdict(set)

    async def note(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """See a message before all else does; in private it waits for files that came before, which it may ask."""
        message = update.message
        if message is None:
            return
        opening = added_text(message, self._door.me)
        wanted = bool(opening) or hands_over(message, self._door.me)
        self._pieces.note(message, wanted=wanted, opening=opening)
        if opening is not None:
            self.albums.note(message)
        before = self._at_work.get(message.chat_id)
        if before and message.chat.type == Chat.PRIVATE and not document_of(message):
            await asyncio.wait(before, timeout=_PATIENCE_S)

    def takes(self, message: Message) -> bool:
        """Whether the message is a text to add, or one more piece of it."""
        if document_of(message):
            return False
        run = self._pieces.of(message)
        if run is not None and message.message_id != run.first.message_id:
            # in private also what goes on after a question: it is no other question
            return run.wanted or message.chat.type == Chat.PRIVATE
        return hands_over(message, self._door.me)

    async def text(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Take the text that a message is, or the whole that it is one more piece of."""
        message = update.effective_message
        if message is None:
            return
        if update.edited_message is not None:
            await self._edited(message)
        elif run := self._pieces.of(message):
            async with run.lock:
                await self._whole(message, run)
        else:
            await self._text(message, message)

    async def file(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Take the file that a private message is, or the page that it names; what comes next waits for it a while."""
        message, task = update.effective_message, asyncio.current_task()
        if message is None or task is None:
            return
        at_work = self._at_work[message.chat_id]
        at_work.add(task)
        try:
            if found := address(message.text or ""):
                await self.pages.take(message, found)
            await self._file(message, message, edited=update.edited_message is not None)
        finally:
            at_work.discard(task)
            if not at_work:
                self._at_work.pop(message.chat_id, None)

    async def of_album(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Take such a file; who may not add was told so already."""
        if (message := update.effective_message) and await self._permission.may_add(message):
            await self._file(message, message)

    async def add(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """/add takes the file it is written under, the text or address after it or the message that it replies to."""
        message = update.effective_message
        if message is None:
            return
        run = self._pieces.of(message)
        async with run.lock if run else asyncio.Lock():
            if not await self._permission.may_add(message):
                await self._permission.refuse(message, "not_allowed")
                if run is not None:
                    run.over = True
            elif run is not None:
                await self._whole(message, run)
            else:
                await self._added(message)

    async def undo(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Take off again what was just put on, where who presses may."""
        query = update.callback_query
        if query is None or query.message is None:
            return
        if not await self._permission.may_press(query, _id_in(query)):
            return
        chat = query.message.chat
        removed = await asyncio.to_thread(self._shelves.remove, chat_id(chat.id), _id_in(query))
        say = say_for(await self._door.settings(chat.id), query.from_user)
        if removed is None:
            await self._door.delivery.answer_callback(query.id, say("articles.gone"))
            return
        await self._door.delivery.answer_callback(query.id)
        text = say("articles.undone", title=name_of(removed))
        await self._door.delivery.edit(chat.id, query.message.message_id, text)

    async def _added(self, message: Message) -> None:
        """Take what /add points at: what is in the message goes before what it replies to."""
        text, replied = added_text(message, self._door.me), message.reply_to_message
        if document_of(message):
            await self._file(message, message)
        elif text:
            await self._text_or_page(message, message, address(text), text)
        elif replied is None or not self._holds_an_article(replied):
            await self._permission.refuse(message, "add_how_or_page" if self.pages.allowed else "add_how")
        elif document_of(replied):
            await self._file(message, replied)
        else:
            run = self._pieces.of(replied)
            text = run.text if run else None
            await self._text_or_page(message, run.first if run else replied, named_address(replied), text)

    async def _text_or_page(
        self, message: Message, holder: Message, found: str | None, text: str | None
    ) -> None:
        if found is not None:
            await self.pages.take(message, found)
        else:
            await self._text(message, holder, text)

    def _holds_an_article(self, message: Message) -> bool:
        mine = message.from_user is not None and message.from_user.id == self._door.me.id
        return not mine and bool(document_of(message) or message.text or message.caption)

    async def _file(self, message: Message, holder: Message, *, edited: bool = False) -> None:
        if document := document_of(holder):
            read = partial(self._reading.document, document, message.chat_id)
            await self._taking.take(message, read, edited=edited)

    async def _text(
        self, message: Message, holder: Message, text: str | None = None, *, edited: bool = False
    ) -> None:
        # in a thread: a text of many pieces is long
        read = partial(asyncio.to_thread, written, holder, text)
        cut = text is None and nearly_full(holder)
        await self._taking.take(message, read, edited=edited, cut=cut)

    async def _whole(self, message: Message, run: Run) -> None:
        """Take all the pieces that came, unless who handed over an earlier one took care of this one too."""
        if run.over or not run.wanted or run.taken == len(run.pieces):
            return
        run.taken, text = len(run.pieces), run.text
        read = partial(asyncio.to_thread, written, run.first, text)
        await self._taking.take(message, read, run, cut=run.taken == 1 and nearly_full(run.first))

    async def _edited(self, message: Message) -> None:
        """Take a text that was edited; of one that came in pieces all the others with it."""
        if run := self._pieces.changed(message):
            await self._text(message, run.first, run.text, edited=True)
        elif await self._came_in_pieces(message):
            await self._permission.refuse(message, "edit_joined")
        else:
            await self._text(message, message, edited=True)

    async def _came_in_pieces(self, message: Message) -> bool:
        """Whether the message is only the beginning of what stands on the shelf, and nobody knows the rest any more."""
        with suppress(UnreadableArticle):
            article = await asyncio.to_thread(written, message)
            there = await asyncio.to_thread(self._shelves.article, chat_id(message.chat_id), article.id)
            return there is not None and len(there.text) > A_MESSAGE
        return False


def _id_in(query: CallbackQuery) -> str:
    match = re.match(UNDO, query.data or "")
    return match[1] if match else ""
