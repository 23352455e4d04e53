"""The Bot API's JSON for users, chats, messages and members."""

from __future__ import annotations

from typing import Any

from .model import Chat, Json, Message, User


def given(**fields: Any) -> Json:
    """The fields that have a value; None, False and empty sequences are left out, as Telegram does."""
    return {
        name: value
        for name, value in fields.items()
        if value is not None and value is not False and value != ()
    }


def user_json(user: User) -> Json:
    """A User object."""
    optional = given(username=user.username, language_code=user.language_code)
    return {"id": user.id, "is_bot": user.is_bot, "first_name": user.first_name} | optional


def chat_json(chat: Chat) -> Json:
    """A Chat object."""
    optional = given(
        title=chat.title, username=chat.username, first_name=chat.first_name, is_forum=chat.is_forum
    )
    return {"id": chat.id, "type": chat.type} | optional


def message_json(message: Message, replied: Message | None = None) -> Json:
    """A Message object; `replied` is the message it answers, which is given without what that one answers."""
    ephemeral = message.ephemeral_id is not None
    body: Json = {
        "message_id": 0 if ephemeral else message.message_id,
        "date": message.date,
        "chat": chat_json(message.chat),
    }
    body |= _origin(message) | _body(message) | message.extra
    if replied is not None:
        body["reply_to_message"] = message_json(replied)
    return body


def _origin(message: Message) -> Json:
    return given(
        **{"from": user_json(message.sender) if message.sender else None},
        sender_chat=chat_json(message.sender_chat) if message.sender_chat else None,
        message_thread_id=message.thread_id,
        is_topic_message=message.is_topic_message,
        edit_date=message.edit_date,
        ephemeral_message_id=message.ephemeral_id,
    )


def _body(message: Message) -> Json:
    entities = [dict(entity) for entity in message.entities] or None
    markup = message.reply_markup
    return given(
        text=message.text,
        caption=message.caption,
        **{"entities" if message.text is not None else "caption_entities": entities},
        document=message.document,
        quote=message.quote,
        reply_markup=markup if markup and "inline_keyboard" in markup else None,
    )


def inaccessible_json(message: Message) -> Json:
    """What a callback query carries when its message was deleted."""
    return {"message_id": message.message_id, "date": 0, "chat": chat_json(message.chat)}


_ADMIN_RIGHTS = """
    can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members can_promote_members
    can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories can_pin_messages
    can_manage_topics
"""

_MEMBER_RIGHTS = """
    can_change_info can_invite_users can_pin_messages can_send_messages can_send_polls
    can_send_other_messages can_add_web_page_previews can_manage_topics can_send_audios can_send_documents
    can_send_photos can_send_videos can_send_video_notes can_send_voice_notes can_edit_tag
    can_react_to_messages
"""


def member_json(user: User, status: str) -> Json:
    """A ChatMember object of that status."""
    body: Json = {"user": user_json(user), "status": status}
    if status == "creator":
        body |= {"is_anonymous": False}
    elif status == "administrator":
        body |= {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(_ADMIN_RIGHTS.split(), True)
    elif status == "restricted":
        body |= {"is_member": True, "until_date": 0} | dict.fromkeys(_MEMBER_RIGHTS.split(), False)
    elif status == "kicked":
        body |= {"until_date": 0}
    return body


def origin_json(message: Message) -> Json:
    """The MessageOrigin of a message that is forwarded or answered from another chat."""
    if message.chat.type == "channel":
        source = {"type": "channel", "chat": chat_json(message.chat), "message_id": message.message_id}
    elif message.sender_chat is not None:
        source = {"type": "chat", "sender_chat": chat_json(message.sender_chat)}
    elif message.sender is not None:
        source = {"type": "user", "sender_user": user_json(message.sender)}
    else:
        source = {"type": "hidden_user", "sender_user_name": "?"}
    return source | {"date": message.date}
