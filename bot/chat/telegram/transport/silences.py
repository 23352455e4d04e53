"""Where the bot may not speak: known for a while, so that a busy chat is not tried with each of its messages."""

from collections.abc import Callable, Hashable

import structlog
from telegram.error import RetryAfter, TelegramError

from bot.chat.telegram.transport.refusals import Refusal, refusal_of
from bot.chat.telegram.transport.requests import reason_of

__all__ = ["Silences"]

_SILENCE_S, _QUIET_S = 600.0, 3600.0
_MOST = 1000
_CLOSED = (Refusal.CHAT, Refusal.TOPIC)

_log = structlog.get_logger("bot.chat.telegram")


class Silences:
    """Calls that chats and topics refused within the last ten minutes; and within the last hour in the log."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._refused, self._logged = _Moments(now, _SILENCE_S), _Moments(now, _QUIET_S)
        self._lifts = 0
        self._lifted: dict[int, int] = {}

    def begin(self) -> int:
        """Return what tells whether a call that begins now began before a lift."""
        return self._lifts

    def heard(
        self, call: str, error: TelegramError, chat_id: int | None, begun: int, thread_id: int | None = None
    ) -> Refusal:
        """Return the kind of the refusal of that call; log it once an hour a chat, and remember where the bot may not speak.

        `begun` is what `begin` returned when the call began.
        """
        kind = Refusal.UNKNOWN if isinstance(error, RetryAfter) else refusal_of(error)
        self.log("chat closed" if kind in _CLOSED else "refused", call, error, chat_id)
        if chat_id is not None and kind in _CLOSED:
            self.note(call, chat_id, begun, thread_id if kind is Refusal.TOPIC else None)
        return kind

    def log(self, event: str, call: str, error: Exception, chat_id: int | None) -> None:
        """Log the failure of a call; of a chat once an hour."""
        if chat_id is None or self._is_news(chat_id):
            reason = reason_of(error) if isinstance(error, TelegramError) else type(error).__name__
            _log.warning(event, call=call, reason=reason)

    def note(self, call: str, chat_id: int, begun: int, thread_id: int | None = None) -> None:
        """Remember that the topic, or without one the chat, refuses that call; not if that was lifted since it began."""
        if self._lifted.get(chat_id, 0) <= begun:
            self._refused.note((chat_id, thread_id, call))

    def hold(self, call: str, chat_id: int, thread_id: int | None = None) -> bool:
        """Return whether the chat or the topic refused that call a short while ago."""
        return any(self._refused.holds((chat_id, place, call)) for place in {None, thread_id})

    def lift(self, chat_id: int) -> None:
        """Forget what the chat and its topics refused: the bot's rights there changed."""
        self._refused.forget(lambda name: isinstance(name, tuple) and name[0] == chat_id)
        self._lifts += 1
        self._lifted.pop(chat_id, None)
        self._lifted[chat_id] = self._lifts
        if len(self._lifted) > _MOST:
            del self._lifted[next(iter(self._lifted))]

    def _is_news(self, chat_id: int) -> bool:
        if self._logged.holds(chat_id):
            return False
        self._logged.note(chat_id)
        return True


class _Moments:
    """When things happened, as long as it matters; the newest 1,000."""

    def __init__(self, now: Callable[[], float], matters_s: float) -> None:
        self._now, self._matters_s = now, matters_s
        self._moments: dict[Hashable, float] = {}

    def note(self, name: Hashable) -> None:
        self._moments.pop(name, None)
        self._moments[name] = self._now()
        if len(self._moments) > _MOST:
            del self._moments[next(iter(self._moments))]

    def holds(self, name: Hashable) -> bool:
        # a clock that was set back must not make it last
        at = self._moments.get(name)
        return at is not None and 0 <= self._now() - at < self._matters_s

    def forget(self, which: Callable[[Hashable], bool]) -> None:
        self._moments = {name: at for name, at in self._moments.items() if not which(name)}
