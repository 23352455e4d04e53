"""Slots: the chats in sixty-four parts, and which of them a process takes and gives up."""

from collections.abc import Callable, Collection, Iterable
from zlib import crc32

__all__ = ["SLOTS", "fair_share", "slot_of", "to_give_up"]

SLOTS = 64


def slot_of(chat_id: int | None, otherwise: str = "") -> int:
    """Return the slot of a chat; of what has none, that of a name, such as the message that was pressed on."""
    return (abs(chat_id) if chat_id is not None else crc32(otherwise.encode())) % SLOTS


def fair_share(live: int) -> int:
    """Return how many slots one of so many processes takes at most; together they take all."""
    return -(-SLOTS // max(live, 1))


def to_give_up(held: Collection[int], most: int, load: Callable[[int], int]) -> list[int]:
    """Return which of the slots are too many: those first in which least is in hand."""
    by_load: Iterable[int] = sorted(held, key=load)
    return list(by_load)[: max(0, len(held) - most)]
