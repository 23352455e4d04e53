"""The answer that a pressed button is about: only where it was given, since anybody may send any callback data."""

import asyncio

from telegram import Message

from bot.chat.telegram.door import Door, Press
from bot.notebook import GivenAnswer

__all__ = ["answer_pressed"]


async def answer_pressed(door: Door, press: Press, number: int, *, alone: bool = False) -> GivenAnswer | None:
    """Return the answer of that number; if it was not given here or is forgotten, say that it is gone and return None.

    Every button with the number of an answer is held to this. With `alone` the button is one that only the asker sees.
    """
    given = await asyncio.to_thread(door.notebook.answer, number)
    if given is not None and await (_is_looked_up if alone else _is_on)(door, press, given):
        return given
    await door.delivery.answer_callback(press.query.id, press.say("buttons.gone"))
    return None


async def _is_on(door: Door, press: Press, given: GivenAnswer) -> bool:
    """Return whether the button stands under the answer."""
    if given.chat != press.conversation.chat:
        return False
    if given.answer_message_id is not None:
        return given.answer_message_id == press.message.message_id
    # if a group became a supergroup, the numbers of both messages are forgotten
    if given.asked_message_id is None or given.asked_message_id == _replied_to(press):
        return True
    return await _is_looked_up(door, press, given)


async def _is_looked_up(door: Door, press: Press, given: GivenAnswer) -> bool:
    """Return whether the answer was given here to whoever presses."""
    person = press.conversation.person
    if given.chat != press.conversation.chat or person is None:
        return False
    return given.asker == await asyncio.to_thread(door.notebook.hash_person, person)


def _replied_to(press: Press) -> int | None:
    replied = press.message.reply_to_message if isinstance(press.message, Message) else None
    return replied.message_id if replied is not None else None
