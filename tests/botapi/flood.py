"""Telegram's flood limits, counted: 1 message a second in a chat, 20 a minute in a group, 30 a second."""

from __future__ import annotations

import math
from collections import defaultdict, deque

from .errors import refusal

_LIMITED = "sendmessage senddocument copymessage forwardmessage editmessagetext editmessagereplymarkup"
LIMITED = frozenset(_LIMITED.split())


class FloodCounter:
    """Counts what the bot sends in sliding windows. What is refused is not counted."""

    def __init__(self) -> None:
        self._times: dict[int, deque[float]] = defaultdict(deque)

    def check(self, chat_id: int, is_group: bool, now: float) -> None:
        """Count one message; raises 429 with `retry_after` in whole seconds when a limit is reached."""
        windows = [(chat_id, 1, 1.0), (0, 30, 1.0)] + ([(chat_id, 20, 60.0)] if is_group else [])
        wait = max(self._wait(key, most, span, now) for key, most, span in windows)
        if wait > 0:
            seconds = math.ceil(wait)
            raise refusal(429, f"retry after {seconds}", {"retry_after": seconds})
        for key in (chat_id, 0):
            self._times[key].append(now)

    def _wait(self, key: int, most: int, span: float, now: float) -> float:
        times = self._times[key]
        while times and times[0] <= now - 60.0:
            times.popleft()
        recent = [at for at in times if at > now - span]
        return recent[-most] + span - now if len(recent) >= most else 0.0
