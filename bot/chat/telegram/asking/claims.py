"""Claims in messages: each is verified in reply, and an edited one anew in the same place."""

import asyncio
from dataclasses import dataclass

from bot.chat.telegram.addressing import Request
from bot.chat.telegram.door import Door, IncomingMessage
from bot.chat.telegram.transport.rendering import render
from bot.notebook import GivenAnswer
from bot.reply.verifications import verification_reply

__all__ = ["Claims"]

_MOST = 1000


@dataclass(frozen=True, slots=True)
class _Verified:
    """A claim, and the message of its verification."""

    claim: str
    message_id: int


class Claims:
    """The newest 1,000 claims by the messages that made them; after a start none is known any more."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._verified: dict[tuple[int, int], _Verified] = {}

    async def verify(
        self, incoming: IncomingMessage, request: Request, before: GivenAnswer | None = None
    ) -> None:
        """Verify the claim; one that came by an edit in the place of its verification, or of the answer `before`."""
        place = (incoming.message.chat_id, incoming.message.message_id)
        verified = self._verified.get(place) if incoming.edited else None
        if verified is not None and verified.claim == request.text:
            return
        there = verified.message_id if verified else before.answer_message_id if before else None
        message_id = await self._say(incoming, request, there)
        if message_id is not None:
            self._note(place, _Verified(request.text, message_id))

    async def _say(self, incoming: IncomingMessage, request: Request, there: int | None) -> int | None:
        """Say where the claim stands, in that message if it still is there; return the message's id."""
        verify, delivery = self._door.assistant.verify, self._door.delivery
        chat_id = incoming.message.chat_id
        verification = await asyncio.to_thread(verify, incoming.conversation, request.text)
        text, entities = render(verification_reply(verification, incoming.say))
        if there is not None and await delivery.edit(chat_id, there, text, entities):
            return there
        sent = await delivery.send(
            chat_id, text, entities, reply_to=request.reply_to, thread_id=request.thread_id
        )
        return sent.message_id if sent is not None else None

    def _note(self, place: tuple[int, int], verified: _Verified) -> None:
        self._verified.pop(place, None)
        self._verified[place] = verified
        if len(self._verified) > _MOST:
            del self._verified[next(iter(self._verified))]
