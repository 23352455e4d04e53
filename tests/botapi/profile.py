"""The methods about the bot itself: getMe, its commands, its name and descriptions, its menu button."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from .errors import bad
from .model import Json
from .params import Params
from .text import units
from .updates import user_json
from .world import World

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"([a-z]{2})?")
_SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


def get_me(world: World, params: Params) -> Json:
    """getMe: the bot's User with what it can do."""
    return user_json(world.bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy_mode,
        "supports_inline_queries": True,
        "supports_guest_queries": world.supports_guests,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }


def done(world: World, params: Params) -> bool:
    """logOut, close: True, without any effect."""
    return True


def set_commands(world: World, params: Params) -> bool:
    """setMyCommands: True."""
    commands = params.array("commands") or []
    if len(commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _check_command(command)
    world.settings[_commands_key(world, params)] = commands
    return True


def _check_command(command: Any) -> None:
    if not isinstance(command, dict) or not _COMMAND.fullmatch(str(command.get("command", ""))):
        raise bad("BOT_COMMAND_INVALID")
    if not 1 <= units(str(command.get("description", "")).strip()) <= 256:
        raise bad("BOT_COMMAND_DESCRIPTION_INVALID")


def get_commands(world: World, params: Params) -> list[Json]:
    """getMyCommands: the commands of exactly that scope and language, maybe none."""
    commands: list[Json] = world.settings.get(_commands_key(world, params), [])
    return commands


def delete_commands(world: World, params: Params) -> bool:
    """deleteMyCommands: True."""
    world.settings.pop(_commands_key(world, params), None)
    return True


def _commands_key(world: World, params: Params) -> tuple[str, ...]:
    scope = params.object("scope") or {"type": "default"}
    kind = scope.get("type")
    if kind not in _SCOPES:
        raise bad("can't parse BotCommandScope: unsupported type specified")
    if "chat_id" in _SCOPES[kind]:
        world.find_room(scope["chat_id"])
    return ("commands", json.dumps(scope, sort_keys=True), _language(params))


def _language(params: Params) -> str:
    code = params.text("language_code")
    if not _LANGUAGE.fullmatch(code):
        raise bad("invalid language code specified")
    return code


def setter(name: str, limit: int) -> Callable[[World, Params], bool]:
    """A method that keeps a text of at most `limit` units for a language: True."""

    def keep(world: World, params: Params) -> bool:
        if units(params.text(name)) > limit:
            raise bad(f"bot {name} is too long")
        world.settings[(name, _language(params))] = params.text(name)
        return True

    return keep


def getter(name: str) -> Callable[[World, Params], Json]:
    """A method that gives that text for a language, or else the one for all languages."""

    def kept(world: World, params: Params) -> Json:
        general = world.settings.get((name, ""), world.bot.first_name if name == "name" else "")
        return {name: world.settings.get((name, _language(params))) or general}

    return kept


def set_menu_button(world: World, params: Params) -> bool:
    """setChatMenuButton: True."""
    button = params.object("menu_button") or {"type": "default"}
    if button.get("type") not in ("commands", "web_app", "default"):
        raise bad("can't parse MenuButton: unsupported type specified")
    if button["type"] == "web_app" and not str(button.get("web_app", {}).get("url", "")).startswith(
        "https://"
    ):
        raise bad("menu button web app URL is invalid: only HTTPS links are allowed")
    world.settings[("menu_button", str(params.integer("chat_id")))] = button
    return True


def get_menu_button(world: World, params: Params) -> Json:
    """getChatMenuButton: the button of that chat, or the default one."""
    own = world.settings.get(("menu_button", str(params.integer("chat_id"))))
    button: Json = own or world.settings.get(("menu_button", "0"), {"type": "commands"})
    return button
