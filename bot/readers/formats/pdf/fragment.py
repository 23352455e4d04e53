"""A fragment of a line, as every step of reading a page knows it."""

from dataclasses import dataclass

__all__ = ["Fragment"]

_HALF_BLANK = tuple("，。、；：！？”’）》」』】〕")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of a line without wide gaps; in points from the left and top of the page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    base: float = 0.0
    """Where the letters stand, from the top of the page."""
    em: float = 0.0
    """The size of the type."""
    is_glued: bool = False
    """Set if it follows the fragment before it in the file without a gap."""

    @property
    def size(self) -> float:
        """The height of the line."""
        return self.bottom - self.top

    @property
    def ink_right(self) -> float:
        """The right edge without the blank half of a full-width sign, which may hang in the margin."""
        hangs = self.text[-1:] in _HALF_BLANK
        return self.right - (self.em / 2 if hangs else 0.0)
