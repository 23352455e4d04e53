"""Ephemeral messages (Bot API 10.3's shape): one member of a group sees them. Off by default."""

from __future__ import annotations

from dataclasses import replace

from .checks import marked_text
from .errors import bad
from .keyboards import checked_markup
from .model import Chat, Message
from .params import Params
from .state import ADMINS
from .world import World

WINDOW_S = 15.0


def receiver_of(world: World, chat: Chat, params: Params) -> int | None:
    """Who alone shall see the message; None for a normal one, or where the server cannot do it.

    A bot without admin rights needs a press of that user at most 15 seconds old, or a reply to an ephemeral
    message; the wording of the refusals is this server's own.
    """
    wanted = params.object("ephemeral_message_parameters")
    if not wanted or not world.supports_ephemeral:
        return None
    receiver = int(wanted.get("receiver_user_id", 0))
    if receiver not in world.users:
        raise bad("user not found")
    query = world.queries.get(str(wanted.get("callback_query_id", "")))
    fresh = query is not None and query.user.id == receiver and world.now() - query.asked_at <= WINDOW_S
    if wanted.get("callback_query_id") and not fresh:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    replies = "ephemeral_message_id" in (params.object("reply_parameters") or {})
    if not fresh and not replies and world.bot_status(world.room(chat)) not in ADMINS:
        raise bad("not enough rights to send ephemeral messages to the user")
    return receiver


def edit_text(world: World, params: Params) -> bool:
    """editEphemeralMessageText: True."""
    message = _standing(world, params)
    text, entities = marked_text(params.text("text"), params.array("entities"), params.text("parse_mode"))
    markup = checked_markup(params.object("reply_markup"), private=False, inline_only=True)
    before = (*message.previous, replace(message, previous=()))
    world.amend(message, text=text, entities=entities, reply_markup=markup, previous=before)
    return True


def edit_markup(world: World, params: Params) -> bool:
    """editEphemeralMessageReplyMarkup: True."""
    message = _standing(world, params)
    markup = checked_markup(params.object("reply_markup"), private=False, inline_only=True)
    world.amend(message, reply_markup=markup)
    return True


def delete(world: World, params: Params) -> bool:
    """deleteEphemeralMessage: True."""
    world.delete(_standing(world, params))
    return True


def _standing(world: World, params: Params) -> Message:
    wanted = (params.integer("ephemeral_message_id"), params.integer("receiver_user_id"))
    for message in world.find_room(params.chat_id()).messages.values():
        if (message.ephemeral_id, message.receiver_id) == wanted:
            return message
    raise bad("message to edit not found")
