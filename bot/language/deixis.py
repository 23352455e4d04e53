"""Words by which a question points: at a text that lies before both, or at whoever asks or answers."""

from bot.language.expressions import expression

__all__ = ["is_personal", "points_at_text"]

_AT_TEXT = expression(
    r"[这那该此]|(?<!其)[他她它]|其(?!他|它|实|中)|当[时地]|\b(?:this|that|these|those|he|she|they|their|his|her|its)\b"
)
_AT_PERSONS = expression(r"[我你您咱俺]|\b(?:i|me|my|we|us|our|you|your)\b")


def points_at_text(question: str) -> bool:
    """Return whether the folded question speaks of something as known: 这次, 那家伙, 他们."""
    return _AT_TEXT.search(question) is not None


def is_personal(question: str) -> bool:
    """Return whether the folded question speaks of whoever asks or is asked: 我, 你."""
    return _AT_PERSONS.search(question) is not None
