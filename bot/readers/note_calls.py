"""Whether a figure above the line calls a note or is a power: 八点² is no square, 五十米² may be one."""

import re

__all__ = ["is_call"]

_HAN_OR_STOP = re.compile(
    r"(?:[\u3400-\u9fff\U00020000-\U0003ffff，。；：！？、”’」』》〉】…%％]|[\u3400-\u9fff”》][）)]|[A-Za-z][.,;:!?])$"
)
_LENGTH = re.compile(
    r"[\d一二三四五六七八九十百千万亿.]\s*(?:平方|立方)?(?:[千分厘毫微纳]?米|公里|里|英尺|寸)$"
)
_FACTOR = re.compile(r"(?:边长|半径|直径|速度|光速|电流|电压)$")
_OPERATOR = re.compile(r"\s?[×÷=＝+＋−*/^∶]|[A-Za-z]")


def is_call(before: str, after: str) -> bool:
    """Return whether a figure above the line, between these stretches of its line, surely calls a note.

    It does after a Han character or a stop; not after a length, a factor, a digit or a Latin letter, nor before
    an operator.
    """
    if _LENGTH.search(before) or _FACTOR.search(before) or _OPERATOR.match(after):
        return False
    return _HAN_OR_STOP.search(before) is not None
