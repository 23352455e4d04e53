"""A mark that may open an item of a list."""

from typing import NamedTuple

__all__ = ["Marker"]

_BY_THEMSELVES = ("甲", "a", "A", "i", "I", "#", "一方面")
_STYLES = frozenset((".", ")", "、", "()"))
_INITIALS = frozenset(("a.", "A.", "i.", "I."))


class Marker(NamedTuple):
    """A mark: its place, the family of marks that it belongs to, and its number in it.

    The number is 0 where a mark does not tell: 其次 comes after another, a bullet or 从…看 anywhere.
    """

    start: int
    end: int
    family: str
    number: int
    name: str = ""
    """What it calls its item: step of Step 2."""

    @property
    def opens(self) -> bool:
        """Whether a list can begin with it."""
        return self.number == 1 or self.is_loose

    @property
    def counts(self) -> bool:
        """Whether marks of other families may count on from it; 甲类, (a), Step 1 and 一方面 have their own alone."""
        return self.number > 0 and not self.family.startswith(_BY_THEMSELVES)

    @property
    def is_loose(self) -> bool:
        """Whether it is like all others of its family."""
        return self.number == 0 and self.family in ("•", "从", "对", "方面")

    @property
    def may_be_initial(self) -> bool:
        """Whether it may be the initial of a name: A. of A. Smith."""
        return self.family in _INITIALS

    @property
    def stands_alike(self) -> bool:
        """Whether all marks of a list with it open paragraphs, or none but the first."""
        return bool(self.name) or self.family[1:] in _STYLES
