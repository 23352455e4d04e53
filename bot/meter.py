"""What is counted while the bot runs; whoever counts derives from this."""

from collections.abc import Callable

__all__ = ["Meter"]


class Meter:
    """Counts nothing, and costs nothing; its methods may be called from several threads.

    What it is told are words of ours and numbers: never a question, a name or an id.
    """

    def answered(self, door: str, verdict: str) -> None:
        """Note that a question was answered at the door, and how."""

    def took(self, stage: str, seconds: float) -> None:
        """Note how long a stage of an answer took: the shelf, the search, what is written down, a call."""

    def called(self, method: str, status: int) -> None:
        """Note a call to the platform, and the status that it was answered with."""

    def watch(self, name: str, value: Callable[[], float]) -> None:
        """Ask for the value whenever the figures are read: `queue`, `generation`, `slots` or `replicas`."""
