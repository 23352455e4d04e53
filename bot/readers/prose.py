"""What every reader knows of running text: its language, its opening words, how its lines join."""

import re
from collections.abc import Iterable
from functools import reduce

from bot.language.script import language_of
from bot.readers.encoding import UNSEEN, clean_text

__all__ = ["article_language", "join_lines", "opening", "tidy_paragraphs"]

# Han characters, kana, CJK and full-width punctuation, and the quotation marks and dashes that Chinese shares.
_WIDE = re.compile(
    r"[\u2014\u2018-\u201d\u2026\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
_NO_CHARACTERS = re.compile(r"[\ud800-\udfff\ufffe\uffff]")
_MARGIN = UNSEEN + "".join(char for char in map(chr, range(0x3001)) if char.isspace())
"""What does not stand around a paragraph."""
_SAMPLE = 20_000
"""Characters of an article that its language is told by."""
_OPENING = 20


def article_language(text: str) -> str:
    """Return the language that most of an article is in; `zh-Hans` if its script does not tell."""
    return language_of(text[:_SAMPLE]) or "zh-Hans"


def opening(text: str) -> str:
    """The first words of `text`, for a title: up to the first punctuation, at most about 20 characters or 8 words."""
    line = text.strip().partition("\n")[0]
    first = line.lstrip("“”‘’「」『』《》（）()[]【】—…·-*#\"' \t\u3000")
    clause = re.split(r"[，。！？；：…]|[,.!?;:](?:\s|$)", first, maxsplit=1)[0].strip() or first or line
    if language_of(clause) == "en":
        return " ".join(clause.split()[:8])[: 4 * _OPENING]
    return clause[:_OPENING].strip()


def join_lines(lines: Iterable[str]) -> str:
    """The lines of one paragraph as one line: a space between Latin words, none beside a Han character."""
    return reduce(_join_pair, (stripped for line in lines if (stripped := line.strip(_MARGIN))), "")


def tidy_paragraphs(paragraphs: Iterable[str]) -> list[str]:
    """`paragraphs` as an article holds them: one line each, no white space around it, none of them blank.

    No-break spaces become spaces; what is no character at all (half a surrogate pair) goes.
    """
    lines = clean_text("\n".join(paragraphs)).replace("\u00a0", " ").split("\n")
    return [text for line in lines if (text := _NO_CHARACTERS.sub("", line).strip(_MARGIN))]


def _join_pair(before: str, after: str) -> str:
    if not before or _WIDE.match(before[-1]) or _WIDE.match(after[0]):
        return before + after
    return f"{before} {after}"
