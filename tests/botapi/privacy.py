"""Which messages reach the bot at all."""

from __future__ import annotations

from .model import Message
from .state import ADMINS, PRESENT, Room, State
from .text import cut


def reaches_bot(state: State, room: Room, message: Message) -> bool:
    """Whether a message of a person makes an update: membership first, then privacy mode.

    A bot never sees what other bots write. With privacy mode on and no admin rights it sees commands (one for
    no bot in particular only while no other bot spoke last), mentions, replies to it, what was sent via it.
    """
    status = state.bot_status(room)
    if status not in PRESENT or (message.sender is not None and message.sender.is_bot):
        return False
    if not room.chat.is_group or status in ADMINS or not state.privacy_mode:
        return True
    return _via_bot(state, message) or _replies(state, room, message) or _addresses(state, room, message)


def _via_bot(state: State, message: Message) -> bool:
    via = message.extra.get("via_bot")
    return via is not None and via["id"] == state.bot.id


def _replies(state: State, room: Room, message: Message) -> bool:
    replied = room.messages.get(message.reply_to or 0)
    return replied is not None and (replied.sender == state.bot or _via_bot(state, replied))


def _addresses(state: State, room: Room, message: Message) -> bool:
    return any(_entity_addresses(state, room, message.content, entity) for entity in message.entities)


def _entity_addresses(state: State, room: Room, text: str, entity: dict[str, object]) -> bool:
    kind, me = entity["type"], state.bot.mention.lower()
    slice_ = cut(text, int(str(entity["offset"])), int(str(entity["length"]))).lower()
    if kind == "mention":
        return slice_ == me
    if kind == "text_mention":
        user = entity.get("user")
        return isinstance(user, dict) and user.get("id") == state.bot.id
    if kind == "bot_command":
        return slice_.endswith(me) if "@" in slice_ else room.last_bot in (None, state.bot.id)
    return False
