"""Presses of the buttons under answers; the buttons work for ever, even after a restart."""

import asyncio
from dataclasses import replace
from functools import partial

from telegram import InlineKeyboardMarkup, Message

from bot.answering.quoting.citation import STYLES, cite
from bot.assistant.assistant import Exchange
from bot.chat.telegram.asking.choosing import choice_keyboard, last_page
from bot.chat.telegram.asking.keyboard import style_keyboard
from bot.chat.telegram.asking.pressed_answers import answer_pressed
from bot.chat.telegram.asking.quoting import AnswerMessage, answer_message, citable_hit, hit_message
from bot.chat.telegram.callbacks import AnswerWish, ChoicePage, ChooseArticle
from bot.chat.telegram.door import Door, Press
from bot.chat.telegram.transport.in_hand import current
from bot.locale import Locale
from bot.model import Hit
from bot.notebook import ChatSettings, GivenAnswer, Tally
from bot.reply import Reply, choice_reply

__all__ = ["AnswerButtons"]

_VOTES = {"up": 1, "down": -1}


class AnswerButtons:
    """The handlers of the buttons under answers, each named for its action."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def vote(self, press: Press) -> None:
        """Count the vote, or take it back if it is repeated; show the tally."""
        given, wish = await self._answer_of(press)
        person = press.conversation.person
        if given is None or person is None:
            return
        value, repeated = _VOTES[wish.action], current().again
        counted = await asyncio.to_thread(
            partial(self._door.assistant.note_vote, given.number, person, value, repeated=repeated)
        )
        await self._door.delivery.answer_callback(press.query.id, _thanks(counted, press.say))

    async def delete(self, press: Press) -> None:
        """Delete the answer, if the asker or an admin pressed."""
        given, _ = await self._answer_of(press)
        person = press.conversation.person
        if given is None or person is None:
            return
        hashed = await asyncio.to_thread(self._door.notebook.hash_person, person)
        if given.asker != hashed and not await self._door.presser_is_admin(press):
            await self._door.delivery.answer_callback(press.query.id, press.say("buttons.not_yours"))
            return
        await self._door.delivery.answer_callback(press.query.id)
        await self._door.delivery.delete(press.message.chat.id, press.message.message_id)

    async def show(self, press: Press) -> None:
        """Show another hit, another passage of the article, or the first buttons again."""
        given, wish = await self._answer_of(press)
        if given is not None and (hit := await self._hit(press, given, wish)):
            await self._edit(press, wish, given, hit)

    async def outline(self, press: Press) -> None:
        """Show the outline again that a point was opened from; if its article changed, the outline as of now."""
        given, _ = await self._answer_of(press)
        if given is None:
            return
        outline = await asyncio.to_thread(self._door.assistant.outline, given)
        if outline is None:
            await self._ask_again(press, given)
            return
        exchange = Exchange(
            outline, await asyncio.to_thread(self._door.assistant.desk.shelf, given.shelf), given
        )
        await self._show(press, exchange)

    async def choose(self, press: Press) -> None:
        """Put the question to the article that the button names, and show its answer in the same message."""
        wish = press.wish
        given = (
            await answer_pressed(self._door, press, wish.number) if isinstance(wish, ChooseArticle) else None
        )
        if given is not None and isinstance(wish, ChooseArticle):
            await self._show(
                press, await asyncio.to_thread(self._door.assistant.choose, given, wish.article_id)
            )

    async def turn_choice(self, press: Press) -> None:
        """Show a page of the articles that the question may be about."""
        wish = press.wish
        given = await answer_pressed(self._door, press, wish.number) if isinstance(wish, ChoicePage) else None
        if given is None or not isinstance(wish, ChoicePage):
            return
        choice = await asyncio.to_thread(self._door.assistant.choice, given)
        if choice is None:
            await self._ask_again(press, given)
            return
        page = min(wish.page, last_page(choice))
        content = choice_reply(choice, press.say, page)
        await self._replace(
            press, AnswerMessage(content, choice_keyboard(choice, given.number, press.say, page))
        )

    async def styles(self, press: Press) -> None:
        """Show one button for each style of citation."""
        given, wish = await self._answer_of(press)
        if given is not None and (hit := await self._hit(press, given, wish)):
            citable = await asyncio.to_thread(citable_hit, self._door, given, hit, press.conversation)
            await self._edit(press, wish, given, hit, style_keyboard(wish, citable, press.say))

    async def cite(self, press: Press) -> None:
        """Send the citation in the button's style; it is too long for a copy button."""
        given, wish = await self._answer_of(press)
        if given is not None and (hit := await self._hit(press, given, wish)):
            citable = await asyncio.to_thread(citable_hit, self._door, given, hit, press.conversation)
            citation = cite(
                citable.article, wish.style if wish.style in STYLES else ChatSettings().citation_style
            )
            await self._door.delivery.answer_callback(press.query.id)
            if isinstance(press.message, Message):
                await self._door.reply_to(press.message, Reply(citation))

    async def _answer_of(self, press: Press) -> tuple[GivenAnswer | None, AnswerWish]:
        """Return the button's answer; if it is gone or the press is forged, say so and return None."""
        if not isinstance(press.wish, AnswerWish):
            raise TypeError(f"{press.wish}: not a button of an answer")
        return await answer_pressed(self._door, press, press.wish.number), press.wish

    async def _hit(self, press: Press, given: GivenAnswer, wish: AnswerWish) -> Hit | None:
        """Return the button's passage; if its article changed, answer anew and return None."""
        hit = await asyncio.to_thread(self._door.assistant.hit, given, wish.position, wish.offset)
        if hit is None:
            await self._ask_again(press, given)
        return hit

    async def _edit(
        self,
        press: Press,
        wish: AnswerWish,
        given: GivenAnswer,
        hit: Hit,
        markup: InlineKeyboardMarkup | None = None,
    ) -> None:
        shown = await asyncio.to_thread(hit_message, self._door, wish, given, hit, press.conversation)
        await self._replace(press, replace(shown, markup=markup or shown.markup))
        await asyncio.to_thread(self._door.assistant.note_position, given.number, wish.position)

    async def _replace(self, press: Press, shown: AnswerMessage, said: str | None = None) -> None:
        """Acknowledge the press with what is `said`, and show that in the place of its message."""
        # only now: if the database failed, whoever pressed is told so
        await self._door.delivery.answer_callback(press.query.id, said)
        await self._door.replace(press.message, shown.content, shown.markup)

    async def _ask_again(self, press: Press, given: GivenAnswer) -> None:
        """Say that the article changed since, and show what the shelf answers now."""
        exchange = await asyncio.to_thread(self._door.assistant.ask_again, given)
        await self._show(press, exchange, press.say("buttons.changed"))

    async def _show(self, press: Press, exchange: Exchange, said: str | None = None) -> None:
        shown = await asyncio.to_thread(answer_message, self._door, exchange, press.conversation)
        await self._replace(press, shown, said)


def _thanks(counted: tuple[int, Tally] | None, say: Locale) -> str:
    """Return what a vote is answered with: the tally, or that it is still to be counted."""
    if counted is None:
        return say("buttons.kept")
    vote, tally = counted
    return say("buttons.thanks" if vote else "buttons.taken_back", up=tally.up, down=tally.down)
