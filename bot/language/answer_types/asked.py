"""The quantity that a question asks for, and the amounts of it that a sentence shows."""

import re
from typing import NamedTuple

from bot.language.answer_types.quantities import NUMBER, QUANTITIES, Quantity
from bot.language.expressions import expression
from bot.remembered import remembered

__all__ = ["QuantityAsked", "called", "quantity_asked", "shows_other"]

# 多少 and 什么 leave open what is asked for, and so does a question without a question word.
_OPEN = expression(
    r"多少|几何|几多|[什啥]么?(?![时地人样]|原因)|怎么[算收]|如何收|what (?:is|are|was|were|'s)\b|^[^谁哪几何]{1,20}$"
)
_CLOSED = expression(
    r"谁|哪|何[时处地人]|为[什何啥]|怎[么样](?![算收])|如何(?!收)|吗[?]?$|who\b|where\b|why\b|which\b|多[大久]"
)
_MERE_NAMES = frozenset(
    "面积 占地 年龄 年纪 岁数 费用 价格 价钱 花费 花销 开销 日期 日子 电话 联系方式 长度 宽度 高度 深度 厚度 重量 距离 比例 占比 次数 人数 时长".split()
)
_UNIT = expression(r"(?:多少|几)(?:多)?([\u4e00-\u9fff])")
_NO_UNITS = "的是呢吗了在被啊呀吧嘛钱"
_PERSON_UNITS = "名个位人"
_LABEL_BEFORE = 4
"""Characters before an amount where its label stands, as in 长约386米."""
_LABELS = "".join(quantity.label for quantity in QUANTITIES)


class QuantityAsked(NamedTuple):
    """A quantity asked for by its kind, or a number in the unit that the question names."""

    shows: re.Pattern[str]
    label: str = ""

    def amounts(self, sentence: str) -> tuple[str, ...]:
        """Return the amounts in the folded sentence, but not those that it labels as of another kind."""
        return tuple(
            match.group()
            for match in self.shows.finditer(sentence)
            if not self._is_of_another(sentence, match.start(), match.end())
        )

    def _is_of_another(self, sentence: str, start: int, end: int) -> bool:
        """Return whether the nearest label before the amount, or that after it, is of another kind."""
        if not self.label:
            return False
        before = [char for char in sentence[max(0, start - _LABEL_BEFORE) : start] if char in _LABELS]
        after = [char for char in sentence[end : end + 1] if char in _LABELS]
        labels = after or before[-1:]
        return bool(labels) and labels[0] not in self.label


@remembered(1024)
def quantity_asked(question: str) -> QuantityAsked | None:
    """Return the quantity that the folded question asks for; None if it asks for none.

    For 多少名士兵 it finds 3名 and 三十多人, for 多大面积 100万平方米.
    """
    kind = _kind(question)
    if kind is not None:
        return QuantityAsked(kind.shows, kind.label)
    match = _UNIT.search(question)
    if match is None or match.group(1) in _NO_UNITS:
        return _size(question)
    unit = match.group(1)
    units = _PERSON_UNITS if unit in _PERSON_UNITS else re.escape(unit)
    return QuantityAsked(expression(f"{NUMBER}[{units}]"))


def called(question: str) -> frozenset[str]:
    """Return the words of the folded question that only name the quantity it asks for.

    人口 and 工资 say more than that: a text without them does not tell of them.
    """
    kind = _kind(question)
    return _MERE_NAMES.intersection(kind.called.findall(question)) if kind else frozenset()


@remembered(4096)
def shows_other(asked: QuantityAsked, sentence: str) -> bool:
    """Return whether the folded sentence shows amounts, but none of what is asked for."""
    return not asked.amounts(sentence) and any(kind.shows.search(sentence) for kind in QUANTITIES)


@remembered(1024)
def _kind(question: str) -> Quantity | None:
    asking = next((kind for kind in QUANTITIES if kind.asks.search(question)), None)
    if asking or _CLOSED.search(question) or not _OPEN.search(question) or _names_unit(question):
        return asking
    last = [(list(kind.called.finditer(question)), kind) for kind in QUANTITIES]
    named = [(found[-1].end(), -place, kind) for place, (found, kind) in enumerate(last) if found]
    return max(named, key=lambda one: one[:2])[2] if named else None


def _names_unit(question: str) -> bool:
    match = _UNIT.search(question)
    return match is not None and match.group(1) not in _NO_UNITS


def _size(question: str) -> QuantityAsked | None:
    """Return the area that 多大 asks of a place."""
    area = next(kind for kind in QUANTITIES if kind.name == "area")
    return QuantityAsked(area.shows) if re.search(r"多大(?=$|[?。啊呀呢吧])", question) else None
