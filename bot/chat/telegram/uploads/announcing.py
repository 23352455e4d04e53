"""What a chat is told of an article that it handed over."""

import asyncio

from telegram import Chat, InlineKeyboardMarkup, Message

from bot.assistant.own_shelves import OwnShelves, Put
from bot.chat.telegram.addressing import chat_id
from bot.chat.telegram.door import Door, topic_of
from bot.chat.telegram.transport.rendering import rendered
from bot.chat.telegram.uploads.source_card import button, card, corrections, keyboard
from bot.library import Added
from bot.locale import Locale
from bot.reply import Reply

__all__ = ["Announcing"]

_FIRST_WORDS = 80


class Announcing:
    """Says what came of handing an article over."""

    def __init__(self, door: Door, shelves: OwnShelves) -> None:
        self._door, self._shelves = door, shelves

    async def tell(
        self, message: Message, told: int | None, content: Reply, markup: InlineKeyboardMarkup | None = None
    ) -> int | None:
        """Say it in the place of the message `told`, or else in reply; the number of the message that says it."""
        text, entities = rendered(content)
        if told is not None and await self._door.delivery.edit(
            message.chat_id, told, text, entities, markup=markup
        ):
            return told
        sent = await self._door.reply_to(message, content, markup)
        return sent.message_id if sent is not None else None

    async def shown(
        self, message: Message, put: Put, say: Locale, *, joined: bool, cut: bool
    ) -> tuple[Reply, InlineKeyboardMarkup | None]:
        """What was read, with the buttons that correct it or take it back; or why there is no room for it.

        `joined`: it came in pieces. `cut`: a piece of it may be missing.
        """
        if put.added is None:
            return Reply(self._full(put, say, joined)), None
        notes = await self._notes(message, put, say)
        ask = bool(notes)
        if cut and message.chat.type != Chat.PRIVATE:
            notes.append(say("articles.cut"))
        article = card(put.article, say, say(f"articles.{put.added}"), _FIRST_WORDS)
        content = Reply("\n".join((article.text, *notes)), article.marks)
        return content, self._buttons(put, ask, say)

    async def _notes(self, message: Message, put: Put, say: Locale) -> list[str]:
        """What the chat should know of the shelf that it asks."""
        group = "group" if message.chat.type != Chat.PRIVATE else "private"
        if put.first:
            return [say(f"articles.now_own_{group}")]
        asked = await asyncio.to_thread(self._shelves.is_asked, chat_id(message.chat_id), topic_of(message))
        return [] if asked else [say("articles.not_asked")]

    def _buttons(self, put: Put, ask: bool, say: Locale) -> InlineKeyboardMarkup:
        article = put.article
        # what replaced another text cannot be undone, and what stood there before is not undone in passing
        undo = (
            button(say("articles.undo"), f"undo:{article.id}")
            if put.added is Added.NEW
            else button(say("articles.remove"), f"drop:{article.id}:0")
        )
        both = [button(say("articles.ask_both"), "ask:both")] if ask else []
        return keyboard(*corrections(article, say), [undo], both)

    def _full(self, put: Put, say: Locale, joined: bool) -> str:
        quota, held = self._shelves.quota, put.held
        if held.articles >= quota.articles:
            return say("articles.full", most=quota.articles)
        line = "articles.full_joined" if joined else "articles.full_characters"
        return say(line, most=quota.characters, held=held.characters, more=len(put.article.text))
