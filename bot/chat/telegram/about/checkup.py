"""A check of the bot's token, its settings at @BotFather and its Bot API server; it changes nothing."""

import asyncio
from collections.abc import Iterator
from typing import TypeAlias
from urllib.parse import urlsplit

from telegram import Bot, User, WebhookInfo
from telegram.error import BadRequest, EndPointNotFound, InvalidToken, TelegramError

from bot.chat.telegram.about.introduction import menus

__all__ = ["AT_BOTFATHER", "Finding", "abilities", "checkup"]

Finding: TypeAlias = tuple[str, bool | None, str, str | None]
"""The thing checked, whether it is well (None: it does not matter), its state, what to do."""

AT_BOTFATHER = "@BotFather: "
"""Begins every "what to do" that is done there."""


def checkup(token: str, server: str) -> tuple[Finding, ...]:
    """Return the findings in reading order; only one if the server refuses the token or is out of reach."""
    return asyncio.run(_checkup(token, server))


async def _checkup(token: str, server: str) -> tuple[Finding, ...]:
    try:
        async with Bot(token, base_url=f"{server}/bot") as bot:
            webhook = await bot.get_webhook_info()
            return (
                ("token", True, f"{server} takes it", None),
                *abilities(bot.bot),
                _webhook(webhook),
                ("updates", True, f"{webhook.pending_update_count} waiting", None),
                _OTHER_POLLERS,
                await _commands(bot),
                await _ephemeral(bot),
            )
    except InvalidToken:
        todo = f"{AT_BOTFATHER}/token, and copy the whole of it into TELEGRAM_BOT_TOKEN"
        return (("token", False, f"{server} refuses TELEGRAM_BOT_TOKEN", todo),)
    except TelegramError as error:
        reason = (str(error).replace(token, "***").strip() or type(error).__name__).splitlines()[0]
        todo = "check the network or TELEGRAM_API_BASE_URL"
        return (("token", False, f"{server} cannot be reached ({reason})", todo),)


# asking for updates would end the other process's poll, and there is no other way to know
_OTHER_POLLERS: Finding = (
    "other pollers",
    None,
    "not asked, since that would disturb them; `zhaiyin run` logs it where another process polls",
    None,
)


def abilities(me: User) -> Iterator[Finding]:
    """Yield what the bot's settings at @BotFather let it do."""
    yield "bot", True, f"{me.full_name} (@{me.username})", None
    yield (
        "privacy mode",
        True,
        "off: it gets whatever is said in groups, and answers what is meant for it"
        if me.can_read_all_group_messages
        else "on: in groups it gets only what is meant for it, which is all it needs",
        None,
    )
    yield _ability("groups", me.can_join_groups, "it may be added to groups", "/setjoingroups, then Enable")
    yield _ability(
        "inline mode",
        me.supports_inline_queries,
        f"@{me.username} and a question quote in any chat",
        "/setinline, then a few words like 问文章里的事",
    )
    yield "inline feedback", None, "not needed; /setinlinefeedback may stay off", None
    guest, todo = me.supports_guest_queries, f"{AT_BOTFATHER}Bot Settings, Guest Mode, if it is wanted"
    detail = "it answers where it is not a member" if guest else "off: it answers only where it is a member"
    yield "guest queries", True if guest else None, detail, None if guest else todo


def _ability(name: str, has: bool | None, detail: str, todo: str) -> Finding:
    return (name, True, detail, None) if has else (name, False, "off", AT_BOTFATHER + todo)


def _webhook(info: WebhookInfo) -> Finding:
    if not info.url:
        return "webhook", True, "none, as polling needs it", None
    # only the host: the rest of the address is often a secret
    detail = f"updates go to {urlsplit(info.url).hostname}, and none come by polling"
    return "webhook", False, detail, "start the bot with --webhook, or remove it: `zhaiyin run --polling`"


async def _commands(bot: Bot) -> Finding:
    wanted = list(menus())
    calls = (bot.get_my_commands(scope, code) for scope, code, _ in wanted)
    registered = await asyncio.gather(*calls)
    if not any(registered):
        return "commands", None, "none yet", "start `zhaiyin run`, which registers them"
    stale = [
        f"{scope.type}/{code or 'all languages'}"
        for (scope, code, commands), there in zip(wanted, registered, strict=True)
        if list(there) != commands
    ]
    if stale:
        detail = f"missing or of another version: {', '.join(stale)}"
        return "commands", False, detail, "start `zhaiyin run` anew, which registers them"
    return "commands", True, f"registered, {len(wanted)} menus by scope and language", None


async def _ephemeral(bot: Bot) -> Finding:
    """Find out, with a call that names no message, if the server knows messages for one person."""
    name = "ephemeral messages"
    try:
        await bot.do_api_request("deleteEphemeralMessage")
    except EndPointNotFound:
        return name, None, "not known to this server; everybody sees the answers", None
    except BadRequest:
        pass
    return name, True, "known to this server", None
