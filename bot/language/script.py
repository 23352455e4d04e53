"""The language a text is written in, told by its script."""

import unicodedata

from bot.language.expressions import expression
from bot.language.han import is_han
from bot.language.normalise import folded

__all__ = ["language_of"]

_LATIN = expression(r"[a-z\u00df-\u00f6\u00f8-\u024f]")
_LETTERS_PER_HAN = 8
"""Latin letters per Chinese character beyond which a text is English: names are long."""
_HAN_PER_TRADITIONAL = 20
"""Chinese characters to one traditional one up to which a text is traditional."""


def language_of(text: str) -> str | None:
    """Return `zh-Hans`, `zh-Hant` or `en`, or None if `text` has no letters of these.

    Text is traditional if at least a twentieth of its characters are written differently in simplified.
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    han = sum(map(is_han, plain))
    if not han:
        return "en" if _LATIN.search(plain) else None
    if len(_LATIN.findall(plain)) > _LETTERS_PER_HAN * han:
        return "en"
    changed = sum(a != b for a, b in zip(plain, folded(text), strict=False))
    return "zh-Hant" if changed * _HAN_PER_TRADITIONAL >= han else "zh-Hans"
