"""Powers and indices as plain characters: 10⁻⁶, CO₂, and x^(a+b) where Unicode has no small ones."""

__all__ = ["lowered", "raised"]

_RAISED = dict(zip("0123456789+-−–=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱ", strict=True))
_LOWERED = dict(zip("0123456789+-−–=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))


def raised(text: str) -> str:
    """Return `text` as it is set above the line."""
    return _small(text, _RAISED, "^")


def lowered(text: str) -> str:
    """Return `text` as it is set below the line."""
    return _small(text, _LOWERED, "_")


def _small(text: str, characters: dict[str, str], mark: str) -> str:
    text = " ".join(text.split())
    if all(char in characters for char in text):
        return "".join(characters[char] for char in text)
    is_whole = len(text) == 1 or (text[0] == "(" and text.find(")") == len(text) - 1)
    return f"{mark}{text}" if is_whole else f"{mark}({text})"
