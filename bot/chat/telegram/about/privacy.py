"""/privacy and /gaps: the data stored, and the questions that found nothing."""

import asyncio
from dataclasses import replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.assistant.conversation import Conversation
from bot.chat.telegram.callbacks import ForgetData, GapsPage
from bot.chat.telegram.deep_links import ShowPage, link_to
from bot.chat.telegram.door import Door, IncomingMessage, Press
from bot.chat.telegram.transport.fitting import shorten
from bot.locale import Locale
from bot.notebook import Gap, StoredCounts
from bot.reply import Reply

__all__ = ["PrivacyHandlers"]

_GAPS_PER_PAGE, _MAX_GAPS, _MAX_OTHER_WORDINGS = 8, 200, 2
_MAX_QUESTION_UNITS = 60
_MAX_DAYS = 90
_Content = tuple[Reply, InlineKeyboardMarkup | None]


class PrivacyHandlers:
    """The handlers of /gaps and /privacy, and of their buttons."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def gaps(self, incoming: IncomingMessage) -> None:
        """List the chat's questions that the shelf did not answer; in a group, only for admins."""
        if await self._door.is_admin(incoming.message):
            await self._door.reply_to(incoming.message, *await self._gaps(incoming.conversation, 0))
        else:
            await self._door.reply_to(incoming.message, Reply(incoming.say("chat.admins_only")))

    async def turn(self, press: Press) -> None:
        """Show another page of /gaps in the place of this one."""
        if isinstance(press.wish, GapsPage) and await self._door.admits(press):
            content = await self._gaps(press.conversation, press.wish.page)
            await self._door.delivery.answer_callback(press.query.id)
            await self._door.replace(press.message, *content)

    async def show(self, incoming: IncomingMessage) -> None:
        """Say what is stored: of the chat and, in private, of the person."""
        if incoming.message.from_user is not None:
            await self._door.reply_to(incoming.message, *await self._summary(incoming.conversation))

    async def delete(self, press: Press) -> None:
        """Ask whether to delete, or delete; a group's data only for admins, a person's in private."""
        wish, conversation = press.wish, press.conversation
        if not isinstance(wish, ForgetData) or not await self._door.admits(press):
            return
        if wish.what == "back" or (wish.what == "me" and not conversation.private):
            content = await self._summary(conversation)
        elif wish.sure:
            content = await self._forget(conversation, wish), None
        else:
            content = _confirmation(wish, press.say)
        await self._door.delivery.answer_callback(press.query.id)
        await self._door.replace(press.message, *content)

    async def _gaps(self, conversation: Conversation, number: int) -> _Content:
        say, days = conversation.say, min(_MAX_DAYS, self._door.retention_days)
        if conversation.chat is None:
            return Reply(say("gaps.none", days=days)), None
        gaps = await asyncio.to_thread(self._door.notebook.gaps, conversation.chat, _MAX_GAPS, days=days)
        if not gaps:
            return Reply(say("gaps.none", days=days)), None
        pages = -(-len(gaps) // _GAPS_PER_PAGE)
        number = min(number, pages - 1)
        first = number * _GAPS_PER_PAGE
        here = gaps[first : first + _GAPS_PER_PAGE]
        lines = [_line(at, gap, say) for at, gap in enumerate(here, start=first + 1)]
        head = say("gaps.head", days=days, page=number + 1, pages=pages)
        return Reply("\n".join((head, *lines))), _page_buttons(number, pages)

    async def _summary(self, conversation: Conversation) -> _Content:
        say, counts = conversation.say, await self._counts(conversation)
        numbers = {
            "answers": counts.answers,
            "unanswered": counts.unanswered,
            "in_hand": counts.in_hand,
            "days": self._door.retention_days,
        }
        settings = say("privacy.chosen" if counts.settings else "privacy.default")
        this_chat = _button(say("privacy.forget_chat"), ForgetData("chat"))
        if conversation.private:
            text = say(
                "privacy.private",
                settings=settings,
                asked=counts.asked,
                votes=counts.votes,
                sent=counts.sent,
                **numbers,
            )
            me = _button(say("privacy.forget_me"), ForgetData("me"))
            return Reply(text), InlineKeyboardMarkup([[me], [this_chat]])
        # the data stored about a person is that person's business, not the group's
        link = link_to(ShowPage("privacy"), self._door.me.username)
        mine = InlineKeyboardButton(say("privacy.mine"), url=link)
        text = say("privacy.group", settings=settings, **numbers)
        return Reply(text), InlineKeyboardMarkup([[mine], [this_chat]])

    async def _forget(self, conversation: Conversation, wish: ForgetData) -> Reply:
        say, chat, person = conversation.say, conversation.chat, conversation.person
        counts, privacy = await self._counts(conversation), self._door.privacy
        if chat is None or person is None:
            raise TypeError("a press without a chat or a person")
        if wish.what == "me":
            # only in private, so the chat is theirs alone
            await asyncio.to_thread(privacy.forget_person, person, chat)
            return Reply(say("privacy.forgot_me", asked=counts.asked, votes=counts.votes))
        await asyncio.to_thread(privacy.forget_chat, chat)
        return Reply(say("privacy.forgot_chat", answers=counts.answers, unanswered=counts.unanswered))

    async def _counts(self, conversation: Conversation) -> StoredCounts:
        if conversation.chat is None:
            raise TypeError("nothing is stored of a conversation without a chat")
        return await asyncio.to_thread(
            self._door.privacy.stored_counts, conversation.chat, conversation.person
        )


def _line(number: int, gap: Gap, say: Locale) -> str:
    """Return a gap's most frequent wording, how often it was asked, and its other wordings."""
    times = say("gaps.times", count=gap.count) if gap.count > 1 else ""
    down = say("gaps.down", votes=gap.down_votes) if gap.down_votes else ""
    line = say("gaps.line", number=number, question=_harmless(gap.questions[0])) + times + down
    others = [_harmless(question) for question in gap.questions[1 : 1 + _MAX_OTHER_WORDINGS]]
    return "\n".join((line, *(say("gaps.also", question=question) for question in others)))


def _harmless(question: str) -> str:
    """Return the question on one line, without mentions that would notify anybody."""
    return shorten(" ".join(question.split()).replace("@", "＠"), _MAX_QUESTION_UNITS)


def _page_buttons(number: int, pages: int) -> InlineKeyboardMarkup | None:
    back = [InlineKeyboardButton("◀", callback_data=GapsPage(number - 1).data())] if number else []
    on = [InlineKeyboardButton("▶", callback_data=GapsPage(number + 1).data())] if number + 1 < pages else []
    return InlineKeyboardMarkup([[*back, *on]]) if pages > 1 else None


def _confirmation(wish: ForgetData, say: Locale) -> _Content:
    sure = _button(say("privacy.sure"), replace(wish, sure=True))
    back = _button(say("buttons.back"), ForgetData("back"))
    return Reply(say(f"privacy.really_{wish.what}")), InlineKeyboardMarkup([[sure], [back]])


def _button(label: str, wish: ForgetData) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=wish.data())
