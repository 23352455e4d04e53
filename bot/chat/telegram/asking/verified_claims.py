"""The claims verified last and the messages that say so, for when a claim is edited."""

from dataclasses import dataclass

__all__ = ["Verified", "VerifiedClaims"]

_MOST = 1000


@dataclass(frozen=True, slots=True)
class Verified:
    """A claim, and the message of its verification."""

    claim: str
    message_id: int


class VerifiedClaims:
    """The newest 1,000, by the messages that made the claims; none is known any more after a start."""

    def __init__(self) -> None:
        self._verified: dict[tuple[int, int], Verified] = {}

    def note(self, chat_id: int, asked_message_id: int, verified: Verified) -> None:
        """Remember what the message claimed, and where it was verified."""
        self._verified.pop((chat_id, asked_message_id), None)
        self._verified[chat_id, asked_message_id] = verified
        if len(self._verified) > _MOST:
            del self._verified[next(iter(self._verified))]

    def of(self, chat_id: int, asked_message_id: int) -> Verified | None:
        """Return what the message claimed last; None if that is not known."""
        return self._verified.get((chat_id, asked_message_id))
