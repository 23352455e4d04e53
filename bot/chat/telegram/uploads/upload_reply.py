"""The reply to an uploaded article."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.assistant.own_shelves import AddResult, ShelfChoice
from bot.chat.telegram.callbacks import AskInstead, RemoveArticle, SwitchShelf, UndoAdding
from bot.chat.telegram.door import Door, IncomingMessage
from bot.chat.telegram.transport.rendering import render
from bot.chat.telegram.uploads.several_card import several_buttons, several_lines
from bot.chat.telegram.uploads.source_card import (
    FIRST_WORDS_CHARACTERS,
    button,
    card,
    correction_buttons,
    keyboard,
    name_of,
    near_buttons,
    unknown_line,
)
from bot.library import Added
from bot.locale import Locale
from bot.readers import Reading
from bot.reply import Reply
from bot.reply.remarks import remark_line

__all__ = ["UploadReply"]


class UploadReply:
    """Reports the outcome of an upload."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def send(
        self,
        incoming: IncomingMessage,
        reply_id: int | None,
        content: Reply,
        markup: InlineKeyboardMarkup | None = None,
    ) -> int | None:
        """Put `content` into the message `reply_id` or reply with it; return the message's id."""
        message = incoming.message
        text, entities = render(content)
        if reply_id is not None and await self._door.delivery.edit(
            message.chat_id, reply_id, text, entities, markup=markup
        ):
            return reply_id
        sent = await self._door.reply_to(message, content, markup)
        return sent.message_id if sent is not None else None

    async def describe(
        self,
        incoming: IncomingMessage,
        reading: Reading,
        result: AddResult,
        *,
        joined: bool,
        cut: bool,
        doubtful: bool,
    ) -> tuple[Reply, InlineKeyboardMarkup | None]:
        """Return what was read, with the buttons that correct or undo it, or why there is no room.

        `joined`: it came in pieces. `cut`: a piece of it may be missing. `doubtful`: it may be a question.
        """
        say = incoming.say
        if result.added is None:
            return Reply(self._full_line(result, say, joined)), None
        notes = await self._notes(incoming, result)
        offered = _offered(result, say, bool(notes))
        notes = [*(remark_line(remark, say) for remark in reading.remarks), *notes]
        if result.near is not None:
            notes.append(say("articles.near", title=name_of(result.near)))
        if cut and not incoming.conversation.private:
            notes.append(say("articles.cut"))
        if unknown := unknown_line(result.article, say):
            notes.insert(0, unknown)
        head = card(result.article, say, say(f"articles.{result.added}"), FIRST_WORDS_CHARACTERS)
        content = Reply("\n".join((head.text, *notes)), head.marks)
        return content, self._buttons(result, offered, say, doubtful)

    async def describe_several(
        self, incoming: IncomingMessage, reading: Reading, results: Sequence[AddResult]
    ) -> tuple[Reply, InlineKeyboardMarkup | None]:
        """Return what became of the articles that came in one file, with one button that undoes it."""
        say = incoming.say
        of_shelf = replace(results[0], switched=any(result.switched for result in results))
        taken = any(result.added is not None for result in results)
        notes = await self._notes(incoming, of_shelf) if taken else []
        offered = _offered(of_shelf, say, bool(notes))
        left = len(reading.articles) - len(results)
        lines = several_lines(results, say, left)
        told = (remark_line(remark, say) for remark in reading.remarks)
        return Reply("\n".join((*lines, *told, *notes))), several_buttons(results, say, offered)

    async def _notes(self, incoming: IncomingMessage, result: AddResult) -> list[str]:
        """Return what the chat should know about the shelf that it asks."""
        say, conversation = incoming.say, incoming.conversation
        if result.switched:
            return [say(f"articles.now_own_{'private' if conversation.private else 'group'}")]
        if conversation.chat is None:
            return []
        is_asked = self._door.shelves.is_asked
        asked = await asyncio.to_thread(is_asked, conversation.chat, conversation.topic_id)
        return [] if asked else [say("articles.not_asked")]

    def _buttons(
        self, result: AddResult, offered: list[InlineKeyboardButton], say: Locale, doubtful: bool
    ) -> InlineKeyboardMarkup:
        article = result.article
        # a replaced text cannot be restored, and an article that stood there before is not undone in passing

        undo = (
            button(say("articles.undo"), UndoAdding(article.id))
            if result.added is Added.NEW
            else button(say("articles.remove"), RemoveArticle(article.id))
        )
        instead = [button(say("articles.ask_instead"), AskInstead(article.id))]
        question = instead if doubtful and result.added is Added.NEW else []
        which = near_buttons(article, result.near, say) if result.near is not None else []
        return keyboard(which, question, *correction_buttons(article, say), [undo], offered)

    def _full_line(self, result: AddResult, say: Locale, joined: bool) -> str:
        quota, size = self._door.shelves.quota, result.size
        if size.articles >= quota.articles:
            return say("articles.full", most=quota.articles)
        line = "articles.full_joined" if joined else "articles.full_characters"
        return say(line, most=quota.characters, held=size.characters, more=len(result.article.text))


def _offered(result: AddResult, say: Locale, noted: bool) -> list[InlineKeyboardButton]:
    """Return the button to the other choice of shelves, if something was said of them."""
    if result.switched:
        return [button(say("articles.ask_own"), SwitchShelf(ShelfChoice.OWN, shown=False))]
    return [button(say("articles.ask_both"), SwitchShelf(ShelfChoice.BOTH, shown=False))] if noted else []
