"""/articles, /shelf and /forget: what a chat may ask, what it does ask, and deleting its own shelf."""

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

_ARTICLES_A_PAGE, _BUTTONS_A_ROW = 8, 4
_FIRST_PARAGRAPH_CHARACTERS = 800
_Page = tuple[Reply, InlineKeyboardMarkup | None]
_log = structlog.get_logger("bot.chat.telegram")


class ShelfHandlers:
    """The handlers of the commands about shelves, and of their buttons."""

    def __init__(self, door: Door) -> None:
        self._door, self._shelves, self._permission = door, door.shelves, UploadPermission(door)

    async def articles(self, incoming: IncomingMessage) -> None:
        """List what stands on the chat's own shelf and on those that it asks."""
        await self._door.reply_to(incoming.message, *await self._list(*_where(incoming), 0, incoming.say))

    async def turn(self, press: Press) -> None:
        """Turn to another page of the list."""
        if isinstance(press.wish, ListPage):
            await self._door.delivery.answer_callback(press.query.id)
            await self._put(press, await self._list(*_where(press), press.wish.page, press.say))

    async def open(self, press: Press) -> None:
        """Open an article of the list."""
        if isinstance(press.wish, OpenArticle):
            await self._door.delivery.answer_callback(press.query.id)
            await self._put(press, await self._opened(*_where(press), press.wish, press.say))

    async def remove(self, press: Press) -> None:
        """Ask whether to remove an article, or remove it, if whoever presses may."""
        wish = press.wish
        if not isinstance(wish, RemoveArticle) or not await self._permission.admits(press, wish.article_id):
            return
        await self._door.delivery.answer_callback(press.query.id)
        chat, topic_id = _where(press)
        if wish.sure:
            await asyncio.to_thread(self._shelves.remove, chat, wish.article_id)
            page = await self._list(chat, topic_id, wish.page, press.say)
        else:
            page = await self._asked_again(chat, wish, press.say)
        await self._put(press, page)

    async def choose_forgetting(self, press: Press) -> None:
        """Forget the chat, or keep it; in a group for admins."""
        if not isinstance(press.wish, ForgetShelf) or not await self._door.admits(press):
            return
        await self._door.delivery.answer_callback(press.query.id)
        if press.wish.sure:
            text = await self._forgot(_where(press)[0], press.say)
        else:
            text = press.say("articles.kept")
        await self._put(press, (Reply(text), None))

    async def shelf(self, incoming: IncomingMessage) -> None:
        """Show which shelf the chat, or the topic, asks, and what else it could."""
        await self._door.reply_to(incoming.message, *await self._choice(*_where(incoming), incoming.say))

    async def switch(self, press: Press) -> None:
        """Ask another shelf from now on; in a group for admins."""
        wish = press.wish
        if not isinstance(wish, SwitchShelf) or not await self._door.admits(press):
            return
        say, where, delivery = press.say, _where(press), self._door.delivery
        if await asyncio.to_thread(self._shelves.choose, *where, wish.choice):
            await delivery.answer_callback(press.query.id, say(f"articles.asks_{wish.choice}"))
        else:
            await delivery.answer_callback(press.query.id, say("articles.none_yet"), alert=True)
        page = await self._choice(*where, say)
        if wish.shown:
            await self._put(press, page)
        elif isinstance(press.message, Message):
            await self._door.reply_to(press.message, *page)

    async def forget(self, incoming: IncomingMessage) -> None:
        """Ask whether to delete the chat's articles and settings; in a group for admins."""
        say = incoming.say
        if not await self._door.is_admin(incoming.message):
            await self._door.reply_to(incoming.message, Reply(say("chat.admins_only")))
            return
        size = await asyncio.to_thread(self._shelves.size, _where(incoming)[0])
        text = say("articles.really_forget", articles=size.articles, characters=size.characters)
        sure = button(say("privacy.sure"), ForgetShelf(True))
        keep = button(say("articles.keep"), ForgetShelf(False))
        await self._door.reply_to(incoming.message, Reply(text), keyboard([sure], [keep]))

    async def _list(self, chat: ChatId, topic_id: int | None, number: int, say: Locale) -> _Page:
        own = await asyncio.to_thread(self._shelves.articles, chat)
        others = await asyncio.to_thread(self._shelves.articles_of_others, chat, topic_id)
        listed = [*own, *others]
        if not listed:
            return Reply(say("articles.nothing")), None
        pages = -(-len(listed) // _ARTICLES_A_PAGE)
        number = min(number, pages - 1)
        shown = range(number * _ARTICLES_A_PAGE, min(len(listed), (number + 1) * _ARTICLES_A_PAGE))
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
        rows = (openers[:_BUTTONS_A_ROW], openers[_BUTTONS_A_ROW:], turners)
        return Reply("\n".join(lines)), keyboard(*rows)

    async def _opened(self, chat: ChatId, topic_id: int | None, wish: OpenArticle, say: Locale) -> _Page:
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

    async def _asked_again(self, chat: ChatId, wish: RemoveArticle, say: Locale) -> _Page:
        article = await asyncio.to_thread(self._shelves.article, chat, wish.article_id)
        if article is None:
            return Reply(say("articles.gone")), keyboard([button(say("buttons.back"), ListPage(wish.page))])
        sure = button(say("articles.sure"), RemoveArticle(wish.article_id, wish.page, sure=True))
        back = button(say("buttons.back"), OpenArticle(wish.article_id, wish.page))
        return Reply(say("articles.really_remove", title=name_of(article))), keyboard([sure], [back])

    async def _choice(self, chat: ChatId, topic_id: int | None, say: Locale) -> _Page:
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

    async def _forgot(self, chat: ChatId, say: Locale) -> str:
        articles = await asyncio.to_thread(self._door.privacy.forget_chat, chat)
        _log.info("chat forgotten", articles=articles)
        return say("articles.forgotten", articles=articles)

    async def _put(self, press: Press, page: _Page) -> None:
        await self._door.replace(press.message, *page)


def _where(come: IncomingMessage | Press) -> tuple[ChatId, int | None]:
    """The chat and the topic of a message or a press."""
    if come.conversation.chat is None:
        raise TypeError("a message outside of any chat")
    return come.conversation.chat, come.conversation.topic_id


def _of_id(articles: Sequence[Article], article_id: str) -> Article | None:
    return next((article for article in articles if article.id == article_id), None)
