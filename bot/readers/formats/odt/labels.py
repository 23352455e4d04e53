"""The numbers and bullets that a word processor sets before the items of a list and before headings."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.readers.counting import counted
from bot.readers.formats.odt.styles import ListLevel

__all__ = ["Counter"]

_FORMS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "一": "chineseCounting",
    "壹": "chineseLegalSimplified", "壱": "ideographLegalTraditional", "甲": "ideographTraditional", "子": "ideographZodiac",
    "①": "decimalEnclosedCircle", "１": "decimalFullWidth",
}  # fmt: skip
_MAX_LABEL_CHARACTERS = 60
_WIDE = "、。，：；）】〕》」』．"


@dataclass
class Counter:
    """The numbers of a list so far, by level; `how` says how a level counts."""

    how: Callable[[int], ListLevel]
    _numbers: dict[int, int] = field(default_factory=dict)

    def label(self, level: int, start: int | None = None) -> str:
        """Return the label of the next item at `level`, from 1, with a space where one stands; "" for none."""
        own = self.how(level)
        self._numbers = {kept: number for kept, number in self._numbers.items() if kept <= level}
        number = self._numbers.get(level, own.start - 1) + 1 if start is None else start
        self._numbers[level] = number
        if own.is_bullet:
            return "• "
        if not own.form:
            return ""
        first = max(1, level - own.shown_levels + 1)
        figures = ".".join(self._figure(at) for at in range(first, level + 1))
        label = f"{own.prefix}{figures}{own.suffix}".strip()[:_MAX_LABEL_CHARACTERS]
        return label if label.endswith(tuple(_WIDE)) else f"{label} "

    def _figure(self, level: int) -> str:
        how = self.how(level)
        form = _FORMS.get(how.form.partition(",")[0].strip(), "decimal")
        return counted(self._numbers.get(level, how.start), form)
