"""The browsers that gave the password: each has a cookie, and its latest additions are remembered for a while."""

import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_urlsafe

from bot.chat.web.adding.receipts import Receipt

__all__ = ["COOKIE", "MAX_AGE_S", "Session", "Sessions"]

COOKIE = "zhaiyin_adding"
MAX_AGE_S = 12 * 3600
_MOST_SESSIONS = 100
_MOST_ADDITIONS = 10


@dataclass(slots=True)
class Session:
    """What one browser did since it gave the password."""

    ends_at: float
    form_key: str = field(default_factory=lambda: token_urlsafe(24))
    """Stands in each of its forms, so that no other site can send one."""
    additions: dict[int, tuple[Receipt, ...]] = field(default_factory=dict)
    """What was handed over at once, by its number; the oldest is forgotten first."""
    count: int = 0
    removed: str = ""
    """The title of the article that it removed last, until that was said."""

    def owns(self, form_key: str) -> bool:
        """Return whether the form is one of this session's."""
        return hmac.compare_digest(self.form_key.encode(), form_key.encode("utf-8", "replace"))

    def keep(self, receipts: tuple[Receipt, ...]) -> int:
        """Remember what became of an addition, and return its number."""
        self.count += 1
        self.additions[self.count] = receipts
        while len(self.additions) > _MOST_ADDITIONS:
            del self.additions[min(self.additions)]
        return self.count

    def put(self, number: int, at: int, receipt: Receipt) -> None:
        """Remember what became of an receipt since, unless it is forgotten already."""
        receipts = self.additions.get(number, ())
        if at < len(receipts):
            self.additions[number] = (*receipts[:at], receipt, *receipts[at + 1 :])


class Sessions:
    """The sessions of all browsers, in memory only: a restart ends them, and so do twelve hours."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._sessions: dict[bytes, Session] = {}

    def open(self) -> str:
        """Begin a session and return the value of its cookie."""
        cookie = token_urlsafe(32)
        while len(self._sessions) >= _MOST_SESSIONS:
            del self._sessions[next(iter(self._sessions))]
        self._sessions[_digest(cookie)] = Session(self._now() + MAX_AGE_S)
        return cookie

    def of(self, cookie: str) -> Session | None:
        """Return the session of that cookie; None if there is none, or if it is over."""
        session = self._sessions.get(_digest(cookie))
        if session is None or session.ends_at > self._now():
            return session
        self.close(cookie)
        return None

    def close(self, cookie: str) -> None:
        """End the session of that cookie, if there is one."""
        self._sessions.pop(_digest(cookie), None)


def _digest(cookie: str) -> bytes:
    # looked up by its digest, how long the search takes tells nothing of the cookies there are
    return sha256(cookie.encode("utf-8", "replace")).digest()
