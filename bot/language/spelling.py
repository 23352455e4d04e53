"""How a text is spelled in Latin letters, for an order that readers of Chinese expect."""

from bot.language.normalise import folded

__all__ = ["spelled"]


def spelled(text: str) -> str:
    """Return the folded text with each Chinese character as its syllable, without tones."""
    # loading takes a third of a second, and few lists are put in this order
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin(folded(text)))
