"""Raised and lowered text in characters of its own, so that 10⁴ does not become 104."""

import re

__all__ = ["LOWERED", "MARK", "NOTE_MARK", "RAISED", "lowered", "placed", "raised"]

MARK = "\ufdd0"
"""Stands before what may be the mark of a note; it is no character, and no text that was read holds it."""
NOTE_MARK = re.compile(
    r"(?:[\[【(（〔［]\s*注?\s*\d{1,4}(?:\s*[-–—~,，、]\s*\d{1,4}){0,9}\s*[\]】)）〕］]|[①-⑳㉑-㊿※†‡]){1,5}"
)
"""What calls a note or an item of a bibliography where it stands raised: [3], [2-4], ①."""
_FIGURES_OR_STARS = re.compile(r"\d{1,3}(?:\s*[-–—~,，、]\s*\d{1,3}){0,9}|[*＊]{1,3}")

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


def placed(text: str, script: str) -> str:
    """Return a stretch as it is read where it stands above (`super`) or below (`sub`) the line, or on it ("").

    What may be the mark of a note begins with `MARK`.
    """
    text = text.replace(MARK, "")
    bare = text.strip()
    if script and NOTE_MARK.fullmatch(bare):
        return MARK + bare
    if script == "super" and _FIGURES_OR_STARS.fullmatch(bare):
        return text.replace(bare, MARK + raised(bare), 1)
    return raised(text) if script == "super" else lowered(text) if script == "sub" else text


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
