"""Fragments of a line that touch each other → one, with what is raised or lowered written so."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.readers.formats.pdf.fragment import Fragment
from bot.readers.raised import LOWERED, MARK, RAISED

__all__ = ["FALL", "RISE", "SMALLER", "joined", "marked"]

SMALLER = 0.87
RISE, FALL = 0.14, 0.06
"""What is set higher or lower by more, as a multiple of the type size, is raised or lowered."""
_MIN_RISE_OF_LARGE = 0.3
_FIGURES = re.compile(r"[+\-−–=()]{0,3}\d{1,9}[+\-−–=(),，、]{0,3}\d{0,9}|[+\-−–]")
_TERM = re.compile(r"(?!(?:st|nd|rd|th)$)[A-Za-z\d+\-−–=()/.,]{1,12}")
_BASE = re.compile(r"(?:(?:^|[^A-Za-z])[A-Za-z]|[\d)）\]])$")
"""What is raised beside it is a power, and below it an index: a variable, a figure, a bracket."""
_NOTE_MARK = re.compile(r"[\d,，、–-]{1,7}|[①-⑳⓪㉑-㉟]|[*＊†‡※]{1,3}|[\[［〔(（【]\s*\d{1,3}\s*[\]］〕)）】]")
_NOTED = re.compile(r"(?:[^\x00-\x7f米里]|[A-Za-z]{3}|[.,;:!?\"'])$")
"""What a note is about: no variable, no figure and no unit, of which a raised figure is the power."""


def joined(chain: Sequence[Fragment]) -> Fragment:
    """Return fragments of a line that touch each other as one, with what is raised written so."""
    sizes = sorted((fragment.em for fragment in chain), reverse=True)
    usual = sizes[1] if sizes[0] > 2 * sizes[1] else sizes[0]  # an initial may be as high as two lines
    host = max(
        (fragment for fragment in chain if fragment.em <= usual), key=lambda item: (item.em, len(item.text))
    )
    text = ""
    for fragment in chain:
        form = "" if fragment is host else _form(fragment, host, text)
        text = text.rstrip() + form if form else text + _inner(fragment.text, is_last=fragment is chain[-1])
    return replace(host, text=text, left=chain[0].left, right=max(fragment.right for fragment in chain))


def _inner(text: str, *, is_last: bool) -> str:
    """Return `text` with the sign that pdfium took for a hyphen at a line's end, if its line goes on."""
    return text if is_last else re.sub("\u00ad(?=\\s{0,9}$)", "-", text)


def _form(fragment: Fragment, host: Fragment, before: str) -> str:
    """Return what is raised or lowered beside `before` as it is written; "" if it is an ordinary part of the line."""
    rise = (host.base - fragment.base) / max(host.em, 0.1)
    text = fragment.text.strip()
    if fragment.em >= SMALLER * host.em and abs(rise) < _MIN_RISE_OF_LARGE:
        return ""
    if rise > RISE and _NOTE_MARK.fullmatch(text) and (not before or _NOTED.search(before.rstrip()[-3:])):
        return MARK + (text.translate(RAISED) if text[0].isdigit() else text)
    if rise > RISE:
        return marked(text, before, RAISED, "^")
    return marked(text, before, LOWERED, "_") if rise < -FALL else ""


def marked(text: str, before: str, forms: dict[int, int], sign: str) -> str:
    """Return what is raised or lowered in Unicode's own forms, or in brackets; "" if it is neither figure nor term."""
    if _FIGURES.fullmatch(text):
        return text.translate(forms)
    if not _TERM.fullmatch(text) or not _BASE.search(before.rstrip()[-2:]):
        return ""
    written = text.translate(forms)
    return written if all(old != new for old, new in zip(text, written, strict=True)) else f"{sign}({text})"
