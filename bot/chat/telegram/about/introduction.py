"""The bot's introduction to Telegram: its commands and descriptions, by language and scope."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.chat.telegram.transport.requests import reason_of
from bot.chat.telegram.transport.waits import Waits, growing
from bot.locale import DEFAULT, languages, locale, nearest_language

__all__ = ["introduce", "menus"]

_MAX_PAUSE_S = 3600.0
_log = structlog.get_logger("bot.chat.telegram")

_EVERYONE = ("ask", "verify", "about", "help")
_SHELVES = ("articles", "shelf")
_KEPT = ("settings", "gaps", "privacy", "forget")
_SCOPES: tuple[tuple[BotCommandScope, tuple[str, ...]], ...] = (
    (BotCommandScopeDefault(), _EVERYONE),
    (BotCommandScopeAllPrivateChats(), (*_EVERYONE, *_SHELVES, *_KEPT)),
    (BotCommandScopeAllGroupChats(), (*_EVERYONE, *_SHELVES)),
    (BotCommandScopeAllChatAdministrators(), (*_EVERYONE, "add", *_SHELVES, *_KEPT)),
)


def menus() -> Iterator[tuple[BotCommandScope, str | None, list[BotCommand]]]:
    """Yield every menu of commands: its scope, its language code (None for any other language), its commands."""
    for code, language in _languages_by_code().items():
        say = locale(language)
        for scope, names in _SCOPES:
            yield scope, code, [BotCommand(name, say(f"commands.{name}")) for name in names]


async def introduce(bot: Bot, waits: Waits) -> None:
    """Register the commands and descriptions that Telegram does not have yet; what fails is tried again later.

    Each failure is logged once; pauses grow to an hour.
    """
    left, failed = list(_parts(bot)), set[str]()
    for pause_s in growing(1.0, _MAX_PAUSE_S):
        left = [part for part in left if not await _is_settled(part, failed)]
        if not left:
            return
        await waits.pause(pause_s)


@dataclass(frozen=True, slots=True)
class _Part:
    """One thing that Telegram is told: how to read it, how to write it, and what it should be."""

    name: str
    read: Callable[[], Awaitable[object]]
    write: Callable[[], Awaitable[object]]
    wanted: object


async def _is_settled(part: _Part, failed: set[str]) -> bool:
    """Register the part if it differs; return whether Telegram has it now."""
    try:
        if await part.read() != part.wanted:
            await part.write()
    except TelegramError as error:
        if part.name not in failed:
            failed.add(part.name)
            _log.warning("not announced; trying again later", what=part.name, reason=reason_of(error))
        return False
    return True


def _parts(bot: Bot) -> Iterator[_Part]:
    for scope, code, commands in menus():
        of: dict[str, Any] = {"scope": scope, "language_code": code}
        name = f"commands of {scope.type} in {code or 'any language'}"
        read, write = partial(bot.get_my_commands, **of), partial(bot.set_my_commands, commands, **of)
        yield _Part(name, read, write, tuple(commands))
    for code, language in _languages_by_code().items():
        say, there = locale(language), code or "any language"
        long, short = say("chat.description"), say("chat.short_description")
        read_long, read_short = partial(_description, bot, code), partial(_short_description, bot, code)
        write_long = partial(bot.set_my_description, long, language_code=code)
        write_short = partial(bot.set_my_short_description, short, language_code=code)
        yield _Part(f"description in {there}", read_long, write_long, long)
        yield _Part(f"short description in {there}", read_short, write_short, short)


async def _description(bot: Bot, code: str | None) -> str:
    return (await bot.get_my_description(code)).description


async def _short_description(bot: Bot, code: str | None) -> str:
    return (await bot.get_my_short_description(code)).short_description


def _languages_by_code() -> dict[str | None, str]:
    """Return our languages by the code that Telegram knows them by; None stands for any other language.

    Telegram has codes of two letters only, so both scripts of Chinese are one.
    """
    by_code: dict[str | None, str] = {None: DEFAULT}
    for code in sorted({language.split("-")[0] for language in languages()}):
        if len(code) == 2 and (language := nearest_language(code)):
            by_code[code] = language
    return by_code
