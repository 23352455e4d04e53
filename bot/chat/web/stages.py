"""What a connection does, since when, and how much came meanwhile."""

from enum import IntEnum

from bot.chat.web.bounds import Bounds

__all__ = ["Progress", "Stage"]

_CHUNK_FRAME = 8
"""So many bytes may frame one byte of a body that comes in chunks."""


class Stage(IntEnum):
    """What a connection does; the lower, the less is lost with it."""

    REST = 0
    HEAD = 1
    ENDING = 2
    BODY = 3
    WORK = 4


class Progress:
    """The stage of a connection, when it began on the loop's clock, and the bytes that came in it."""

    def __init__(self) -> None:
        self.stage, self.since = Stage.REST, 0.0
        self.sent_bytes = self._body_bytes = 0

    def enter(self, stage: Stage, now: float) -> None:
        """Begin another stage, of which nothing came so far."""
        self.stage, self.since = stage, now
        self.sent_bytes = self._body_bytes = 0

    def count(self, data: bytes) -> None:
        """Count what came."""
        self.sent_bytes += len(data)

    def count_body(self, body: bytes) -> None:
        """Count what of it was a body's."""
        self._body_bytes += len(body)

    def is_too_large(self, bounds: Bounds) -> bool:
        """Return whether a head has no end: a parser keeps one until it ends, and all that follows a body's last chunk."""
        of_body = self._body_bytes * (1 + _CHUNK_FRAME) if self.stage is Stage.BODY else 0
        return self.stage in (Stage.HEAD, Stage.BODY) and self.sent_bytes - of_body > bounds.head_bytes

    def left_s(self, bounds: Bounds, now: float) -> float:
        """Return how much longer a body may take, for the time that its size has earned it; 0 in other stages."""
        earned_s = bounds.body_s + self.sent_bytes / bounds.slowest_bytes_per_s
        return self.since + earned_s - now if self.stage is Stage.BODY else 0.0
