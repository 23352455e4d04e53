"""Stretches of a message: what stands in quotation marks, between ellipses, between others, in clauses."""

import re
from collections.abc import Sequence

from bot.answering.quoting.plain import is_content
from bot.language.graphemes import widened
from bot.model import Span

__all__ = ["between", "between_ellipses", "clauses", "quoted", "runs_on", "trimmed"]

_OUTER = " \t\r\n\u00a0\u3000\"'“”„‘’「」『』«»﹁﹂﹃﹄〝〞＂＇"
_QUOTED = re.compile(r"“([^“”]+)”|「([^「」]+)」|『([^『』]+)』|«([^«»]+)»|\"([^\"]+)\"|＂([^＂]+)＂")
_CLAUSE = re.compile(r"[\w%‰°℃$￥€£+.\-]+")
_ELLIPSIS = re.compile(r"[\[（(【]?(?:…+|⋯+|\.{3,}|。{3,})[\]）)】]?")


def quoted(text: str) -> list[Span]:
    """Return what stands in quotation marks, in order, without blanks at its ends."""
    return [trimmed(text, Span(*match.span(match.lastindex or 0))) for match in _QUOTED.finditer(text)]


def between(words: Span, found: Sequence[Span]) -> list[Span]:
    """Return what of `words` lies before, between and after the spans, which are in order."""
    starts, ends = [words.start, *(span.end for span in found)], [*(span.start for span in found), words.end]
    return [Span(start, end) for start, end in zip(starts, ends, strict=True)]


def between_ellipses(text: str, words: Span) -> list[Span]:
    """Return what of `words` stands between ellipses, trimmed."""
    ellipses = [Span(*match.span()) for match in _ELLIPSIS.finditer(text, *words)]
    return [trimmed(text, stretch) for stretch in between(words, ellipses)]


def clauses(text: str, span: Span) -> list[Span]:
    """Return what of `span` stands between marks and blanks."""
    # the marks of Indian scripts are no letters
    found = (widened(text, Span(*match.span())) for match in _CLAUSE.finditer(text, *span))
    joined: list[Span] = []
    for clause in found:
        if joined and clause.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, clause.end)
        else:
            joined.append(clause)
    return joined


def runs_on(text: str, clauses: Sequence[Span]) -> tuple[Span, ...]:
    """Return the clauses, those joined between which nothing but marks stands."""
    joined: list[Span] = []
    for clause in clauses:
        if joined and not any(is_content(char) for char in text[joined[-1].end : clause.start]):
            joined[-1] = Span(joined[-1].start, clause.end)
        else:
            joined.append(clause)
    return tuple(joined)


def trimmed(text: str, span: Span) -> Span:
    """Return `span` without the quotation marks and blanks at its ends."""
    end = span.start + len(span.cut(text).rstrip(_OUTER))
    return Span(end - len(text[span.start : end].lstrip(_OUTER)), end)
