"""How the bot introduces itself to Telegram: its commands and descriptions, by language and by scope."""

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

__all__ = ["introduce"]

# Telegram knows languages by two letters only, so both scripts of Chinese are one.
_LANGUAGES = {None: DEFAULT, "zh": DEFAULT, "en": "en"}
_EVERYONE = ("ask", "verify", "about", "help")
_SCOPES: tuple[tuple[BotCommandScope, tuple[str, ...]], ...] = (
    (BotCommandScopeDefault(), _EVERYONE),
    (BotCommandScopeAllPrivateChats(), (*_EVERYONE, "settings", "gaps", "privacy")),
    (BotCommandScopeAllGroupChats(), _EVERYONE),
    (BotCommandScopeAllChatAdministrators(), (*_EVERYONE, "settings", "gaps", "privacy")),
)


async def introduce(bot: Bot) -> None:
    """Register commands and descriptions. Raises TelegramError where the server refuses."""
    for code, language in _LANGUAGES.items():
        say = locale(language)
        for scope, names in _SCOPES:
            commands = [BotCommand(name, say(f"telegram.command_{name}")) for name in names]
            await bot.set_my_commands(commands, scope=scope, language_code=code)
        await bot.set_my_description(say("telegram.description"), language_code=code)
        await bot.set_my_short_description(say("telegram.short_description"), language_code=code)
