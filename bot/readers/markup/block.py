"""A block of a web page: a stretch of its text on lines of its own."""

import re
from dataclasses import dataclass

__all__ = ["Block"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, table row or line of code; `raw` keeps its indent."""

    raw: str
    tag: str
    around: bool
    """Set in navigation, footers, asides and forms."""
    linked: float
    """The share of its characters within links, 0 to 1."""
    mark: str = ""
    """The number or bullet that a browser shows before it, and a space."""
    path: tuple[int, ...] = ()
    """Where its element stands: the number of each element around it among its neighbours."""
    parts: tuple[str, ...] = ()
    """The stretches that it is set in, such as the name and the date of a by-line."""
    aside: bool = False
    """Set in what is named for comments, recommendations, a side bar."""

    @property
    def text(self) -> str:
        """The text without surrounding white space."""
        return self.raw.strip()

    @property
    def full_text(self) -> str:
        """The text with its number or bullet."""
        return self.mark + self.text

    @property
    def level(self) -> int:
        """1 to 6 for a heading, 0 for anything else."""
        return int(self.tag[1]) if re.fullmatch("h[1-6]", self.tag) else 0
