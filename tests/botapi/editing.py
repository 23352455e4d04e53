"""The methods that change what stands: edits, deletions, reactions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .checks import marked_caption, marked_text
from .destination import writable_room
from .errors import bad
from .keyboards import checked_markup
from .model import Json, Message
from .params import Params
from .reactions import ALLOWED
from .state import ADMINS, Room
from .world import World

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TWO_DAYS_S = 48 * 3600


def edit_text(world: World, params: Params) -> Any:
    """editMessageText: the Message, or True for an inline one. Without reply_markup the keyboard goes."""
    text, entities = marked_text(params.text("text"), params.array("entities"), params.text("parse_mode"))
    message = _editable(world, params)
    if message.text is None:
        raise bad("there is no text in the message to edit")
    return _edited(world, message, params, text=text, entities=entities)


def edit_caption(world: World, params: Params) -> Any:
    """editMessageCaption: the Message, or True for an inline one."""
    entities = params.array("caption_entities")
    caption, marks = marked_caption(params.text("caption"), entities, params.text("parse_mode"))
    message = _editable(world, params)
    if message.text is not None:
        raise bad("there is no caption in the message to edit")
    return _edited(world, message, params, caption=caption or None, entities=marks)


def edit_markup(world: World, params: Params) -> Any:
    """editMessageReplyMarkup: the Message, or True for an inline one."""
    return _edited(world, _editable(world, params), params)


def _editable(world: World, params: Params) -> Message:
    if "inline_message_id" in params:
        return _inline(world, params.text("inline_message_id"))
    room = writable_room(world, params.chat_id())
    message = room.messages.get(params.integer("message_id"))
    if message is None or message.ephemeral_id is not None:
        raise bad("message to edit not found")
    if message.sender != world.bot or "forward_origin" in message.extra:
        raise bad("message can't be edited")
    return message


def _inline(world: World, inline_id: str) -> Message:
    chat_id, message_id = world.inline_messages.get(inline_id, (0, 0))
    message = world.rooms[chat_id].messages.get(message_id) if chat_id else None
    if message is None:
        raise bad("MESSAGE_ID_INVALID")
    return message


def _edited(world: World, message: Message, params: Params, **content: Any) -> Any:
    # what was sent inline or by a guest has no web_app buttons, whatever chat it stands in
    private = message.chat.type == "private" and "inline_message_id" not in params
    markup = checked_markup(params.object("reply_markup"), private=private, inline_only=True)
    changed = replace(message, reply_markup=markup, **content)
    if changed == message:
        raise bad(NOT_MODIFIED)
    before = (*message.previous, replace(message, previous=()))
    changed = replace(changed, previous=before, edit_date=int(world.now()))
    world.store(changed)
    return True if "inline_message_id" in params else world.json_of(changed)


def delete_message(world: World, params: Params) -> bool:
    """deleteMessage: True."""
    room = writable_room(world, params.chat_id())
    message = room.messages.get(params.integer("message_id"))
    if message is None:
        raise bad("message to delete not found")
    if not _deletable(world, room, message):
        raise bad(
            "message can't be deleted"
            if message.sender != world.bot
            else "message can't be deleted for everyone"
        )
    world.delete(message)
    return True


def delete_messages(world: World, params: Params) -> bool:
    """deleteMessages: True; ids that are not there are skipped."""
    room = writable_room(world, params.chat_id())
    ids = params.array("message_ids") or []
    if not 1 <= len(ids) <= 100:
        raise bad(
            "too many message identifiers specified" if ids else "message identifiers are not specified"
        )
    for message in [room.messages[i] for i in ids if i in room.messages]:
        if not _deletable(world, room, message):
            raise bad("message can't be deleted")
        world.delete(message)
    return True


def _deletable(world: World, room: Room, message: Message) -> bool:
    if world.now() - message.date > TWO_DAYS_S and room.chat.type != "channel":
        return False
    return message.sender == world.bot or room.chat.type == "private" or world.bot_status(room) in ADMINS


def set_reaction(world: World, params: Params) -> bool:
    """setMessageReaction: True. A bot has one reaction a message, of the emoji Telegram allows."""
    room = writable_room(world, params.chat_id())
    message = room.messages.get(params.integer("message_id"))
    if message is None:
        raise bad("message to react not found")
    wanted = params.array("reaction") or []
    if len(wanted) > 1:
        raise bad("REACTIONS_TOO_MANY")
    if any(not _allowed(reaction) for reaction in wanted):
        raise bad("REACTION_INVALID")
    world.amend(message, reactions=tuple(reaction["emoji"] for reaction in wanted))
    return True


def _allowed(reaction: Json) -> bool:
    return reaction.get("type") == "emoji" and reaction.get("emoji") in ALLOWED
