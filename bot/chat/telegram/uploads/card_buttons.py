"""The buttons under what was just added: taken off again, answered if it was a question, put in an earlier one's place."""

import asyncio

from telegram import Message

from bot.chat.telegram.addressing import Request, request_of
from bot.chat.telegram.callbacks import AskInstead, KeepBoth, RemoveArticle, ReplaceEarlier, UndoAdding
from bot.chat.telegram.door import Door, IncomingMessage, Press
from bot.chat.telegram.uploads.handlers import Questions
from bot.chat.telegram.uploads.permission import UploadPermission
from bot.chat.telegram.uploads.several_card import articles_of_card
from bot.chat.telegram.uploads.source_card import (
    FIRST_WORDS_CHARACTERS,
    button,
    card,
    correction_buttons,
    keyboard,
    name_of,
)
from bot.library import Added
from bot.model import Article
from bot.reply import Reply

__all__ = ["CardButtons"]


class CardButtons:
    """The handlers of the buttons under the card that an addition gets."""

    def __init__(self, door: Door, questions: Questions) -> None:
        self._door, self._questions = door, questions
        self._permission = UploadPermission(door)

    async def undo(self, press: Press) -> None:
        """Remove the article just added, if whoever presses may."""
        if (removed := await self._removed(press)) is not None:
            await self._door.replace(
                press.message, Reply(press.say("articles.undone", title=name_of(removed)))
            )

    async def undo_all(self, press: Press) -> None:
        """Remove all the articles that came together, if whoever presses may remove each of them."""
        chat, ids = press.conversation.chat, articles_of_card(press)
        if chat is None:
            return
        for article_id in ids:
            if not await self._permission.admits(press, article_id):
                return
        removed = [await asyncio.to_thread(self._door.shelves.remove, chat, one) for one in ids]
        count = sum(article is not None for article in removed)
        await self._door.delivery.answer_callback(
            press.query.id, None if count else press.say("articles.gone")
        )
        if count:
            await self._door.replace(press.message, Reply(press.say("articles.undone_all", count=count)))

    async def ask_instead(self, press: Press) -> None:
        """Take the article just added off again, and answer its text as a question, if whoever presses may."""
        if (removed := await self._removed(press)) is None:
            return
        await self._door.replace(press.message, Reply(press.say("articles.taken_as_question")))
        # removing it may have changed which shelves are asked
        conversation = await self._door.conversation_of_press(press.query, press.message)
        if (asked := _question_of(press, removed, self._door)) is not None:
            await self._questions.ask(IncomingMessage(*asked, conversation))

    async def replace_earlier(self, press: Press) -> None:
        """Put the article just added in the place of the one that it is like, if whoever presses may change both."""
        wish, chat = press.wish, press.conversation.chat
        if not isinstance(wish, ReplaceEarlier) or chat is None:
            return
        for article_id in (wish.article_id, wish.earlier_id):
            if not await self._permission.admits(press, article_id):
                return
        supersede = self._door.shelves.supersede
        article = await asyncio.to_thread(supersede, chat, wish.article_id, wish.earlier_id)
        told = press.say("articles.gone") if article is None else None
        await self._door.delivery.answer_callback(press.query.id, told)
        if article is not None:
            await self._show(press, article, Added.REPLACED)

    async def keep_both(self, press: Press) -> None:
        """Leave both where they are and ask no more, if whoever presses may change the article just added."""
        wish, chat = press.wish, press.conversation.chat
        if not isinstance(wish, KeepBoth) or chat is None:
            return
        if not await self._permission.admits(press, wish.article_id):
            return
        article = await asyncio.to_thread(self._door.shelves.article, chat, wish.article_id)
        told = press.say("articles.gone" if article is None else "articles.both_kept")
        await self._door.delivery.answer_callback(press.query.id, told)
        if article is not None:
            await self._show(press, article, Added.NEW)

    async def _show(self, press: Press, article: Article, added: Added) -> None:
        """Show the card as it is once it is known where the article stands."""
        say = press.say
        shown = card(article, say, say(f"articles.{added}"), FIRST_WORDS_CHARACTERS)
        remove = [button(say("articles.remove"), RemoveArticle(article.id))]
        await self._door.replace(press.message, shown, keyboard(*correction_buttons(article, say), remove))

    async def _removed(self, press: Press) -> Article | None:
        """Remove the article that the button is about and acknowledge the press; None if it may not or is gone."""
        wish, chat = press.wish, press.conversation.chat
        if not isinstance(wish, UndoAdding | AskInstead) or chat is None:
            return None
        if not await self._permission.admits(press, wish.article_id):
            return None
        removed = await asyncio.to_thread(self._door.shelves.remove, chat, wish.article_id)
        told = press.say("articles.gone") if removed is None else None
        await self._door.delivery.answer_callback(press.query.id, told)
        return removed


def _question_of(press: Press, article: Article, door: Door) -> tuple[Message, Request] | None:
    """Return the message that the card replies to and what it asks; once it is deleted, what was read of it."""
    card = press.message
    if not isinstance(card, Message):
        return None
    message = card.reply_to_message
    request = request_of(message, door.me) if message is not None else None
    if message is not None and request is not None:
        return message, request
    return card, Request(article.titled_text, card.message_id)
