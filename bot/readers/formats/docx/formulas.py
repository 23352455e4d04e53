"""Word's formulas in one line: (a+b)/2, x², √(b²−4ac), ∑_(i=1)^n."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.model import UNREADABLE
from bot.readers.elements import attribute, child, children, local_name, value_of
from bot.readers.raised import lowered, raised

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["field_formula", "formula"]

_UNREAD = frozenset("rPr ctrlPr del moveFrom instrText delText pPr".split())
_ATOM = re.compile(r"[^\W\d_][′″¹²³⁰-₉]*|\d[\d.,%]*|[∞∅…]|[^\W\d_]{2,}")
_SCRIPTABLE = re.compile(r"[^\W_]+|[^\W_][′″¹²³⁰-₎]*")
_ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}
_MAX_FIELD_CHARACTERS = 200


def formula(element: "Element") -> str:
    """Return the formula in `element` in one line; fractions, powers and roots keep what they mean."""
    return "".join(map(_piece, element))


def field_formula(code: str) -> str:
    r"""Return what a field of Word's old formulas shows: `EQ \\f(3,20)` is 3/20; 〔…〕 for a harder one.

    A figure in a ring, `EQ \\o\\ac(○,3)`, is ③.
    """
    code = code.strip()
    if len(code) > _MAX_FIELD_CHARACTERS:
        return UNREADABLE
    body = re.sub(r"^EQ\s*", "", code, flags=re.IGNORECASE)
    if match := re.fullmatch(r"\\f\s*\(([^,;()\\]+)[,;]([^()\\]+)\)", body, re.IGNORECASE):
        return f"{_grouped(match[1].strip())}/{_grouped(match[2].strip())}"
    if match := re.fullmatch(r"\\r\s*\((?:([^,;()\\]*)[,;])?([^,;()\\]+)\)", body, re.IGNORECASE):
        return _root((match[1] or "").strip(), match[2].strip())
    if match := re.fullmatch(r"\\o\s*\\a[cl]\s*\(\s*[○Ο〇]\s*,\s*(\d{1,2})\s*\)", body, re.IGNORECASE):
        number = int(match[1])
        return chr(ord("①") + number - 1) if 1 <= number <= 20 else UNREADABLE
    return UNREADABLE


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
    return f"{_grouped(above)}/{_grouped(below)}"


def _scripted(element: "Element") -> str:
    base = _of(element, "e")
    return (base if _SCRIPTABLE.fullmatch(base) else _grouped(base)) + _scripts(element)


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


def _root(degree: str, of: str) -> str:
    sign = _ROOTS.get(degree) or raised(degree) + "√"
    return sign + (of if re.fullmatch(r"\d+|[^\W\d_]", of) else f"({of})")


def _radical(element: "Element") -> str:
    hidden = child(element, "radPr", "degHide")
    shown = hidden is None or attribute(hidden, "val") in ("0", "off", "false")
    return _root(_of(element, "deg") if shown else "", _of(element, "e"))


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


def _grouped(text: str) -> str:
    """Return `text` in brackets, unless it is a single thing."""
    return text if not text or _ATOM.fullmatch(text) or _is_bracketed(text) else f"({text})"


def _is_bracketed(text: str) -> bool:
    """Return whether one pair of brackets holds all of `text`."""
    depth = 0
    for place, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return place == len(text) - 1 and place > 0
    return False


_MADE: dict[str, Callable[["Element"], str]] = {
    "f": _fraction, "sSup": _scripted, "sSub": _scripted, "sSubSup": _scripted, "sPre": _before, "rad": _radical,
    "nary": _large, "d": _bracketed, "func": _function, "limLow": _below, "limUpp": _above, "acc": _accented,
    "bar": _barred, "m": _matrix, "eqArr": _lines,
}  # fmt: skip
