"""/articles, /shelf and /forget: what a chat may ask, which of it it asks, and doing away with its own."""

import asyncio
import re
from collections.abc import Sequence

import structlog
from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.ext import ContextTypes

from bot.assistant.own_shelves import Asked, OwnShelves
from bot.chat.telegram.addressing import chat_id
from bot.chat.telegram.door import Door, say_for, topic_of
from bot.chat.telegram.transport.rendering import rendered
from bot.chat.telegram.uploads.permission import Permission
from bot.chat.telegram.uploads.source_card import ID, button, card, corrections, keyboard, name_of
from bot.locale import Locale
from bot.model import Article
from bot.notebook import ChatId
from bot.reply import Reply, source_line

__all__ = ["ANSWERS", "CHANGES", "LISTS", "Shelves"]

LISTS = rf"art:(?:list:(\d{{1,4}})|open:({ID}):(\d{{1,4}}))$"
"""What everybody in the chat may press."""
CHANGES = rf"art:(?:(drop|gone):({ID}):(\d{{1,4}})|forget:(yes|no))$"
"""What admins may press, and of an article who added it."""
ANSWERS = r"art:(ask|shelf):(public|own|both)$"
"""What admins may press to have another shelf asked, under an article or under /shelf."""
_A_PAGE, _A_ROW = 8, 4
_FIRST_PARAGRAPH = 800
_Page = tuple[Reply, InlineKeyboardMarkup | None]
_log = structlog.get_logger("bot.chat.telegram")


class Shelves:
    """The handlers of the commands about shelves, and of their buttons."""

    def __init__(self, door: Door, shelves: OwnShelves) -> None:
        self._door, self._shelves, self._permission = door, shelves, Permission(door)

    async def articles(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """List what stands on the chat's own shelf and on those that it asks."""
        if message := update.effective_message:
            say = await self._door.say(message)
            page = await self._list(chat_id(message.chat_id), topic_of(message), 0, say)
            await self._door.reply_to(message, *page)

    async def turn(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Turn the list's pages, open an article of it."""
        query = update.callback_query
        match = re.match(LISTS, query.data or "") if query else None
        if query is None or query.message is None or match is None:
            return
        say = await self._say(query)
        await self._door.delivery.answer_callback(query.id)
        where = chat_id(query.message.chat.id), _topic(query)
        if match[2]:
            page = await self._opened(*where, match[2], int(match[3]), say)
        else:
            page = await self._list(*where, int(match[1]), say)
        await self._put(query, page)

    async def change(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Ask whether to remove an article, remove it, forget the chat, where who presses may."""
        query = update.callback_query
        match = re.match(CHANGES, query.data or "") if query else None
        if (
            query is None
            or query.message is None
            or match is None
            or not await self._may_change(query, match[2])
        ):
            return
        say = await self._say(query)
        await self._door.delivery.answer_callback(query.id)
        chat, thread_id = chat_id(query.message.chat.id), _topic(query)
        if match[4]:
            page = await self._forgot(chat, say) if match[4] == "yes" else (Reply(say("articles.kept")), None)
        elif match[1] == "drop":
            page = await self._asked_again(chat, match[2], int(match[3]), say)
        else:
            await asyncio.to_thread(self._shelves.remove, chat, match[2])
            page = await self._list(chat, thread_id, int(match[3]), say)
        await self._put(query, page)

    async def _may_change(self, query: CallbackQuery, article_id: str | None) -> bool:
        """Whether who pressed may change the article, or, where it is none, what is the chat's."""
        if article_id is None:
            return await self._door.may_press(query)
        return await self._permission.may_press(query, article_id)

    async def shelf(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show which shelf the chat, or the topic, asks, and what else it could."""
        if message := update.effective_message:
            say = await self._door.say(message)
            page = await self._choice(chat_id(message.chat_id), topic_of(message), say)
            await self._door.reply_to(message, *page)

    async def switch(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Ask another shelf from now on; in a group for admins."""
        query = update.callback_query
        match = re.match(ANSWERS, query.data or "") if query else None
        if query is None or query.message is None or match is None or not await self._door.may_press(query):
            return
        say, where = await self._say(query), (chat_id(query.message.chat.id), _topic(query))
        if await asyncio.to_thread(self._shelves.ask, *where, Asked(match[2])):
            await self._door.delivery.answer_callback(query.id, say(f"articles.asks_{match[2]}"))
        else:
            await self._door.delivery.answer_callback(query.id, say("articles.none_yet"), alert=True)
        page = await self._choice(*where, say)
        if match[1] == "shelf":
            await self._put(query, page)
        elif isinstance(query.message, Message):
            await self._door.reply_to(query.message, *page)

    async def forget(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Ask whether to delete the chat's articles and settings; in a group for admins."""
        message = update.effective_message
        if message is None:
            return
        say = await self._door.say(message)
        if not await self._door.may_rule(message.chat, message.from_user, message.sender_chat):
            await self._door.reply_to(message, Reply(say("telegram.admins_only")))
            return
        held = await asyncio.to_thread(self._shelves.size, chat_id(message.chat_id))
        text = say("articles.really_forget", articles=held.articles, characters=held.characters)
        buttons = [button(say("privacy.sure"), "forget:yes")], [button(say("articles.keep"), "forget:no")]
        await self._door.reply_to(message, Reply(text), keyboard(*buttons))

    async def moved(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A group became a supergroup: what is kept of it goes along, its shelf under its old name."""
        message = update.effective_message
        if message is None:
            return
        old, new = (
            message.migrate_from_chat_id or message.chat_id,
            message.migrate_to_chat_id or message.chat_id,
        )
        if old != new:
            await asyncio.to_thread(self._door.notebook.move_chat, chat_id(old), chat_id(new))

    async def _list(self, chat: ChatId, thread_id: int | None, number: int, say: Locale) -> _Page:
        own = await asyncio.to_thread(self._shelves.articles, chat)
        others = await asyncio.to_thread(self._shelves.others, chat, thread_id)
        listed = [*own, *others]
        if not listed:
            return Reply(say("articles.nothing")), None
        pages = -(-len(listed) // _A_PAGE)
        number = min(number, pages - 1)
        shown = range(number * _A_PAGE, min(len(listed), (number + 1) * _A_PAGE))
        lines = []
        for at in shown:
            if at in (shown[0], len(own)):
                whose = ("own", own) if at < len(own) else ("others", others)
                lines.append(say(f"articles.head_{whose[0]}", count=len(whose[1])))
            line = " ".join(source_line(listed[at], say).split())
            lines.append(say("telegram.about_line", number=at + 1, source=line))
        openers = [button(str(at + 1), f"open:{listed[at].id}:{number}") for at in shown]
        turners = [button("◀", f"list:{number - 1}")] if number else []
        turners += [button("▶", f"list:{number + 1}")] if number + 1 < pages else []
        return Reply("\n".join(lines)), keyboard(openers[:_A_ROW], openers[_A_ROW:], turners)

    async def _opened(
        self, chat: ChatId, thread_id: int | None, article_id: str, page: int, say: Locale
    ) -> _Page:
        back = [button(say("buttons.back"), f"list:{page}")]
        article = await asyncio.to_thread(self._shelves.article, chat, article_id)
        if article is not None:
            remove = [button(say("articles.remove"), f"drop:{article.id}:{page}")]
            rows = [*corrections(article, say), remove, back]
            return card(article, say, say("articles.own"), _FIRST_PARAGRAPH), keyboard(*rows)
        others = await asyncio.to_thread(self._shelves.others, chat, thread_id)
        article = _of(others, article_id)
        if article is None:
            return Reply(say("articles.gone")), keyboard(back)
        return card(article, say, say("articles.other"), _FIRST_PARAGRAPH), keyboard(back)

    async def _asked_again(self, chat: ChatId, article_id: str, page: int, say: Locale) -> _Page:
        article = await asyncio.to_thread(self._shelves.article, chat, article_id)
        back = [button(say("buttons.back"), f"open:{article_id}:{page}")]
        if article is None:
            return Reply(say("articles.gone")), keyboard([button(say("buttons.back"), f"list:{page}")])
        sure = [button(say("articles.sure"), f"gone:{article_id}:{page}")]
        return Reply(say("articles.really_remove", title=name_of(article))), keyboard(sure, back)

    async def _choice(self, chat: ChatId, thread_id: int | None, say: Locale) -> _Page:
        asked = await asyncio.to_thread(self._shelves.asked, chat, thread_id)
        held = await asyncio.to_thread(self._shelves.size, chat)
        where = say("articles.this_topic" if thread_id is not None else "articles.this_chat")
        name = say(f"articles.shelf_{asked}") if asked else say("articles.shelf_given")
        text = say(
            "articles.asked", where=where, name=name, articles=held.articles, characters=held.characters
        )
        if not held.articles:
            return Reply(f"{text}\n{say('articles.none_yet')}"), None
        choices = [
            [button(("✓ " if one is asked else "") + say(f"articles.shelf_{one}"), f"shelf:{one}")]
            for one in Asked
        ]
        return Reply(text), keyboard(*choices)

    async def _forgot(self, chat: ChatId, say: Locale) -> _Page:
        held = await asyncio.to_thread(self._shelves.forget, chat)
        _log.info("chat forgotten", articles=held.articles)
        return Reply(say("articles.forgotten", articles=held.articles)), None

    async def _say(self, query: CallbackQuery) -> Locale:
        chat_id = query.message.chat.id if query.message else query.from_user.id
        return say_for(await self._door.settings(chat_id), query.from_user)

    async def _put(self, query: CallbackQuery, page: _Page) -> None:
        if query.message is not None:
            text, entities = rendered(page[0])
            ids = query.message.chat.id, query.message.message_id
            await self._door.delivery.edit(*ids, text, entities, markup=page[1])


def _topic(query: CallbackQuery) -> int | None:
    return topic_of(query.message) if isinstance(query.message, Message) else None


def _of(articles: Sequence[Article], article_id: str) -> Article | None:
    return next((one for one in articles if one.id == article_id), None)
