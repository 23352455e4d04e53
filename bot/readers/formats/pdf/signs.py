"""Characters that a PDF holds in forms of its own: radicals for characters, signs of symbol fonts, none at all."""

import re
from unicodedata import normalize

from bot.model import UNREADABLE

__all__ = ["readable", "untold_share"]

_RADICAL = re.compile(r"[\u2e80-\u2fdf]")
_EQUIVALENT = str.maketrans(
    "⺠⺩⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰",
    "民王虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙",
)
"""Radicals that Unicode gives no compatibility mapping, and that are written as these characters."""
_VERTICAL_FORM = re.compile(r"[\ufe10-\ufe19\ufe30-\ufe48]")
_PRIVATE = re.compile(r"[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]+")
_SIGNS = str.maketrans(
    dict(
        zip(
            "\uf0b7\uf06c\uf0a7\uf06e\uf0d8\uf0fc\uf0fe\uf0fd\uf0a8\uf06f\uf0a3\uf075\uf076\uf0e0\uf0df\uf0b4\uf0b0\uf0b1",
            "•●▪■➢✓☑☒□□□◆❖→←×°±",
            strict=True,
        )
    )
)
"""Signs of Symbol and Wingdings, which Word writes as private characters."""


def readable(text: str) -> str:
    """Return `text` with characters for radicals and signs, and 〔…〕 where the file does not tell the character."""
    text = _RADICAL.sub(_normal, text.translate(_SIGNS).translate(_EQUIVALENT))
    return _PRIVATE.sub(UNREADABLE, _VERTICAL_FORM.sub(_normal, text))


def untold_share(text: str) -> float:
    """Return the share of characters that the file does not tell, 0 to 1."""
    untold = sum(map(len, _PRIVATE.findall(text.translate(_SIGNS))))
    return untold / max(1, len(text))


def _normal(found: re.Match[str]) -> str:
    return normalize("NFKC", found[0])
