"""Word's formulas in one line: (a+b)/2, x², √(b²−4ac), ∑_(i=1)^n."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.readers.elements import attribute, child, children, local_name, value_of
from bot.readers.linear import grouped, rooted
from bot.readers.raised import lowered, raised

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["formula"]

_UNREAD = frozenset("rPr ctrlPr del moveFrom instrText delText pPr".split())
_SCRIPTABLE = re.compile(r"[^\W_]+|[^\W_][′″¹²³⁰-₎]*")


def formula(element: "Element") -> str:
    """Return the formula in `element` in one line; fractions, powers and roots keep what they mean."""
    return "".join(map(_piece, element))


def _piece(element: "Element") -> str:
    name = local_name(element)
    if name == "t":
        return element.text or ""
    if name in _UNREAD or name.endswith("Pr"):
        return ""
    made = _MADE.get(name)
    return made(element) if made else formula(element)


def _of(element: "Element", name: str) -> str:
    """Return the formula in the part `name` of a construct."""
    found = child(element, name)
    return "" if found is None else formula(found).strip()


def _fraction(element: "Element") -> str:
    above, below = _of(element, "num"), _of(element, "den")
    if value_of(element, "fPr", "type") == "noBar":
        return f"({above}¦{below})"
    return f"{grouped(above)}/{grouped(below)}"


def _scripted(element: "Element") -> str:
    base = _of(element, "e")
    return (base if _SCRIPTABLE.fullmatch(base) else grouped(base)) + _scripts(element)


def _scripts(element: "Element") -> str:
    return _script(_of(element, "sub"), lowered, "_") + _script(_of(element, "sup"), raised, "^")


def _script(text: str, characters: Callable[[str], str], mark: str) -> str:
    if not text:
        return ""
    made = characters(text)
    # what has no characters of its own still stands above or below
    return made if made != text else mark + (text if len(text) == 1 else f"({text})")


def _before(element: "Element") -> str:
    return _scripts(element) + _of(element, "e")


def _radical(element: "Element") -> str:
    hidden = child(element, "radPr", "degHide")
    shown = hidden is None or attribute(hidden, "val") in ("0", "off", "false")
    return rooted(_of(element, "deg") if shown else "", _of(element, "e"))


def _large(element: "Element") -> str:
    """Return a sum, product or integral with its limits."""
    sign = value_of(element, "naryPr", "chr") or "∫"
    return f"{sign}{_scripts(element)} {_of(element, 'e')}"


def _bracketed(element: "Element") -> str:
    head = child(element, "dPr")
    opens, closes, between = (
        "" if (found := child(head, name)) is not None and not attribute(found, "val")
        else value_of(head, name) or usual
        for name, usual in (("begChr", "("), ("endChr", ")"), ("sepChr", "|"))
    )  # fmt: skip
    return opens + between.join(formula(part).strip() for part in children(element, "e")) + closes


def _function(element: "Element") -> str:
    name, of = _of(element, "fName"), _of(element, "e")
    return f"{name} {of}" if re.match(r"\w", of) else name + of


def _below(element: "Element") -> str:
    return f"{_of(element, 'e')}_({_of(element, 'lim')})"


def _above(element: "Element") -> str:
    return f"{_of(element, 'e')}^({_of(element, 'lim')})"


def _accented(element: "Element") -> str:
    base = _of(element, "e")
    return base + (value_of(element, "accPr", "chr") or "\u0302") if len(base) == 1 else base


def _barred(element: "Element") -> str:
    base = _of(element, "e")
    return f"{base}\u0305" if len(base) == 1 else f"‾({base})"


def _matrix(element: "Element") -> str:
    rows = ((formula(cell).strip() for cell in children(row, "e")) for row in children(element, "mr"))
    return "[" + "; ".join(map(", ".join, rows)) + "]"


def _lines(element: "Element") -> str:
    return "; ".join(formula(line).strip() for line in children(element, "e"))


_MADE: dict[str, Callable[["Element"], str]] = {
    "f": _fraction, "sSup": _scripted, "sSub": _scripted, "sSubSup": _scripted, "sPre": _before, "rad": _radical,
    "nary": _large, "d": _bracketed, "func": _function, "limLow": _below, "limUpp": _above, "acc": _accented,
    "bar": _barred, "m": _matrix, "eqArr": _lines,
}  # fmt: skip
