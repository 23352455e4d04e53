"""What a long message reads as: an article that is handed over, or a question, however long."""

import re
from enum import StrEnum

from bot.language.expressions import expression
from bot.language.questions import asks
from bot.language.sentences import sentences

__all__ = ["ReadsAs", "reads_as"]

_FORWARDED_CHARACTERS, _SEVERAL_CHARACTERS, _LONG_CHARACTERS = 80, 200, 400
"""From this length on a text may be an article: forwarded; in several paragraphs; in one."""
_LONGEST_QUESTION, _LONGEST_DOUBT = 1500, 3000
"""A longer text is no question; a still longer one not even in doubt."""
_SHORT_PARAGRAPHS = 3
_MOSTLY = 0.5
# how somebody turns to the bot, or to whoever reads; an article's own questions are put to nobody
_TURNS = expression(
    r"请问|請問|想[问問]|请教|請教|我想知道|想知道|想了解|帮我|幫我|告诉我|告訴我|麻烦|你们?(?:知道|觉得|能)|您(?:知道|觉得|能)|能不能(?:告诉|帮|说)"
    r"|(?:文章|文中|文里|这篇|那篇|原文|报道|上面|你说|你刚才|上文)[^，。？?！!]{0,30}|\b(?:please|tell me|i want to know|i wonder|could you|can you|does the article)\b",
    re.IGNORECASE,
)


class ReadsAs(StrEnum):
    """What a text reads as; one in doubt is shelved, and a button takes it as a question instead."""

    QUESTION = "question"
    ARTICLE = "article"
    DOUBT = "doubt"


def reads_as(text: str, *, forwarded: bool = False, in_reply: bool = False) -> ReadsAs:
    """Return what the text reads as.

    A short one is a question, and so is one that asks in most of its sentences, or at its end or beginning turns to
    whoever reads. `in_reply` to an answer nothing is an article for sure unless it has no question at all.
    """
    text = text.strip()
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    if len(text) < _shortest_article(lines, forwarded=forwarded):
        return ReadsAs.QUESTION
    if len(text) > _LONGEST_DOUBT:
        return ReadsAs.ARTICLE
    said = [line[start:end] for line in lines for start, end in sentences(line)]
    asking = [asks(sentence) for sentence in said]
    if not any(asking):
        short = in_reply and len(lines) <= _SHORT_PARAGRAPHS
        return ReadsAs.DOUBT if short and len(text) <= _LONGEST_QUESTION else ReadsAs.ARTICLE
    if len(text) <= _LONGEST_QUESTION and _is_question(said, asking, lines, in_reply=in_reply):
        return ReadsAs.QUESTION
    return ReadsAs.DOUBT if asking[-1] or asking[0] or in_reply else ReadsAs.ARTICLE


def _shortest_article(lines: list[str], *, forwarded: bool) -> int:
    if forwarded:
        return _FORWARDED_CHARACTERS
    return _SEVERAL_CHARACTERS if len(lines) > 1 else _LONG_CHARACTERS


def _is_question(said: list[str], asking: list[bool], lines: list[str], *, in_reply: bool) -> bool:
    """Return whether most sentences ask, or the one at either end does and turns to whoever reads."""
    if sum(asking) >= _MOSTLY * len(said):
        return True
    ends = [one for one, is_asking in ((said[0], asking[0]), (said[-1], asking[-1])) if is_asking]
    if any(_TURNS.search(one) for one in ends):
        return True
    few = len(lines) <= _SHORT_PARAGRAPHS
    return asking[-1] and few and (in_reply or len(said) <= _SHORT_PARAGRAPHS)
