"""The bot's introduction to Telegram: its commands and descriptions, by language and scope."""

from collections.abc import Iterator

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
)

from bot.locale import DEFAULT, languages, locale, nearest_language

__all__ = ["introduce", "menus"]

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


async def introduce(bot: Bot) -> None:
    """Register commands and descriptions. Raises TelegramError if the server refuses."""
    for scope, code, commands in menus():
        await bot.set_my_commands(commands, scope=scope, language_code=code)
    for code, language in _languages_by_code().items():
        say = locale(language)
        await bot.set_my_description(say("chat.description"), language_code=code)
        await bot.set_my_short_description(say("chat.short_description"), language_code=code)


def _languages_by_code() -> dict[str | None, str]:
    """Return our languages by the code that Telegram knows them by; None stands for any other language.

    Telegram has codes of two letters only, so both scripts of Chinese are one.
    """
    by_code: dict[str | None, str] = {None: DEFAULT}
    for code in sorted({language.split("-")[0] for language in languages()}):
        if len(code) == 2 and (language := nearest_language(code)):
            by_code[code] = language
    return by_code
