"""A text with one plain character for each of its own, so that offsets stay."""

from bot.language.normalise import folded

__all__ = ["plain"]


class _Plain(dict[int, str]):
    def __missing__(self, code: int) -> str:
        char = chr(code)
        kept = "①" <= char <= "⑳" or char.isspace()
        narrow = char if kept else folded(char)
        self[code] = narrow if len(narrow) == 1 else char
        return self[code]


_PLAIN = _Plain()


def plain(text: str) -> str:
    """Return `text` narrow, simplified and in lower case; as long as it was, its blanks and ① untouched."""
    return text.translate(_PLAIN)
