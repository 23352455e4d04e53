"""Chinese characters, told from others by their code points.

As a class of a regular expression they take Python two milliseconds to compile, and a question's first answer needs several.
"""

__all__ = ["has_han", "is_han"]


def is_han(character: str) -> bool:
    """Return whether it is a Chinese character; 〇 is one."""
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff" or character == "〇"


def has_han(text: str) -> bool:
    """Return whether a Chinese character stands in the text."""
    return any(map(is_han, text))
