"""Calls that may be made twice without harm: made again, with growing pauses, as long as they are of use."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.chat.telegram.transport.in_hand import current
from bot.chat.telegram.transport.refusals import Refusal
from bot.chat.telegram.transport.requests import ConfirmedBadly, reason_of, wait_of
from bot.chat.telegram.transport.silences import Silences
from bot.chat.telegram.transport.waits import Waits, growing

__all__ = ["Attempts"]

_QUERY_USE_S = 10.0
"""How long the answer to a press, an inline or a guest query is of use."""
_log = structlog.get_logger("bot.chat.telegram")
_T = TypeVar("_T")


class Attempts:
    """Makes calls as often as needed; calls `on_moved(old, new)` when a group became a supergroup."""

    def __init__(
        self, waits: Waits, silences: Silences, on_moved: Callable[[int, int], Awaitable[None]]
    ) -> None:
        self._waits, self._silences, self._on_moved = waits, silences, on_moved

    async def make(
        self,
        name: str,
        call: Callable[[], Awaitable[_T]],
        chat_id: int | None = None,
        done: str | None = None,
    ) -> _T | bool | None:
        """Return the call's result; True if a refusal says `done`, False if the message is gone, None if it failed.

        It may be made twice without harm, and is made again as long as it is of use.
        """
        if chat_id is not None and self._silences.hold(name, chat_id):
            return None
        begun = self._silences.begin()
        try:
            return await self._repeat(name, call, chat_id)
        except ConfirmedBadly:
            return True
        except (BadRequest, Forbidden) as error:
            if done and done in error.message.lower():
                return True
            return False if self._silences.heard(name, error, chat_id, begun) is Refusal.GONE else None
        except ChatMigrated as error:
            await self._on_moved(chat_id or 0, error.new_chat_id)
            return False

    async def _repeat(self, name: str, call: Callable[[], Awaitable[_T]], chat_id: int | None) -> _T | None:
        """Make the call as often as needed; return None if it would come too late. Raises what it is refused with."""
        now = self._waits.now()
        until = now + _QUERY_USE_S if chat_id is None else current().until(chat_id > 0, now)
        for pause_s in growing():
            try:
                return await call()
            except (BadRequest, ChatMigrated, ConfirmedBadly, Forbidden):
                raise
            except TelegramError as error:
                if not await self.has_waited(name, error, pause_s, until):
                    return None
        return None

    async def has_waited(self, name: str, error: TelegramError, pause_s: float, until: float) -> bool:
        """Wait before another try; return False at once if it would come too late to be of use."""
        pause_s = max(pause_s, wait_of(error))
        if self._waits.now() + pause_s > until:
            _log.warning("not delivered", call=name, reason=reason_of(error))
            return False
        current().let_go()
        await self._waits.pause(pause_s)
        return True
