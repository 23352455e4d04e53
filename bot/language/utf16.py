"""UTF-16 code units, in which Telegram counts and places everything."""

__all__ = ["head", "units"]


def units(text: str) -> int:
    """Return the number of UTF-16 code units in the text; half of a surrogate pair is one."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def head(text: str, limit: int) -> str:
    """Return the characters of the text that lie wholly within its first `limit` units."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * limit].decode("utf-16-le", "ignore")
