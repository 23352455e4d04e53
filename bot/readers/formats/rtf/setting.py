"""How the paragraphs of an RTF document are set: as headings, as its title, in a table."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.readers.formats.rtf.flow import Set

__all__ = ["set_after"]

_HEADING = re.compile(r"(?:heading|标题|標題) ?([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"title|标题|標題", re.IGNORECASE)


def set_after(before: Set, word: str, number: int | None, styles: Mapping[int, str]) -> Set | None:
    """Return how a paragraph is set after `word`; None for a word that says nothing of it."""
    if word == "pard":
        return Set()
    if word == "intbl":
        return replace(before, in_table=True)
    if word == "outlinelevel" and number is not None:
        return replace(before, level=number + 1 if number < 9 else 0)
    if word == "s" and number is not None:
        name = styles.get(number, "")
        heading = _HEADING.fullmatch(name)
        level = int(heading[1]) if heading else before.level
        return replace(before, level=level, is_title=bool(_TITLE.fullmatch(name)))
    return None
