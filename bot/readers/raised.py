"""Raised and lowered text in characters of its own, so that 10⁴ does not become 104."""

import re

__all__ = ["LOWERED", "NOTE_MARK", "RAISED", "lowered", "raised"]

NOTE_MARK = re.compile(
    r"[\[【(（〔［]\s*注?\s*\d{1,4}(?:\s*[-–—~,，、]\s*\d{1,4}){0,9}\s*[\]】)）〕］]|[①-⑳※†‡]"
)
"""What calls a note or an item of a bibliography where it stands raised: [3], [2-4], ①."""

RAISED = str.maketrans("0123456789+-−–=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱ")
LOWERED = str.maketrans("0123456789+-−–=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
"""For `str.translate`: the characters that Unicode has above, or below, the line."""
_NARROW = str.maketrans("０１２３４５６７８９＋－", "0123456789+-")
_BETWEEN = frozenset(",，、 *")
_TELLING = re.compile(r"[\d+\-−=/]")


def raised(text: str) -> str:
    """Return `text` as it is to be read where it stands above the line: ², ⁻⁶, ^(k+1).

    Ordinals (1st), trade marks and other words mean the same above the line, and stay as they are.
    """
    return _script(text, RAISED, "^")


def lowered(text: str) -> str:
    """Return `text` as it is to be read where it stands below the line: ₂, _(k+1)."""
    return _script(text, LOWERED, "_")


def _script(text: str, characters: dict[int, int], mark: str) -> str:
    stripped = text.strip()
    narrow = stripped.translate(_NARROW)
    if narrow and all(ord(char) in characters or char in _BETWEEN for char in narrow):
        return text.replace(stripped, narrow.translate(characters), 1)
    if re.fullmatch(r"[A-Za-z]", stripped) and stripped not in "oO":
        return text.replace(stripped, mark + stripped, 1)
    if len(stripped) > 1 and _TELLING.search(stripped) and not re.fullmatch(r"\(.*\)", stripped):
        return text.replace(stripped, f"{mark}({stripped})", 1)
    return text
