"""/articles, /shelf and /forget: listing what a chat can ask, choosing its shelf, deleting its own."""

import asyncio
from collections.abc import Sequence

import structlog
from telegram import InlineKeyboardMarkup, Message

from bot.assistant.own_shelves import ShelfChoice
from bot.chat.telegram.callbacks import ForgetShelf, ListPage, OpenArticle, RemoveArticle, SwitchShelf
from bot.chat.telegram.door import Door, IncomingMessage, Press
from bot.chat.telegram.uploads.permission import UploadPermission
from bot.chat.telegram.uploads.source_card import button, card, correction_buttons, keyboard, name_of
from bot.locale import Locale
from bot.model import Article
from bot.notebook import ChatId
from bot.reply import Reply, source_line

__all__ = ["ShelfHandlers"]

_ARTICLES_PER_PAGE, _BUTTONS_PER_ROW = 8, 4
_FIRST_PARAGRAPH_CHARACTERS = 800
_Content = tuple[Reply, InlineKeyboardMarkup | None]
_log = structlog.get_logger("bot.chat.telegram")


class ShelfHandlers:
    """The handlers of the commands about shelves, and of their buttons."""

    def __init__(self, door: Door) -> None:
        self._door, self._shelves, self._permission = door, door.shelves, UploadPermission(door)

    async def articles(self, incoming: IncomingMessage) -> None:
        """List the articles on the chat's own shelf and on the others that it asks."""
        await self._door.reply_to(
            incoming.message, *await self._list(*_chat_and_topic(incoming), 0, incoming.say)
        )

    async def turn(self, press: Press) -> None:
        """Turn to another page of the list."""
        if isinstance(press.wish, ListPage):
            await self._show(press, await self._list(*_chat_and_topic(press), press.wish.page, press.say))

    async def open(self, press: Press) -> None:
        """Open an article of the list."""
        if isinstance(press.wish, OpenArticle):
            await self._show(press, await self._article(*_chat_and_topic(press), press.wish, press.say))

    async def remove(self, press: Press) -> None:
        """Ask whether to remove an article, or remove it, if the person who presses may."""
        wish = press.wish
        if not isinstance(wish, RemoveArticle) or not await self._permission.admits(press, wish.article_id):
            return
        chat, topic_id = _chat_and_topic(press)
        if wish.sure:
            await asyncio.to_thread(self._shelves.remove, chat, wish.article_id)
            content = await self._list(chat, topic_id, wish.page, press.say)
        else:
            content = await self._confirmation(chat, wish, press.say)
        await self._show(press, content)

    async def forget_or_keep(self, press: Press) -> None:
        """Forget the chat, or keep it; in a group, only for admins."""
        if not isinstance(press.wish, ForgetShelf) or not await self._door.admits(press):
            return
        if press.wish.sure:
            text = await self._forget(_chat_and_topic(press)[0], press.say)
        else:
            text = press.say("articles.kept")
        await self._show(press, (Reply(text), None))

    async def shelf(self, incoming: IncomingMessage) -> None:
        """Show which shelf the chat or topic asks, and the others it could ask."""
        await self._door.reply_to(
            incoming.message, *await self._choice(*_chat_and_topic(incoming), incoming.say)
        )

    async def switch(self, press: Press) -> None:
        """Ask another shelf from now on; in a group, only for admins."""
        wish = press.wish
        if not isinstance(wish, SwitchShelf) or not await self._door.admits(press):
            return
        say, place, delivery = press.say, _chat_and_topic(press), self._door.delivery
        if await asyncio.to_thread(self._shelves.choose, *place, wish.choice):
            await delivery.answer_callback(press.query.id, say(f"articles.asks_{wish.choice}"))
        else:
            await delivery.answer_callback(press.query.id, say("articles.none_yet"), alert=True)
        content = await self._choice(*place, say)
        if wish.shown:
            await self._show(press, content)
        elif isinstance(press.message, Message):
            await self._door.reply_to(press.message, *content)

    async def forget(self, incoming: IncomingMessage) -> None:
        """Ask whether to delete the chat's articles and settings; in a group, only for admins."""
        say = incoming.say
        if not await self._door.is_admin(incoming.message):
            await self._door.reply_to(incoming.message, Reply(say("chat.admins_only")))
            return
        size = await asyncio.to_thread(self._shelves.size, _chat_and_topic(incoming)[0])
        text = say("articles.really_forget", articles=size.articles, characters=size.characters)
        sure = button(say("privacy.sure"), ForgetShelf(True))
        keep = button(say("articles.keep"), ForgetShelf(False))
        await self._door.reply_to(incoming.message, Reply(text), keyboard([sure], [keep]))

    async def _list(self, chat: ChatId, topic_id: int | None, number: int, say: Locale) -> _Content:
        own = await asyncio.to_thread(self._shelves.articles, chat)
        others = await asyncio.to_thread(self._shelves.articles_of_others, chat, topic_id)
        listed = [*own, *others]
        if not listed:
            return Reply(say("articles.nothing")), None
        pages = -(-len(listed) // _ARTICLES_PER_PAGE)
        number = min(number, pages - 1)
        shown = range(number * _ARTICLES_PER_PAGE, min(len(listed), (number + 1) * _ARTICLES_PER_PAGE))
        lines = []
        for at in shown:
            if at in (shown[0], len(own)):
                head, count = ("own", len(own)) if at < len(own) else ("others", len(others))
                lines.append(say(f"articles.head_{head}", count=count))
            line = " ".join(source_line(listed[at], say).split())
            lines.append(say("chat.about_line", number=at + 1, source=line))
        openers = [button(str(at + 1), OpenArticle(listed[at].id, number)) for at in shown]
        turners = [button("◀", ListPage(number - 1))] if number else []
        turners += [button("▶", ListPage(number + 1))] if number + 1 < pages else []
        rows = (openers[:_BUTTONS_PER_ROW], openers[_BUTTONS_PER_ROW:], turners)
        return Reply("\n".join(lines)), keyboard(*rows)

    async def _article(self, chat: ChatId, topic_id: int | None, wish: OpenArticle, say: Locale) -> _Content:
        back = [button(say("buttons.back"), ListPage(wish.page))]
        article = await asyncio.to_thread(self._shelves.article, chat, wish.article_id)
        if article is not None:
            remove = [button(say("articles.remove"), RemoveArticle(article.id, wish.page))]
            shown = card(article, say, say("articles.own"), _FIRST_PARAGRAPH_CHARACTERS)
            return shown, keyboard(*correction_buttons(article, say), remove, back)
        others = await asyncio.to_thread(self._shelves.articles_of_others, chat, topic_id)
        article = _of_id(others, wish.article_id)
        if article is None:
            return Reply(say("articles.gone")), keyboard(back)
        return card(article, say, say("articles.other"), _FIRST_PARAGRAPH_CHARACTERS), keyboard(back)

    async def _confirmation(self, chat: ChatId, wish: RemoveArticle, say: Locale) -> _Content:
        article = await asyncio.to_thread(self._shelves.article, chat, wish.article_id)
        if article is None:
            return Reply(say("articles.gone")), keyboard([button(say("buttons.back"), ListPage(wish.page))])
        sure = button(say("articles.sure"), RemoveArticle(wish.article_id, wish.page, sure=True))
        back = button(say("buttons.back"), OpenArticle(wish.article_id, wish.page))
        return Reply(say("articles.really_remove", title=name_of(article))), keyboard([sure], [back])

    async def _choice(self, chat: ChatId, topic_id: int | None, say: Locale) -> _Content:
        chosen = await asyncio.to_thread(self._shelves.choice, chat, topic_id)
        size = await asyncio.to_thread(self._shelves.size, chat)
        where = say("articles.this_topic" if topic_id is not None else "articles.this_chat")
        name = say(f"articles.shelf_{chosen}") if chosen else say("articles.shelf_given")
        text = say(
            "articles.asked", where=where, name=name, articles=size.articles, characters=size.characters
        )
        if not size.articles:
            return Reply(f"{text}\n{say('articles.none_yet')}"), None
        choices = [
            [
                button(
                    ("✓ " if choice is chosen else "") + say(f"articles.shelf_{choice}"), SwitchShelf(choice)
                )
            ]
            for choice in ShelfChoice
        ]
        return Reply(text), keyboard(*choices)

    async def _forget(self, chat: ChatId, say: Locale) -> str:
        articles = await asyncio.to_thread(self._door.privacy.forget_chat, chat)
        _log.info("chat forgotten", articles=articles)
        return say("articles.forgotten", articles=articles)

    async def _show(self, press: Press, content: _Content) -> None:
        """Acknowledge the press, unless that is done, and show what it was for."""
        # only now: if the database failed, whoever pressed is told so
        await self._door.delivery.answer_callback(press.query.id)
        await self._door.replace(press.message, *content)


def _chat_and_topic(event: IncomingMessage | Press) -> tuple[ChatId, int | None]:
    """Return the chat and the topic of a message or a press."""
    if event.conversation.chat is None:
        raise TypeError("a message outside of any chat")
    return event.conversation.chat, event.conversation.topic_id


def _of_id(articles: Sequence[Article], article_id: str) -> Article | None:
    return next((article for article in articles if article.id == article_id), None)
