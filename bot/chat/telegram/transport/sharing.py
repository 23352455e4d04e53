"""Bots that share their updates with other processes: each handles those of its slots, however they came in."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from telegram import Update

from bot.chat.telegram.transport.polling import PollingBot
from bot.chat.telegram.transport.shared_mail import SharedMail
from bot.chat.telegram.transport.webhook import WebhookBot
from bot.errors import LibraryUnavailable
from bot.replicas.replica import Replica

__all__ = ["SharedPollingBot", "SharedWebhookBot"]

_LOOK_S = 1.0


class SharedPollingBot(PollingBot):
    """A bot that polls as long as its process leads, and takes what is of its slots from the inbox."""

    def __init__(self, *args: Any, mail: SharedMail, replica: Replica, **kwargs: Any) -> None:
        super().__init__(*args, mail=mail, **kwargs)
        self._shared, self._replica = mail, replica
        self._came: asyncio.Queue[Update] = asyncio.Queue()
        self._polls: asyncio.Task[None] | None = None

    async def get_updates(self, *_: Any, **kwargs: Any) -> tuple[Update, ...]:
        """Return what waits in this process's slots, and the inline queries that it was told itself."""
        timeout: float | timedelta = kwargs.get("timeout") or 0
        seconds = timeout.total_seconds() if isinstance(timeout, timedelta) else timeout
        # a call without a timeout is the last before shutdown
        if not seconds:
            await self._end(kwargs)
            return ()
        if self._polls is None:
            self._polls = asyncio.create_task(self._poll_while_leading(kwargs))
        if self._polls.done():
            self._polls.result()
        return await _taken(self, self._shared, self._came, seconds)

    async def _poll_while_leading(self, kwargs: dict[str, Any]) -> None:
        while True:
            if self._replica.leads:
                for update in await super().get_updates(**kwargs):
                    self._came.put_nowait(update)
            else:
                # another process hears from Telegram
                self._on_poll()
                await self._pause(_LOOK_S)

    async def _end(self, kwargs: dict[str, Any]) -> None:
        """Poll no more; Telegram is told what was received."""
        if self._polls is not None:
            self._polls.cancel()
            with suppress(asyncio.CancelledError):
                await self._polls
        if self._replica.leads:
            await super().get_updates(**kwargs)


class SharedWebhookBot(WebhookBot):
    """A bot whose webhook is set by the process that leads, and that takes what is of its slots from the inbox."""

    def __init__(self, *args: Any, mail: SharedMail, replica: Replica, **kwargs: Any) -> None:
        super().__init__(*args, mail=mail, **kwargs)
        self._shared, self._replica = mail, replica
        self._led = False

    async def delete_webhook(self, *args: Any, **kwargs: Any) -> bool:
        """Set the webhook where it differs, if this process leads: the application starts with this."""
        self._led = self._replica.leads
        return await super().delete_webhook(*args, **kwargs) if self._led else True

    async def _check(self) -> None:
        """See whether the webhook stands, if this process leads."""
        if self._replica.leads:
            await super()._check()
        else:
            self._on_poll()

    async def _next(self, seconds: float) -> tuple[Update, ...]:
        if self._replica.leads and not self._led:
            await self.delete_webhook()
        return await _taken(self, self._shared, self._come, seconds)


async def _taken(
    bot: PollingBot, mail: SharedMail, came: "asyncio.Queue[Update]", seconds: float
) -> tuple[Update, ...]:
    """Return what came here and what waits in the inbox, as soon as there is something."""
    if came.empty():
        await mail.wait(seconds)
    here: list[Update] = []
    while not came.empty():
        here.append(came.get_nowait())
    try:
        taken: Sequence[Update] = await mail.take(bot)
    except LibraryUnavailable as error:
        mail.database.note(str(error))
        taken = ()
    return (*here, *taken)
