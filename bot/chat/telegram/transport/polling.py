"""Polling that never stops for good: not in an outage, and not beside another process that polls."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any, TypeVar

import structlog
from telegram import File, Update, User
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import BaseRateLimiter, ExtBot

from bot.chat.telegram.transport.mail import Mail, number_of
from bot.chat.telegram.transport.outage import Outage
from bot.chat.telegram.transport.requests import Fate, Requests, fate_of, reason_of
from bot.chat.telegram.transport.waits import MAX_PAUSE_S, growing
from bot.errors import LibraryUnavailable, TokenRefused, WebhookStands
from bot.meter import Meter

__all__ = ["PollingBot"]

_MAX_CONNECTIONS = 32  # at 0.1 s per call, ten times what Telegram's flood limits let through
_PATIENCE_S, _POLL_PATIENCE_S = 30.0, 10.0
"""How long a call, and a poll beyond its own time, may take to be answered."""
_LAST_S = 3.0
"""How long a call may take to be answered once the bot stops."""
_MAX_FILE_PAUSE_S = 30.0
_CONFLICT_S = 600.0
"""How long after a conflict another process is assumed to be polling still."""
_REFUSAL_S = 600.0
"""Within what time a second refusal of the token is not an accident."""

_log = structlog.get_logger("bot.chat.telegram")
_T = TypeVar("_T")


class PollingBot(ExtBot[int]):
    """A bot whose polling pauses in trouble, each time twice as long, up to a minute.

    What comes is in the inbox of `mail` before it counts as received; first comes what was in hand before. It logs
    one line when trouble begins and one when an outage is over. If the token is refused twice within ten minutes,
    `refused` is set and `on_refused` called; and so are `webhook_stands` and `on_refused` if a webhook is set, unless that is
    to be removed (`insistent`). `on_poll` is called after each poll that worked.
    """

    def __init__(
        self,
        token: str,
        base_url: str,
        base_file_url: str,
        rate_limiter: BaseRateLimiter[int] | None = None,
        *,
        mail: Mail | None = None,
        on_refused: Callable[[], None] = lambda: None,
        on_date: Callable[[float | None], None] | None = None,
        on_poll: Callable[[], None] = lambda: None,
        insistent: bool = False,
        meter: Meter | None = None,
        patience_s: float = _PATIENCE_S,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        requests = (
            Requests(1, min(patience_s, _POLL_PATIENCE_S), on_date),
            Requests(_MAX_CONNECTIONS, patience_s, on_date, meter),
        )
        super().__init__(token, base_url, base_file_url, requests[1], requests[0], rate_limiter=rate_limiter)
        self._calls = requests[1]
        self._mail, self._on_refused, self._on_poll = mail, on_refused, on_poll
        self._pause, self._clock = pause, clock
        self._pause_s = self._conflict_pause_s = 0.0
        self._has_webhook, self._insistent = False, insistent
        self._webhook_stands = False
        self._telegram = Outage("Telegram", clock)
        self._conflict_at: float | None = None
        self._refused_at: float | None = None
        self._began, self._next_number = False, 0
        self._refused = False

    @property
    def refused(self) -> bool:
        """Whether the server refused the token twice within ten minutes."""
        return self._refused

    @property
    def webhook_stands(self) -> bool:
        """Whether it ended since a webhook is set."""
        return self._webhook_stands

    def hurry(self) -> None:
        """Wait only some seconds more for any answer, since the bot stops."""
        self._calls.hurry(_LAST_S)

    async def get_me(self, *args: Any, **kwargs: Any) -> User:
        """Return the bot's account, as soon as the server can be reached. Raises TokenRefused."""
        return await self._insist(lambda: super(PollingBot, self).get_me(*args, **kwargs))

    async def delete_webhook(self, *args: Any, **kwargs: Any) -> bool:
        """Remove the webhook if that is wanted, as soon as the server can be reached: the application starts with this.

        Raises TokenRefused, and WebhookStands if one is set that is to stay.
        """
        if self._insistent:
            return await self._insist(lambda: super(PollingBot, self).delete_webhook(*args, **kwargs))
        if (await self._insist(self.get_webhook_info)).url:
            raise WebhookStands("a webhook is set")
        return True

    async def get_file(self, *args: Any, **kwargs: Any) -> File:
        """Return where a file is to be had. What fails without a refusal is tried again for a minute."""
        last_s = 0.0
        for pause_s in growing():
            try:
                return await super().get_file(*args, **kwargs)
            except TelegramError as error:
                if fate_of(error) is Fate.REFUSED or last_s >= _MAX_FILE_PAUSE_S:
                    raise
            await self._pause(last_s := pause_s)
        raise AssertionError("pauses never end")

    async def get_updates(self, *_: Any, **kwargs: Any) -> tuple[Update, ...]:
        """Return the next updates, all of them stored; none, after a pause, if something prevents it."""
        timeout: float | timedelta = kwargs.get("timeout") or 0
        seconds = timeout.total_seconds() if isinstance(timeout, timedelta) else timeout
        try:
            updates = await self._next_updates(int(seconds), kwargs.get("allowed_updates"))
        except (TelegramError, LibraryUnavailable) as error:
            self._note_trouble(error)
            # a call without a timeout is the last before shutdown, which must not be delayed
            if seconds:
                await self._pause(self._next_pause_s(error))
                await self._yield_to_webhook(error)
            return ()
        self._note_recovery()
        self._on_poll()
        return tuple(updates)

    async def _next_updates(self, seconds: int, allowed_updates: Sequence[str] | None) -> list[Update]:
        if self._mail is None:
            raise RuntimeError("a bot without mail receives nothing")
        if not self._began:
            unfinished = await self._mail.unfinished(self)
            self._began = True
            if unfinished:
                return unfinished
        raw = await self._poll(seconds, allowed_updates)
        updates = await self._mail.receive(raw, self)
        numbers = [number for item in raw if (number := number_of(item)) is not None]
        if raw and not numbers:
            raise NetworkError("updates without numbers")
        self._next_number = max((number + 1 for number in numbers), default=self._next_number)
        return updates

    async def _poll(self, seconds: int, allowed_updates: Sequence[str] | None) -> list[object]:
        """Return the updates as they come: python-telegram-bot would read all of them or none."""
        wanted = {"timeout": seconds, "offset": self._next_number or None, "allowed_updates": allowed_updates}
        data = {name: value for name, value in wanted.items() if value is not None}
        # the last before the end has no time of its own
        read_s = seconds + _POLL_PATIENCE_S if seconds else _LAST_S
        raw: object = await self._post("getUpdates", data, read_timeout=read_s)
        if not isinstance(raw, list):
            raise NetworkError("not a list of updates")
        return raw

    async def _insist(self, call: Callable[[], Awaitable[_T]]) -> _T:
        while True:
            try:
                result = await call()
            except TelegramError as error:
                self._note_trouble(error)
                if self._refused:
                    raise TokenRefused(error.message) from None
                await self._pause(self._next_pause_s(error))
            else:
                self._note_recovery()
                return result

    async def _yield_to_webhook(self, error: TelegramError | LibraryUnavailable) -> None:
        """End if the error says that a webhook is set, or remove it; if that fails, the next poll says so again."""
        if not _is_of_webhook(error):
            return
        if not self._insistent:
            self._webhook_stands = True
            self._on_refused()
            return
        with suppress(TelegramError):
            await super().delete_webhook()

    def _note_trouble(self, error: TelegramError | LibraryUnavailable) -> None:
        now = self._clock()
        if _is_of_webhook(error):
            if not self._has_webhook and self._insistent:
                _log.error("a webhook is set, and keeps updates from being polled; removing it")
            self._has_webhook = True
        elif isinstance(error, Conflict):
            if not self._is_in_conflict(now):
                _log.error("another process polls with this token; stop one of the two", reason=error.message)
            self._conflict_at = now
        elif isinstance(error, LibraryUnavailable):
            if self._mail is not None:
                self._mail.database.note(str(error))
        elif isinstance(error, InvalidToken):
            self._note_refusal(error, now)
        else:
            self._telegram.note(reason_of(error))

    def _note_refusal(self, error: InvalidToken, now: float) -> None:
        if self._refused_at is not None and now - self._refused_at < _REFUSAL_S:
            if not self._refused:
                self._refused = True
                self._on_refused()
        else:
            _log.warning("Telegram refuses the token; trying once more", reason=error.message)
        self._refused_at = now

    def _note_recovery(self) -> None:
        self._telegram.is_over()
        self._has_webhook = False
        self._pause_s = 0.0
        # two processes take turns in succeeding, so one success proves nothing
        if not self._is_in_conflict(self._clock()):
            self._conflict_pause_s = 0.0

    def _is_in_conflict(self, now: float) -> bool:
        return self._conflict_at is not None and now - self._conflict_at < _CONFLICT_S

    def _next_pause_s(self, error: TelegramError | LibraryUnavailable) -> float:
        if isinstance(error, Conflict) and not _is_of_webhook(error):
            self._conflict_pause_s = min(2 * self._conflict_pause_s or 1.0, MAX_PAUSE_S)
            return self._conflict_pause_s
        self._pause_s = min(2 * self._pause_s or 1.0, MAX_PAUSE_S)
        return self._pause_s


def _is_of_webhook(error: Exception) -> bool:
    """Return whether Telegram refuses to be polled since somebody has set a webhook."""
    return isinstance(error, Conflict) and "webhook" in error.message.lower()
