"""UTF-16 code units, in which Telegram counts and places everything."""

from bot.language import graphemes

__all__ = ["code_points", "ending", "head", "units"]

_CODES = "utf-16-le"


def units(text: str) -> int:
    """Return the number of UTF-16 code units in the text; half of a surrogate pair is one."""
    return len(text.encode(_CODES, "surrogatepass")) // 2


def code_points(text: str, at: int) -> int:
    """Return how many code points of the text lie wholly within its first `at` units."""
    return len(_decoded(text.encode(_CODES, "surrogatepass")[: 2 * at]))


def head(text: str, limit: int) -> str:
    """Return the beginning of the text, of at most `limit` units; no character, such as a flag, is cut."""
    return graphemes.head(text, code_points(text, limit))


def ending(text: str, limit: int) -> str:
    """Return the end of the text, of at most `limit` units; no character is cut."""
    encoded = text.encode(_CODES, "surrogatepass")
    return graphemes.ending(text, len(_decoded(encoded[max(0, len(encoded) - 2 * limit) :])))


def _decoded(codes: bytes) -> str:
    return codes.decode(_CODES, "ignore")
