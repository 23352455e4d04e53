"""Formulas in one line: what keeps their parts apart, and the fields that old programs wrote them as."""

import re

from bot.model import UNREADABLE
from bot.readers.raised import raised

__all__ = ["field_formula", "grouped", "rooted"]

_ATOM = re.compile(r"[^\W\d_][′″¹²³⁰-₉]*|\d[\d.,%]*|[∞∅…]|[^\W\d_]{2,}")
_ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}
_MAX_FIELD_CHARACTERS = 200


def field_formula(code: str) -> str:
    r"""Return what a field of Word's old formulas shows: `EQ \\f(3,20)` is 3/20; 〔…〕 for a harder one.

    A figure in a ring, `EQ \\o\\ac(○,3)`, is ③.
    """
    code = code.strip()
    if len(code) > _MAX_FIELD_CHARACTERS:
        return UNREADABLE
    body = re.sub(r"^EQ\s*", "", code, flags=re.IGNORECASE)
    if match := re.fullmatch(r"\\f\s*\(([^,;()\\]+)[,;]([^()\\]+)\)", body, re.IGNORECASE):
        return f"{grouped(match[1].strip())}/{grouped(match[2].strip())}"
    if match := re.fullmatch(r"\\r\s*\((?:([^,;()\\]*)[,;])?([^,;()\\]+)\)", body, re.IGNORECASE):
        return rooted((match[1] or "").strip(), match[2].strip())
    if match := re.fullmatch(r"\\o\s*\\a[cl]\s*\(\s*[○Ο〇]\s*,\s*(\d{1,2})\s*\)", body, re.IGNORECASE):
        number = int(match[1])
        return chr(ord("①") + number - 1) if 1 <= number <= 20 else UNREADABLE
    return UNREADABLE


def rooted(degree: str, of: str) -> str:
    """Return the root of that degree: √2, ∛(a+b)."""
    sign = _ROOTS.get(degree) or raised(degree) + "√"
    return sign + (of if re.fullmatch(r"\d+|[^\W\d_]", of) else f"({of})")


def grouped(text: str) -> str:
    """Return `text` in brackets, unless it is a single thing."""
    return text if not text or _ATOM.fullmatch(text) or _is_bracketed(text) else f"({text})"


def _is_bracketed(text: str) -> bool:
    """Return whether one pair of brackets holds all of `text`."""
    depth = 0
    for place, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return place == len(text) - 1 and place > 0
    return False
