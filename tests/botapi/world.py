"""The world: everything a test drives and reads, in one object. It is safe to use from any thread."""

from __future__ import annotations

from .flood import FloodCounter
from .queries import Queries


class World(Queries):
    """A small Telegram. `flood=True` counts the flood limits; attributes switch its other capabilities.

    privacy_mode, supports_ephemeral, supports_guests, inline_feedback: what settings and server allow.
    callback_deadline_s, inline_deadline_s, guest_deadline_s: how long a query may wait for its answer.
    """

    def __init__(
        self,
        *,
        bot_id: int = 7_000_001,
        username: str = "zhaiyin_bot",
        first_name: str = "摘引",
        flood: bool = False,
    ) -> None:
        super().__init__(bot_id=bot_id, username=username, first_name=first_name)
        self.flood = flood
        self.flood_counter = FloodCounter()
