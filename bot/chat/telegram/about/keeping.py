"""What is kept and for how long: /gaps, /privacy, and forgetting once a day."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from telegram import Chat, InlineKeyboardButton, InlineKeyboardMarkup, Update, User
from telegram.ext import ContextTypes

from bot.chat.telegram.addressing import PLATFORM, chat_id, person_id
from bot.chat.telegram.door import Door, say_for
from bot.chat.telegram.transport.fitting import shortened
from bot.chat.telegram.transport.rendering import rendered
from bot.errors import LibraryUnavailable
from bot.locale import Locale
from bot.notebook import ChatId, Gap, Notebook
from bot.reply import Reply

__all__ = ["DELETIONS", "PAGES", "Keeping", "Retention"]

PAGES = r"gaps:\d{1,3}$"
DELETIONS = r"keep:(?:back|(?:me|chat)(?::yes)?)$"
_A_PAGE, _GAPS, _OTHERS = 8, 200, 2
_QUESTION_UNITS = 60
_DAYS = 90
_DAY_S = 24 * 3600.0
_Page = tuple[Reply, InlineKeyboardMarkup | None]
_log = structlog.get_logger("bot.chat.telegram")


class Keeping:
    """The handlers of /gaps and /privacy, and of their buttons."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def gaps(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """List what the chat asked and the shelf did not answer; in a group for admins."""
        message = update.effective_message
        if message is None:
            return
        say = await self._door.say(message)
        if await self._door.may_rule(message.chat, message.from_user, message.sender_chat):
            await self._door.reply_to(message, *await self._gaps(message.chat_id, 0, say))
        else:
            await self._door.reply_to(message, Reply(say("telegram.admins_only")))

    async def turn(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show another page of /gaps in the place of this one."""

        async def page(chat: Chat, _: User, say: Locale, number: str) -> _Page:
            return await self._gaps(chat.id, int(number), say)

        await self._pressed(update, page)

    async def privacy(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say what is kept: of the chat and, in private, of the person."""
        message = update.effective_message
        if message is not None and message.from_user is not None:
            say = await self._door.say(message)
            await self._door.reply_to(message, *await self._kept(message.chat, message.from_user, say))

    async def delete(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Ask whether to delete, or delete for good; a group's for admins, a person's in private."""

        async def page(chat: Chat, user: User, say: Locale, wish: str) -> _Page:
            what, _, sure = wish.partition(":")
            if what == "back" or (what == "me" and chat.type != Chat.PRIVATE):
                return await self._kept(chat, user, say)
            return await self._forgot(chat, user, what, say) if sure else _asked_again(what, say)

        await self._pressed(update, page)

    async def _pressed(
        self, update: Update, page: Callable[[Chat, User, Locale, str], Awaitable[_Page]]
    ) -> None:
        """Put the page in the place of the one that was pressed; whoever presses must be an admin now."""
        query = update.callback_query
        if query is None or query.message is None or not await self._door.may_press(query):
            return
        chat, delivery = query.message.chat, self._door.delivery
        say = say_for(await self._door.settings(chat.id), query.from_user)
        await delivery.answer_callback(query.id)
        content, markup = await page(chat, query.from_user, say, (query.data or "").partition(":")[2])
        text, entities = rendered(content)
        await delivery.edit(chat.id, query.message.message_id, text, entities, markup=markup)

    async def _gaps(self, chat_id: int, number: int, say: Locale) -> _Page:
        days = min(_DAYS, self._door.retention_days)
        gaps = await asyncio.to_thread(self._door.notebook.gaps, ChatId(PLATFORM, chat_id), _GAPS, days=days)
        if not gaps:
            return Reply(say("gaps.none", days=days)), None
        pages = -(-len(gaps) // _A_PAGE)
        number = min(number, pages - 1)
        first = number * _A_PAGE
        lines = [_line(at, gap, say) for at, gap in enumerate(gaps[first : first + _A_PAGE], start=first + 1)]
        head = say("gaps.head", days=days, page=number + 1, pages=pages)
        return Reply("\n".join((head, *lines))), _turning(number, pages)

    async def _kept(self, chat: Chat, user: User, say: Locale) -> _Page:
        private = chat.type == Chat.PRIVATE
        kept = await asyncio.to_thread(
            self._door.notebook.stored_counts, chat_id(chat.id), person_id(user.id)
        )
        numbers = {"answers": kept.answers, "unanswered": kept.unanswered, "days": self._door.retention_days}
        settings = say("privacy.chosen" if kept.settings else "privacy.default")
        this_chat = _button(say("privacy.forget_chat"), "chat")
        if private:
            text = say("privacy.private", settings=settings, asked=kept.asked, votes=kept.votes, **numbers)
            return Reply(text), InlineKeyboardMarkup([[_button(say("privacy.forget_me"), "me")], [this_chat]])
        # what is kept of a person is that person's business, not the group's
        link = f"https://t.me/{self._door.me.username}?start=privacy"
        mine = InlineKeyboardButton(say("privacy.mine"), url=link)
        text = say("privacy.group", settings=settings, **numbers)
        return Reply(text), InlineKeyboardMarkup([[mine], [this_chat]])

    async def _forgot(self, chat: Chat, user: User, what: str, say: Locale) -> _Page:
        notebook = self._door.notebook
        kept = await asyncio.to_thread(notebook.stored_counts, chat_id(chat.id), person_id(user.id))
        if what == "me":
            await self._drop_shelf(user.id)
            await asyncio.to_thread(notebook.forget_person, person_id(user.id))
            await asyncio.to_thread(notebook.forget_chat, chat_id(user.id))
            return Reply(say("privacy.forgot_me", asked=kept.asked, votes=kept.votes)), None
        await self._drop_shelf(chat.id)
        await asyncio.to_thread(notebook.forget_chat, chat_id(chat.id))
        return Reply(say("privacy.forgot_chat", answers=kept.answers, unanswered=kept.unanswered)), None

    async def _drop_shelf(self, chat_id: int) -> None:
        """The articles handed over go too; their shelf's name is known only as long as the notebook is."""
        own = await asyncio.to_thread(self._door.notebook.own_shelf, ChatId(PLATFORM, chat_id))
        await asyncio.to_thread(self._door.desk.drop, own)


class Retention:
    """Forgets once a day, from `begin` until `end`, what is older than `days`."""

    def __init__(
        self, notebook: Notebook, days: int, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._notebook, self._days, self._pause = notebook, days, pause
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Forget now and every day from now on, beside everything else."""
        self._task = asyncio.create_task(self._daily())

    async def end(self) -> None:
        """Forget no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _daily(self) -> None:
        while True:
            try:
                await asyncio.to_thread(self._notebook.forget_older_than, self._days)
                _log.info("forgot what is old", days=self._days)
            except LibraryUnavailable as error:
                _log.warning("not forgotten, tomorrow again", reason=str(error))
            await self._pause(_DAY_S)


def _line(number: int, gap: Gap, say: Locale) -> str:
    """A gap: how it is asked most, how often, and how else."""
    times = say("gaps.times", count=gap.count) if gap.count > 1 else ""
    down = say("gaps.down", votes=gap.down_votes) if gap.down_votes else ""
    line = say("gaps.line", number=number, question=_harmless(gap.questions[0])) + times + down
    others = [_harmless(question) for question in gap.questions[1 : 1 + _OTHERS]]
    return "\n".join((line, *(say("gaps.also", question=question) for question in others)))


def _harmless(question: str) -> str:
    """The question on one line; nobody it mentions is called by it."""
    return shortened(" ".join(question.split()).replace("@", "＠"), _QUESTION_UNITS)


def _turning(number: int, pages: int) -> InlineKeyboardMarkup | None:
    back = [InlineKeyboardButton("◀", callback_data=f"gaps:{number - 1}")] if number else []
    on = [InlineKeyboardButton("▶", callback_data=f"gaps:{number + 1}")] if number + 1 < pages else []
    return InlineKeyboardMarkup([[*back, *on]]) if pages > 1 else None


def _asked_again(what: str, say: Locale) -> _Page:
    buttons = [[_button(say("privacy.sure"), f"{what}:yes")], [_button(say("buttons.back"), "back")]]
    return Reply(say(f"privacy.really_{what}")), InlineKeyboardMarkup(buttons)


def _button(label: str, wish: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=f"keep:{wish}")
