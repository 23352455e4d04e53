"""What stands within a line of HTML and is no plain character → characters.

Powers, fractions, formulas and pictures of characters are spelled out; marks of notes go.
"""

import re
from itertools import islice
from typing import Any

from bot.model import UNREADABLE
from bot.readers.markup.formulas import formula, plain_tex
from bot.readers.markup.note_marks import calls_a_note, leads_back
from bot.readers.markup.small_type import lowered, raised
from bot.readers.markup.tags import BLOCKS, has_class, tag_name

__all__ = ["spell_out"]

_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|re|e|me|mes|lle|le|o|os|a|TM|SM|MC|©|®|™|℠)\.?")
_HAN = re.compile(r"[\u2e80-\u9fff\U00020000-\U0003ffff]")
_FRACTION_BAR = re.compile(r"\s*[/⁄／∕]\s*$")
_STYLE = re.compile(r"vertical-align\s*:\s*(super|sub)\b", re.IGNORECASE)
_RENDERED = re.compile(r"\bkatex-html\b|\bMathJax(?:_Preview|_Display|_SVG|_CHTML)?(?![\w-])")
_BUTTON = re.compile(r"\bmw-editsection\b|\bheader-?link\b|\bhash-link\b|\b(?:heading|header)-?anchor\b")
_FORMULA_PICTURE = re.compile(
    r"\bmwe-|\btex\b|latex|formula|equation|\bmath|mathtype|\beq\b|gaiji|wuli|kfformula", re.IGNORECASE
)
_CHARACTER = re.compile(
    r"[^\x00-\x7f\s、-】]\ufe0f?|[\u2ff0-\u2ffb][\u2ff0-\u2ffb\u2e80-\u9fff\U00020000-\U0003ffff]{1,8}"
)
_MAX_MARK_CHARACTERS = 40
_MOST_AROUND_BOX = 3
"""Elements between the item of a list and its box: a paragraph, a label."""


def spell_out(root: Any) -> None:
    """Change the elements under lxml's `root` that are no plain characters into text, in place."""
    elements = [element for element in root.iter() if tag_name(element)]
    for element in elements:
        _whole(element, tag_name(element))
    for element in elements:
        if place := _place(element):
            _small(element, place)
        elif tag_name(element) == "a":
            _link(element)


def _whole(element: Any, name: str) -> None:
    """Spell out a formula or a picture."""
    if name == "math":
        _replace(element, formula(element))
    elif name == "img":
        _picture(element)
    elif name == "input" and (element.get("type") or "").lower() == "checkbox":
        _box(element)
    elif name == "script" and (element.get("type") or "").startswith("math/tex"):
        _replace(element, plain_tex(element.text or ""))
    elif name == "span" and has_class(element, _RENDERED):
        _rendered(element)
    elif name in ("span", "a") and has_class(element, _BUTTON):
        _replace(element, "")


def _replace(element: Any, text: str) -> None:
    """Make `element` one that holds nothing but `text`; what follows it stays."""
    tail = element.tail
    element.clear()
    element.tag, element.text, element.tail = "span", text, tail


def _picture(image: Any) -> None:
    """Spell out a picture of a character or a formula; other pictures are no text."""
    alt = (image.get("alt") or "").strip()
    described = f"{image.get('class') or ''} {image.get('src', '')[:300]} {image.get('role') or ''}"
    is_formula = bool(_FORMULA_PICTURE.search(described))
    within = bool(_before(image).strip() or (image.tail or "").strip())
    if alt and is_formula:
        _replace(image, plain_tex(alt))
    elif alt and within and _CHARACTER.fullmatch(alt):
        _replace(image, alt)
    elif is_formula and _before(image).strip() and (image.tail or "").strip():
        _replace(image, UNREADABLE)


def _box(box: Any) -> None:
    """Spell out the box of a list of tasks; one with a name is for the page's visitors to tick."""
    holders = islice(box.iterancestors(), _MOST_AROUND_BOX)
    if "name" in box.attrib or not any(tag_name(holder) == "li" for holder in holders):
        return
    text, following = f"{'☐☑'['checked' in box.attrib]} ", box.getnext()
    if following is not None and tag_name(following) in BLOCKS and not (box.tail or "").strip():
        following.text = text + (following.text or "").lstrip()
    else:
        _replace(box, text)


def _rendered(element: Any) -> None:
    """Drop the picture that a script made of a formula if the formula itself is there."""
    held = next((part for part in element.iter("math")), None)
    if held is not None:
        _replace(element, formula(held))
        return
    family = (element.getprevious(), element.getnext())
    known = any(near is not None and _is_formula(near) for near in family)
    if known or "Preview" in (element.get("class") or ""):
        _replace(element, "")
    elif "".join(element.itertext()).strip():
        _replace(element, UNREADABLE)


def _is_formula(element: Any) -> bool:
    name = tag_name(element)
    if name == "script":
        return (element.get("type") or "").startswith("math/tex")
    return (
        bool(has_class(element, re.compile(r"katex-mathml|MathJax")))
        or next(element.iter("math"), None) is not None
    )


def _place(element: Any) -> str:
    """Return "sup" or "sub" for what is set above or below the line, "" for anything else."""
    name = tag_name(element)
    if name in ("sup", "sub"):
        return name
    style = _STYLE.search(element.get("style") or "") if name in ("span", "font", "a") else None
    return "" if style is None else "sup" if style[1].lower() == "super" else "sub"


def _small(element: Any, place: str) -> None:
    text = "".join(element.itertext()).strip()
    if not text or len(text) > _MAX_MARK_CHARACTERS:
        return
    before = _before(element)
    below = _denominator(element) if place == "sup" else None
    if below is not None:
        _replace(element, f" {text}" if before[-1:].isdecimal() else text)
        _replace(below, "".join(below.itertext()).strip())
    elif place == "sup" and calls_a_note(element, before, (element.tail or "")[:1]):
        _replace(element, "" if before.strip() else f"{text} ")
    elif not _ORDINAL.fullmatch(text) and not _HAN.search(text):
        _replace(element, raised(text) if place == "sup" else lowered(text))


def _denominator(element: Any) -> Any:
    """Return the small type below the line that makes a fraction with `element`, or None."""
    below = element.getnext()
    if below is None or _place(below) != "sub" or not _FRACTION_BAR.fullmatch(element.tail or ""):
        return None
    return below


def _link(element: Any) -> None:
    before = _before(element)
    if leads_back(element) or (before.strip() and calls_a_note(element, before, "")):
        _replace(element, "")


def _before(element: Any) -> str:
    """Return the last characters before `element` on its line."""
    for _ in range(8):
        previous = element.getprevious()
        if previous is not None:
            if previous.tail or tag_name(previous) in BLOCKS or tag_name(previous) == "br":
                return (previous.tail or "")[-12:]
            text = _last(previous)
            if text:
                return text
            element = previous
            continue
        parent = element.getparent()
        if parent is None or parent.text or tag_name(parent) in BLOCKS:
            return (parent.text or "")[-12:] if parent is not None else ""
        element = parent
    return ""


def _last(element: Any) -> str:
    """Return the last characters within `element`."""
    for _ in range(8):
        if not len(element) or element[-1].tail:
            return ((element[-1].tail if len(element) else element.text) or "")[-12:]
        element = element[-1]
    return ""
