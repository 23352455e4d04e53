"""The methods about chats and files: getChat, members, sendChatAction, getFile."""

from __future__ import annotations

from .destination import writable_room
from .errors import bad, forbidden
from .model import Json
from .params import Params
from .state import ADMINS, PRESENT, Room
from .updates import chat_json, member_json
from .world import World

DOWNLOAD_BYTES = 20 * 1024 * 1024
_ACTIONS = """
    typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker
    find_location record_video_note upload_video_note
"""
ACTIONS = frozenset(_ACTIONS.split())


def get_chat(world: World, params: Params) -> Json:
    """getChat: the ChatFullInfo."""
    room = _seen(world, params)
    gifts = (
        *(f"{kind}_gifts" for kind in ("unlimited", "limited", "unique")),
        "premium_subscription",
        "gifts_from_channels",
    )
    more: Json = {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
    return chat_json(room.chat) | more


def get_member(world: World, params: Params) -> Json:
    """getChatMember: the ChatMember; `left` for a known user who is not there."""
    room = _seen(world, params)
    user = world.users.get(params.integer("user_id"))
    if user is None:
        raise bad("invalid user_id specified")
    own = room.chat.type == "private" and user.id == room.chat.id
    return member_json(user, "member" if own else room.statuses.get(user.id, "left"))


def get_administrators(world: World, params: Params) -> list[Json]:
    """getChatAdministrators: the admins; other bots are left out, as on Telegram."""
    room = _seen(world, params)
    if room.chat.type == "private":
        raise bad("there are no administrators in the private chat")
    people = [(world.users[user_id], status) for user_id, status in room.statuses.items() if status in ADMINS]
    return [member_json(user, status) for user, status in people if not user.is_bot or user == world.bot]


def get_member_count(world: World, params: Params) -> int:
    """getChatMemberCount."""
    return sum(status in PRESENT for status in _seen(world, params).statuses.values())


def send_action(world: World, params: Params) -> bool:
    """sendChatAction: True."""
    if params.text("action") not in ACTIONS:
        raise bad("wrong parameter action in request")
    room = writable_room(world, params.chat_id())
    thread = params.integer("message_thread_id")
    if thread and thread not in room.topics:
        raise bad("message thread not found")
    return True


def leave_chat(world: World, params: Params) -> bool:
    """leaveChat: True."""
    room = _seen(world, params)
    if room.chat.type == "private":
        raise bad("chat member status can't be changed in private chats")
    world.my_chat_member(room.chat, "left", by=world.bot)
    return True


def get_file(world: World, params: Params) -> Json:
    """getFile: the File with its path."""
    stored = world.files.get(params.text("file_id"))
    if stored is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if stored.size > DOWNLOAD_BYTES:
        raise bad("file is too big")
    path = f"documents/{stored.file_id}"
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.file_id[-8:],
        "file_size": stored.size,
        "file_path": path,
    }


def _seen(world: World, params: Params) -> Room:
    room = world.find_room(params.chat_id())
    status = world.bot_status(room)
    if status == "none":
        raise bad("chat not found")
    if room.chat.type == "private":
        return room
    if status == "kicked":
        raise forbidden(f"bot was kicked from the {room.chat.type} chat")
    if status not in PRESENT:
        raise forbidden(f"bot is not a member of the {room.chat.type} chat")
    return room
