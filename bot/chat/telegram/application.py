"""The python-telegram-bot application: built, started, and its failures reported in one line."""

import asyncio
import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog
from telegram import Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseRateLimiter,
)

from bot.assistant.assistant import Assistant
from bot.assistant.clock import PlatformClock
from bot.assistant.desk import Desk
from bot.assistant.hook import Hook
from bot.assistant.own_shelves import OwnShelves, Quota
from bot.assistant.pulse import Pulse
from bot.chat.telegram.about.introduction import introduce
from bot.chat.telegram.addressing import PLATFORM, Me, chat_id
from bot.chat.telegram.door import Door
from bot.chat.telegram.handlers import TelegramApplication, add_handlers
from bot.chat.telegram.transport.delivery import Delivery
from bot.chat.telegram.transport.flood import ChatRateLimiter
from bot.chat.telegram.transport.intake import Intake
from bot.chat.telegram.transport.mail import Mail
from bot.chat.telegram.transport.polling import PollingBot
from bot.chat.telegram.transport.waits import Waits
from bot.chat.telegram.transport.webhook import WebhookBot
from bot.chat.telegram.uploads.article_reader import ArticleReader, Fetch
from bot.chat.telegram.usher import Usher
from bot.errors import TelegramUnavailable, TokenRefused, WebhookStands, ZhaiyinError
from bot.notebook import Notebook

if TYPE_CHECKING:
    from bot.replicas.replica import Replica

__all__ = ["build", "run"]

_UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
    "guest_message",
]
_LAST_S = 20.0
"""How long what is in hand may take once the bot is asked to end; supervisors wait for thirty seconds or longer."""
_STANDS = "a webhook is set for this bot, so it cannot be polled; start it with --webhook, or with --polling to remove the webhook"
_log = structlog.get_logger("bot.chat.telegram")


def run(
    assistant: Assistant,
    notebook: Notebook,
    token: str,
    server: str,
    retention_days: int,
    quota: Quota,
    fetch: Fetch | None = None,
    clock: PlatformClock | None = None,
    pulse: Pulse | None = None,
    hook: Hook | None = None,
    replica: "Replica | None" = None,
    insistent: bool = False,
) -> None:
    """Answer on Telegram until interrupted. Raises TelegramUnavailable if the server refuses the token.

    `fetch` gets the pages that chats add; None if they may not add pages. `clock` hears Telegram's time, and
    `pulse` each poll that worked. With a `hook` Telegram posts its updates there, and is not polled.
    A `replica` shares the chats with other processes. To be polled, a bot has no webhook: WebhookStands is raised if it
    has, unless it is `insistent` and removes it.
    """
    clock = clock or PlatformClock()
    # beside, since an index that was damaged may be minutes away, and commands need none
    threading.Thread(target=_warm_up, args=(assistant.desk,), name="warm-up", daemon=True).start()
    me = asyncio.run(_identify_bot(token, server, clock))
    pulse = pulse or Pulse()
    # the first poll may wait for half a minute until somebody asks
    pulse.beat()
    application = build(
        assistant,
        notebook,
        token,
        server,
        me,
        retention_days,
        quota=quota,
        fetch=fetch,
        clock=clock,
        pulse=pulse,
        hook=hook,
        replica=replica,
        insistent=insistent,
    )
    try:
        application.run_polling(allowed_updates=_UPDATES)
    except TokenRefused:
        raise TokenRefused(_refusal(server)) from None
    except WebhookStands:
        raise WebhookStands(_STANDS) from None
    if isinstance(application.bot, PollingBot) and application.bot.refused:
        raise TokenRefused(_refusal(server))
    if isinstance(application.bot, PollingBot) and application.bot.webhook_stands:
        raise WebhookStands(_STANDS)


def _warm_up(desk: Desk) -> None:
    try:
        desk.warm_up()
    except ZhaiyinError as error:
        _log.warning("not warmed up", reason=str(error))


def _refusal(server: str) -> str:
    return f"TELEGRAM_BOT_TOKEN: {server} refuses it again and again; if it was replaced, put in the new one"


async def _identify_bot(token: str, server: str, clock: PlatformClock) -> Me:
    """Return the bot's account, as soon as the server can be reached."""
    try:
        async with PollingBot(token, f"{server}/bot", f"{server}/file/bot", on_date=clock.note) as bot:
            return Me(bot.id, bot.username)
    except TokenRefused:
        raise TelegramUnavailable(
            f"TELEGRAM_BOT_TOKEN: {server} refuses it; copy the whole token from @BotFather"
        ) from None


def _mail(notebook: Notebook, me: Me, waits: Waits, replica: "Replica | None") -> Mail:
    if replica is None:
        return Mail(notebook.inbox(PLATFORM, me.id), waits)
    from bot.chat.telegram.transport.shared_mail import (
        SharedMail,  # with what one process alone does not need
    )

    return SharedMail(notebook.shared_inbox(PLATFORM, me.id, replica), waits, replica)


def _kind_of_bot(hook: Hook | None, replica: "Replica | None", insistent: bool) -> Callable[..., PollingBot]:
    """Return what makes a bot that is told its updates, or asks for them, alone or with others."""
    told = {"hook": hook, "allowed": _UPDATES} if hook is not None else {"insistent": insistent}
    if replica is not None:
        from bot.chat.telegram.transport.sharing import SharedPollingBot, SharedWebhookBot

        return partial(SharedPollingBot if hook is None else SharedWebhookBot, replica=replica, **told)
    return partial(PollingBot if hook is None else WebhookBot, **told)


class _StoppingApplication(Application[Any, Any, Any, Any, Any, Any]):
    """An application that does not wait, when it stops, for what waits itself: that stays in the inbox."""

    def stop_running(self) -> None:
        """Stop, unless that has begun: once more, it would be cut off."""
        if self.updater is None or self.updater.running:
            super().stop_running()

    async def stop(self) -> None:
        """End the pauses, wait some seconds for what runs, and stop."""
        if isinstance(self.update_processor, Intake):
            self.update_processor.stop()
        if isinstance(self.bot, PollingBot):
            self.bot.hurry()
        try:
            async with asyncio.timeout(_LAST_S):
                await super().stop()
        except TimeoutError:
            _log.warning("something in hand takes too long; it is taken up again at the next start")
            if isinstance(self.update_processor, Intake):
                self.update_processor.cut()


def build(
    assistant: Assistant,
    notebook: Notebook,
    token: str,
    server: str,
    me: Me,
    retention_days: int,
    limiter: BaseRateLimiter[int] | None = None,
    quota: Quota | None = None,
    fetch: Fetch | None = None,
    waits: Waits | None = None,
    clock: PlatformClock | None = None,
    pulse: Pulse | None = None,
    hook: Hook | None = None,
    replica: "Replica | None" = None,
    insistent: bool = False,
) -> TelegramApplication:
    """Return the application with its handlers, not yet started.

    `limiter` keeps Telegram's flood limits, `quota` limits each chat's own shelf, and `fetch` gets the pages that
    chats add; None if they may not add pages. `waits` are the pauses before something is tried again. With a `hook`
    Telegram posts its updates there. `replica` and `insistent` are as for `run`.
    """
    waits = waits or (Waits(clock=clock.now) if clock is not None else Waits())
    live = (lambda: replica.live) if replica is not None else (lambda: 1)
    limiter = limiter or ChatRateLimiter(waits, live=live)
    mail = _mail(notebook, me, waits, replica)
    bot = _kind_of_bot(hook, replica, insistent)(
        token,
        f"{server}/bot",
        f"{server}/file/bot",
        limiter,
        mail=mail,
        on_date=clock.note if clock is not None else None,
        on_poll=(pulse or Pulse()).beat,
        on_refused=lambda: application.stop_running(),
        meter=assistant.meter,
    )
    assistant.meter.watch("queue", lambda: mail.waiting)
    announcing = set[asyncio.Task[None]]()

    async def move(old: int, new: int) -> None:
        await asyncio.to_thread(notebook.move_chat, chat_id(old), chat_id(new))

    async def begin(_: TelegramApplication) -> None:
        # in the background: no answer waits for it
        announcing.add(asyncio.create_task(introduce(bot, waits)))

    async def end(_: TelegramApplication) -> None:
        for task in announcing:
            task.cancel()
        await asyncio.gather(*announcing, return_exceptions=True)

    shelves = OwnShelves(assistant.desk, notebook, quota or Quota())
    door = Door(assistant, notebook, shelves, Delivery(bot, move, waits), me, retention_days)
    intake = Intake(mail, limiter.wait_s) if isinstance(limiter, ChatRateLimiter) else Intake(mail)
    application: TelegramApplication = (
        ApplicationBuilder()
        .application_class(_StoppingApplication)
        .bot(bot)
        .concurrent_updates(intake)
        .post_init(begin)
        .post_stop(end)
        .build()
    )
    intake.handle = application.process_update
    intake.usher = Usher(door, bot, add_handlers(application, door, ArticleReader(fetch)))
    return application
