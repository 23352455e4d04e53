"""A bot that is told its updates at a webhook instead of asking for them."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog
from telegram import Update
from telegram.error import TelegramError

from bot.assistant.hook import Hook
from bot.chat.telegram.transport.polling import PollingBot
from bot.errors import LibraryUnavailable

__all__ = ["WebhookBot"]

_CHECK_S = 60.0
_log = structlog.get_logger("bot.chat.telegram")


class WebhookBot(PollingBot):
    """A bot whose webhook is at `hook`, for updates of the kinds `allowed`.

    The application asks it for updates as it asks any bot. It sets the webhook at the start, where it differs, and
    never takes it away. `on_poll` is called whenever Telegram says that the webhook stands.
    """

    def __init__(self, *args: Any, hook: Hook, allowed: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._hook, self._allowed = hook, tuple(allowed)
        self._come: asyncio.Queue[Update] = asyncio.Queue()
        self._checked_at: float | None = None
        self._is_lost = False

    async def delete_webhook(self, *_: Any, **__: Any) -> bool:
        """Set the webhook where it differs, as soon as the server can be reached: the application starts with this.

        Raises TokenRefused.
        """
        if not await self._insist(self._stands):
            await self._insist(
                lambda: self.set_webhook(
                    self._hook.url, secret_token=self._hook.secret, allowed_updates=self._allowed
                )
            )
            _log.info("webhook set")
        return True

    async def get_updates(self, *_: Any, **kwargs: Any) -> tuple[Update, ...]:
        """Return what came, all of it stored; first what was in hand before."""
        timeout: float | timedelta = kwargs.get("timeout") or 0
        seconds = timeout.total_seconds() if isinstance(timeout, timedelta) else timeout
        # a call without a timeout is the last before shutdown
        if not seconds:
            self._hook.close()
            return ()
        try:
            if not self._began:
                return await self._begin()
            await self._check()
        except (TelegramError, LibraryUnavailable) as error:
            self._note_trouble(error)
            await self._pause(self._next_pause_s(error))
            return ()
        self._note_recovery()
        return await self._next(seconds)

    async def _begin(self) -> tuple[Update, ...]:
        """Return what is unfinished, and take updates from now on."""
        if self._mail is None:
            raise RuntimeError("a bot without mail receives nothing")
        unfinished = await self._mail.unfinished(self)
        self._began = True
        self._hook.open(self._receive)
        return tuple(unfinished)

    async def _receive(self, item: object) -> None:
        """Store the update and hand it on. Raises LibraryUnavailable."""
        if self._mail is None:
            raise RuntimeError("a bot without mail receives nothing")
        try:
            ready = await self._mail.receive([item], self)
        except LibraryUnavailable as error:
            self._mail.database.note(str(error))
            raise
        for update in ready:
            self._come.put_nowait(update)

    async def _next(self, seconds: float) -> tuple[Update, ...]:
        try:
            updates = [await asyncio.wait_for(self._come.get(), seconds)]
        except TimeoutError:
            return ()
        while not self._come.empty():
            updates.append(self._come.get_nowait())
        return tuple(updates)

    async def _check(self) -> None:
        """See once a minute whether the webhook stands, and say so once if it does not."""
        now = self._clock()
        if self._checked_at is not None and now - self._checked_at < _CHECK_S:
            return
        # Telegram may leave out a kind of update that it does not know, so only the address tells
        stands = (await self.get_webhook_info()).url == self._hook.url
        self._checked_at = now
        if stands:
            self._on_poll()
        elif not self._is_lost:
            _log.error("another process took the webhook away; stop it, and start this one anew")
        self._is_lost = not stands

    async def _stands(self) -> bool:
        """Return whether Telegram has the webhook as it should be. Raises TelegramError."""
        info = await self.get_webhook_info()
        return info.url == self._hook.url and set(info.allowed_updates or ()) == set(self._allowed)
