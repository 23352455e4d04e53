"""Every method by its name in lower case (Telegram ignores case), and how a call is carried out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from . import answering, chats, delivery, editing, ephemeral, profile, sending
from .destination import check_refusals
from .errors import refusal
from .flood import LIMITED
from .params import Params
from .world import World

Method: TypeAlias = Callable[[World, Params], Any]

EPHEMERAL: Mapping[str, Method] = {
    "editephemeralmessagetext": ephemeral.edit_text,
    "editephemeralmessagereplymarkup": ephemeral.edit_markup,
    "deleteephemeralmessage": ephemeral.delete,
}
METHODS: Mapping[str, Method] = {
    "getme": profile.get_me,
    "logout": profile.done,
    "close": profile.done,
    "setwebhook": delivery.set_webhook,
    "deletewebhook": delivery.delete_webhook,
    "getwebhookinfo": delivery.get_webhook_info,
    "sendmessage": sending.send_message,
    "senddocument": sending.send_document,
    "copymessage": sending.copy_message,
    "forwardmessage": sending.forward_message,
    "editmessagetext": editing.edit_text,
    "editmessagecaption": editing.edit_caption,
    "editmessagereplymarkup": editing.edit_markup,
    "deletemessage": editing.delete_message,
    "deletemessages": editing.delete_messages,
    "setmessagereaction": editing.set_reaction,
    "answercallbackquery": answering.answer_callback,
    "answerinlinequery": answering.answer_inline,
    "answerguestquery": answering.answer_guest,
    "sendchataction": chats.send_action,
    "getchat": chats.get_chat,
    "getchatmember": chats.get_member,
    "getchatadministrators": chats.get_administrators,
    "getchatmembercount": chats.get_member_count,
    "leavechat": chats.leave_chat,
    "getfile": chats.get_file,
    "setmycommands": profile.set_commands,
    "getmycommands": profile.get_commands,
    "deletemycommands": profile.delete_commands,
    "setmyname": profile.setter("name", 64),
    "getmyname": profile.getter("name"),
    "setmydescription": profile.setter("description", 512),
    "getmydescription": profile.getter("description"),
    "setmyshortdescription": profile.setter("short_description", 120),
    "getmyshortdescription": profile.getter("short_description"),
    "setchatmenubutton": profile.set_menu_button,
    "getchatmenubutton": profile.get_menu_button,
}


def carry_out(world: World, name: str, params: Params) -> Any:
    """The result of a method; raises ApiError, 404 for a method that this server does not know."""
    method = METHODS.get(name.lower())
    if method is None and world.supports_ephemeral:
        method = EPHEMERAL.get(name.lower())
    if method is None:
        raise refusal(404, "method not found")
    with world.changed:
        if "chat_id" in params:
            check_refusals(world, params.chat_id(), name.lower())
        if world.flood and name.lower() in LIMITED and "chat_id" in params:
            chat = world.find_room(params.chat_id()).chat
            world.flood_counter.check(chat.id, chat.is_group, world.now())
        return method(world, params)
