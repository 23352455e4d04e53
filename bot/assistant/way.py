"""How a bot hears from its platform, and with whom it shares what it hears."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.assistant.hook import Hook

if TYPE_CHECKING:
    from bot.replicas.replica import Replica

__all__ = ["Way"]


@dataclass(frozen=True, slots=True)
class Way:
    """The hook at which it is told its updates; None if it asks for them. The replica that shares them, if any may.

    An `insistent` one removes a webhook that keeps it from asking.
    """

    hook: Hook | None = None
    replica: "Replica | None" = None
    insistent: bool = False
