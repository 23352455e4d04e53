"""Which language a text is written in, told by its script."""

import re
import unicodedata

from bot.language.normalise import folded

__all__ = ["language_of"]

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[a-z]")


def language_of(text: str) -> str | None:
    """`zh-Hans`, `zh-Hant` or `en`, whichever most of `text` is in; None where it has no letters of either.

    Traditional is what has characters that the simplified script writes otherwise.
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    han = len(_HAN.findall(plain))
    if not han:
        return "en" if _LATIN.search(plain) else None
    if len(_LATIN.findall(plain)) > 8 * han:
        return "en"
    changed = sum(a != b for a, b in zip(plain, folded(text), strict=False))
    return "zh-Hant" if changed * 20 >= han else "zh-Hans"
