"""Shelves by their names."""

from dataclasses import dataclass

__all__ = ["PUBLIC", "PUBLIC_SHELF", "ShelfRef"]

PUBLIC_SHELF = "public"


@dataclass(frozen=True, slots=True)
class ShelfRef:
    """The shelves that are asked as one: their names, the one that goes first first."""

    names: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> "ShelfRef":
        """Read what `str` wrote."""
        return cls(tuple(text.split("+")))

    def __str__(self) -> str:
        return "+".join(self.names)


PUBLIC = ShelfRef((PUBLIC_SHELF,))
