"""Texts that a stranger can send, for properties."""

from hypothesis import strategies as st

__all__ = ["CHARACTERS", "texts"]

# the default alphabet encodes every character once in each process to see which UTF-8 has, for two seconds
_CHARACTERS = st.characters(exclude_categories=["Cs"])

CHARACTERS = (
    *(
        "e\u0301",
        "é",
        "I\u0307",
        "İ",
        "ﬁ",
        "½",
        "ｶﾞ",
        "ﾊﾟ",
        "葛\U000e0100",
        "𠮷",
        "中",
        "。",
        "！\ufe00",
        "a",
        "1",
        " ",
        "\r\n",
    ),
    *("हि", "न्दी", "क्षि", "กำ", "ที่", "நி", "ᄒ\u1161\u11ab", "한", "그\u11af", "1\ufe0f\u20e3"),
    *(
        "👨\u200d👩\u200d👧\u200d👦",
        "👍🏽",
        "❤\ufe0f\u200d🔥",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    ),
    *("🇨🇳", "🇩🇪"),
)
"""What a reader takes for one character, each of one or several code points; side by side they are not joined."""


def texts(min_size: int = 0, *, max_size: int) -> st.SearchStrategy[str]:
    """Return texts of any characters but surrogates."""
    return st.text(_CHARACTERS, min_size=min_size, max_size=max_size)
