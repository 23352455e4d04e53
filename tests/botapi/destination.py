"""Where a message of the bot goes: may it write there, in which topic, in reply to what."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from .checks import checked_entities
from .errors import bad, forbidden, refusal
from .model import Json, Message
from .params import Params
from .state import ADMINS, PRESENT, Room, State
from .text import boundaries, cut, units
from .updates import chat_json, origin_json


@dataclass(frozen=True, slots=True)
class Place:
    """A checked destination."""

    room: Room
    thread_id: int | None = None
    reply_to: int | None = None
    quote: Json | None = None
    external: Json | None = None

    @property
    def private(self) -> bool:
        """Whether it is a private chat."""
        return self.room.chat.type == "private"


def writable_room(state: State, chat_id: int | str) -> Room:
    """The room the bot may write in; raises what Telegram says when it may not."""
    room = state.find_room(chat_id)
    if room.migrated_to is not None:
        moved = {"migrate_to_chat_id": room.migrated_to}
        raise bad("group chat was upgraded to a supergroup chat", moved)
    status = state.bot_status(room)
    if room.chat.type == "private":
        _check_private(state, room, status)
    elif status == "none":
        raise bad("chat not found")
    elif status == "kicked":
        raise forbidden(f"bot was kicked from the {room.chat.type} chat")
    elif status not in PRESENT:
        raise forbidden(f"bot is not a member of the {room.chat.type} chat")
    elif room.chat.type == "channel" and status not in ADMINS:
        raise bad("need administrator rights in the channel chat")
    elif status == "restricted":
        raise bad("not enough rights to send text messages to the chat")
    return room


def check_refusals(state: State, chat_id: int | str, method: str) -> None:
    """Raise what the chat refuses that method with, if a test says so."""
    refused = state.find_room(chat_id).refusals.get(method)
    if refused is not None:
        raise refused


def check_slow_mode(state: State, room: Room) -> None:
    """Raise 429 if the bot wrote in the group too short a while ago."""
    spoke_at = room.bot_spoke_at
    if room.slow_mode_s and spoke_at is not None and state.now() < spoke_at + room.slow_mode_s:
        left = math.ceil(spoke_at + room.slow_mode_s - state.now())
        raise refusal(429, f"retry after {left}", {"retry_after": left})
    room.bot_spoke_at = state.now()


def _check_private(state: State, room: Room, status: str) -> None:
    if state.users[room.chat.id].is_bot:
        raise forbidden("bot can't send messages to bots")
    if status == "kicked":
        raise forbidden("bot was blocked by the user")
    if status not in PRESENT:
        raise forbidden("bot can't initiate conversation with a user")


def place(state: State, params: Params) -> Place:
    """The destination of a call's message, checked in all its parts."""
    room = writable_room(state, params.chat_id())
    wanted = _reply_parameters(params)
    if wanted is None:
        return Place(room, _thread(state, room, params.integer("message_thread_id")))
    replied = _replied(state, room, wanted)
    if replied is None:
        return Place(room, _thread(state, room, params.integer("message_thread_id")))
    quote = checked_quote(wanted, replied)
    if replied.chat.id != room.chat.id:
        outside = _outside(replied)
        return Place(room, _thread(state, room, params.integer("message_thread_id")), None, quote, outside)
    own = replied.thread_id if replied.is_topic_message else None
    thread = params.integer("message_thread_id") or own or 0
    if thread and thread != own and thread in room.topics:
        raise bad("message to be replied not found")
    return Place(room, _thread(state, room, thread), replied.message_id, quote)


def _reply_parameters(params: Params) -> Json | None:
    legacy = params.integer("reply_to_message_id")
    if legacy:
        return {
            "message_id": legacy,
            "allow_sending_without_reply": params.flag("allow_sending_without_reply"),
        }
    return params.object("reply_parameters")


def _replied(state: State, room: Room, wanted: Json) -> Message | None:
    if "ephemeral_message_id" in wanted and state.supports_ephemeral:
        return None
    if not isinstance(wanted.get("message_id"), int):
        raise bad("can't parse reply parameters: message_id must be a number")
    source = state.find_room(_known_chat(wanted["chat_id"])) if wanted.get("chat_id") else room
    message = source.messages.get(wanted["message_id"])
    if message is not None and message.ephemeral_id is None:
        return message
    if wanted.get("allow_sending_without_reply"):
        return None
    raise bad("message to be replied not found")


def _known_chat(value: Any) -> int | str:
    return value if isinstance(value, int | str) else str(value)


def _thread(state: State, room: Room, wanted: int) -> int | None:
    """A topic's id; the General topic has none, and asking for it as 1 is refused like any unknown one."""
    if not wanted:
        return None
    if wanted not in room.topics:
        raise bad("message thread not found")
    if not room.topics[wanted] and state.bot_status(room) not in ADMINS:
        raise bad("TOPIC_CLOSED")
    return wanted


def checked_quote(wanted: Json, replied: Message) -> Json | None:
    """The TextQuote of reply parameters; raises when the quote is not in the replied message."""
    quote = wanted.get("quote")
    if not quote:
        return None
    if wanted.get("quote_parse_mode"):
        raise bad("unsupported parse_mode")
    entities = checked_entities(quote, wanted.get("quote_entities") or [])
    position = _position(str(quote), replied.content, wanted.get("quote_position"))
    if position is None or units(quote) > 1024:
        raise bad("QUOTE_TEXT_INVALID")
    found: Json = {"text": quote, "position": position, "is_manual": True}
    return found | ({"entities": list(entities)} if entities else {})


def _position(quote: str, text: str, hint: Any) -> int | None:
    if isinstance(hint, int) and hint in boundaries(text) and cut(text, hint, units(quote)) == quote:
        return hint
    at = text.find(quote)
    return None if at < 0 else units(text[:at])


def _outside(message: Message) -> Json:
    known = {"chat": chat_json(message.chat), "message_id": message.message_id}
    return {"origin": origin_json(message)} | known
