"""A group, a person, an answer, and a clock that a test moves."""

from datetime import UTC, datetime, timedelta

from identities import chat_id, person_id

from bot.model import PUBLIC
from bot.notebook import GivenAnswer, QuotedPassage

GROUP = chat_id(-1001234567890123)
PERSON = person_id(7_000_000_001)
PRIVATE = chat_id(7_000_000_001)
"""The chat that the person and the bot have alone."""
OTHER = person_id(7_000_000_002)
MORNING = datetime(2024, 3, 8, 9, 30, tzinfo=UTC)

ASKED = GivenAnswer(
    chat=GROUP,
    topic_id=3,
    asked_message_id=11,
    question="图书馆每周开放多久？",
    shelf=PUBLIC,
    shelf_revision=4,
    hits=(QuotedPassage("abcdefghij", "0" * 64, 1, 0, 27), QuotedPassage("abcdefghij", "0" * 64, 3, 90, 120)),
    asked_at=MORNING,
)


class Clock:
    """Shows half past nine until a test moves it."""

    def __init__(self) -> None:
        self.time = MORNING

    def __call__(self) -> datetime:
        return self.time

    def move(self, **time: float) -> None:
        """Move it on by `timedelta(**time)`."""
        self.time += timedelta(**time)
