"""The part of a long text that is searched as a question, so that no text costs more than a long question does."""

import re

from bot.language.graphemes import ending, head
from bot.language.normalise import folded
from bot.remembered import remembered

__all__ = ["MAX_CHARACTERS", "question_window"]

MAX_CHARACTERS = 400
"""Characters of a question that are searched; folded too, since one character may fold to eighteen."""
_END_OF_QUESTION = re.compile(r"[?？]")
_REPEATED_MARK = re.compile(r"([^\w\s])\1+")


@remembered(256)
def question_window(text: str) -> str:
    """Return `text`, or of a longer one the 400 characters up to its last question mark, or up to its end."""
    cut = _cut(text)
    return cut if len(folded(cut)) <= MAX_CHARACTERS else _cut(folded(cut))


def _cut(text: str) -> str:
    if len(text) <= MAX_CHARACTERS:
        return text
    text = _REPEATED_MARK.sub(r"\1", text)
    ends = [match.end() for match in _END_OF_QUESTION.finditer(text)]
    start = max(0, (ends[-1] if ends else len(text)) - MAX_CHARACTERS)
    return head(ending(text, len(text) - start), MAX_CHARACTERS)
