"""Running text, as every reader needs it: its language, its opening words, how its lines join."""

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
"""White space and unseen characters, which are stripped from both ends of a paragraph."""
_SAMPLE_CHARACTERS = 20_000
"""How much of an article tells its language."""
_OPENING_CHARACTERS = 20


def article_language(text: str) -> str:
    """Return the language that most of an article is in; `zh-Hans` if its script does not tell."""
    return language_of(text[:_SAMPLE_CHARACTERS]) or "zh-Hans"


def opening(text: str) -> str:
    """Return the first words of `text` as a title: one clause, 20 characters or 8 words at most."""
    line = text.strip().partition("\n")[0]
    first = line.lstrip("“”‘’「」『』《》（）()[]【】—…·-*#\"' \t\u3000")
    clause = re.split(r"[，。！？；：…]|[,.!?;:](?:\s|$)", first, maxsplit=1)[0].strip() or first or line
    if language_of(clause) == "en":
        return " ".join(clause.split()[:8])[: 4 * _OPENING_CHARACTERS]
    return clause[:_OPENING_CHARACTERS].strip()


def join_lines(lines: Iterable[str]) -> str:
    """Return the lines of a paragraph as one, with a space unless a Han character is beside it."""
    return reduce(_join_pair, (stripped for line in lines if (stripped := line.strip(_MARGIN))), "")


def tidy_paragraphs(paragraphs: Iterable[str]) -> list[str]:
    """Return `paragraphs` as an article holds them: each on one line, stripped and not blank.

    No-break spaces become spaces; halves of surrogate pairs and other non-characters are dropped.
    """
    lines = clean_text("\n".join(paragraphs)).replace("\u00a0", " ").split("\n")
    return [text for line in lines if (text := _NO_CHARACTERS.sub("", line).strip(_MARGIN))]


def _join_pair(before: str, after: str) -> str:
    if not before or _WIDE.match(before[-1]) or _WIDE.match(after[0]):
        return before + after
    return f"{before} {after}"
