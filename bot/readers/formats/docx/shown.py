"""What a Word document shows in a line that is no text: fields, formulas, pictures of characters, symbols."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.model import UNREADABLE
from bot.readers.elements import attribute, child, children, elements, local_name, value_of
from bot.readers.formats.docx.formulas import formula
from bot.readers.linear import field_formula
from bot.readers.symbols import symbol

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["PICTURES", "Field", "formulas_in", "shown_by"]

_TICKED = {"": True, "1": True, "true": True, "on": True}


@dataclass
class Field:
    """A field of Word's: its code, then what it shows."""

    head: "Element"
    code: str = ""
    has_result: bool = False
    held: list[tuple[str, str]] = field(default_factory=list)


def _symbol(mark: "Element") -> str:
    try:
        return symbol(attribute(mark, "font"), int(attribute(mark, "char"), 16))
    except ValueError:
        return UNREADABLE


def shown_by(done: Field) -> str:
    """Return what a field shows that has no result of its own: a box, a choice, a formula."""
    data = child(done.head, "ffData")
    if (box := child(data, "checkBox")) is not None:
        mark = child(box, "checked")
        mark = child(box, "default") if mark is None else mark
        return "☑" if mark is not None and _TICKED.get(attribute(mark, "val")) else "☐"
    if (choices := child(data, "ddList")) is not None:
        entries = [attribute(entry, "val") for entry in children(choices, "listEntry")]
        chosen = value_of(choices, "result") or "0"
        return entries[int(chosen)] if chosen.isdecimal() and int(chosen[:4]) < len(entries) else ""
    return field_formula(done.code) if done.code.strip().upper().startswith("EQ") else ""


def formulas_in(element: "Element") -> str:
    """Return the formulas of a line or a block of its own."""
    if local_name(element) == "oMathPara":
        return "\n".join(formula(one) for one in children(element, "oMath"))
    return formula(element)


def _object(element: "Element") -> str:
    """Return 〔…〕 for a formula that is stored as a picture."""
    programs = [attribute(one, "ProgID").lower() for one in elements(element, "OLEObject")]
    return UNREADABLE if any("equation" in name or "mathtype" in name for name in programs) else ""


def _picture(element: "Element") -> str:
    """Return the one character that a picture within a line stands for; "" for any other picture."""
    inside = child(element, "inline")
    if inside is None:
        return ""
    text = next((attribute(one, "descr").strip() for one in children(inside, "docPr")), "")
    return text if len(text) == 1 and not text.isascii() else ""


PICTURES: dict[str, Callable[["Element"], str]] = {"sym": _symbol, "object": _object, "drawing": _picture}
