"""Powers and indices as plain characters: 10⁻⁶, CO₂, and x^(a+b) where Unicode has no small ones."""

from bot.readers.raised import LOWERED, RAISED

__all__ = ["lowered", "raised"]


def raised(text: str) -> str:
    """Return `text` as it is set above the line."""
    return _small(text, RAISED, "^")


def lowered(text: str) -> str:
    """Return `text` as it is set below the line."""
    return _small(text, LOWERED, "_")


def _small(text: str, characters: dict[int, int], mark: str) -> str:
    text = " ".join(text.split())
    if all(ord(char) in characters for char in text):
        return text.translate(characters)
    is_whole = len(text) == 1 or (text[0] == "(" and text.find(")") == len(text) - 1)
    return f"{mark}{text}" if is_whole else f"{mark}({text})"
