"""How the bot introduces itself to Telegram: its commands and descriptions, by language and by scope."""

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

from bot.locale import DEFAULT, locale

__all__ = ["introduce", "menus"]

# Telegram knows languages by two letters only, so both scripts of Chinese are one.
_LANGUAGES = {None: DEFAULT, "zh": DEFAULT, "en": "en"}
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
    """Every menu of commands: where it is shown, in which language (None: any other), and what is in it."""
    for code, language in _LANGUAGES.items():
        say = locale(language)
        for scope, names in _SCOPES:
            yield scope, code, [BotCommand(name, say(f"telegram.command_{name}")) for name in names]


async def introduce(bot: Bot) -> None:
    """Register commands and descriptions. Raises TelegramError where the server refuses."""
    for scope, code, commands in menus():
        await bot.set_my_commands(commands, scope=scope, language_code=code)
    for code, language in _LANGUAGES.items():
        say = locale(language)
        await bot.set_my_description(say("telegram.description"), language_code=code)
        await bot.set_my_short_description(say("telegram.short_description"), language_code=code)
