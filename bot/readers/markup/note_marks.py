"""Marks that call a note: they would falsify a quotation, 八点² being neither eight nor a square."""

import re
from typing import Any

from bot.readers.markup.tags import has_class, tag_name
from bot.readers.note_calls import is_call

__all__ = ["calls_a_note", "leads_back", "without_called_marks"]

_MARK = re.compile(
    r"[\[【(（〔［]?\s*(?:注\s*)?[\d*＊†‡①-⑳]{1,4}(?:\s*[,，、–-]\s*\d{1,3}){0,5}\s*[\]】)）〕］]?"
)
_NOTES = re.compile(
    r"foot-?note|end-?note|note-?ref|\bfn|\bsdfoot|\bref(?:erence)?\b|cite|annot", re.IGNORECASE
)
_HREF = re.compile(r"#.{0,40}(?:note|fn|ref|cite|zhu|anno)", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align\s*:\s*super\b", re.IGNORECASE)
_BACK = re.compile(r"[↩↑⤴⏎↵^]\ufe0e?|返回正文|\[?←\]?")
_BRACKETED = re.compile(r"[^\w\s]")
_PLAIN_MARK = re.compile(
    r"(?<=[^\s\[【①-⑳图表式例第和与及或至])(?P<mark>[①-⑳]|[\[［]\d{1,3}[\]］])(?=[\s，。；：！？、”’」』）)…]|$)"
)
_NOTE_START = re.compile(r"(?P<mark>[①-⑳]|[\[［]\d{1,3}[\]］])\s*\S")


def calls_a_note(element: Any, before: str, after: str) -> bool:
    """Return whether the small or linked `element` calls a note, by itself and what stands around it.

    A bare figure above the line is one after a Han character or a stop, 五十米² excepted; after a Latin letter
    or a digit it is a power.
    """
    text = "".join(element.itertext()).strip()
    if not _MARK.fullmatch(text):
        return False
    if tag_name(element) == "a":
        return _is_linked_call(element, text)
    inner = next(element.iter("a"), None)
    parent = element.getparent()
    linked = inner is not None or (parent is not None and tag_name(parent) == "a")
    if linked or not text.isdecimal() or has_class(element, _NOTES):
        return True
    return len(text) <= 3 and is_call(before, after)


def leads_back(element: Any) -> bool:
    """Return whether `element` is the link from a note back to its place."""
    return (
        tag_name(element) == "a"
        and "#" in (element.get("href") or "")
        and _BACK.fullmatch("".join(element.itertext()).strip()) is not None
    )


def without_called_marks(texts: list[str]) -> list[str]:
    """Return the paragraphs without marks like ② or [2] that a later paragraph opens with as a note."""
    notes = {match["mark"]: i for i, text in enumerate(texts) if (match := _NOTE_START.match(text))}
    return [_without_marks(text, notes, i) for i, text in enumerate(texts)] if notes else texts


def _without_marks(text: str, notes: dict[str, int], place: int) -> str:
    return _PLAIN_MARK.sub(lambda match: "" if notes.get(match["mark"], -1) > place else match[0], text)


def _is_linked_call(link: Any, text: str) -> bool:
    if link.get("epub:type") == "noteref" or link.get("role") == "doc-noteref":
        return True
    if len(link) == 1 and tag_name(link[0]) == "sup":
        return True
    href = link.get("href") or ""
    if "#" in href and _RAISED.search(link.get("style") or ""):
        return True
    return "#" in href and bool(_BRACKETED.match(text) or _HREF.search(href) or has_class(link, _NOTES))
