"""What every reader knows of running text: its language, its opening words, how its lines join."""

import re
from collections.abc import Iterable
from functools import reduce

from bot.readers.encoding import UNSEEN, clean_text

__all__ = ["joined", "language_of", "opening", "tidied"]

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
# Han characters, kana, CJK and full-width punctuation, and the quotation marks and dashes that Chinese shares.
_WIDE = re.compile(
    r"[\u2014\u2018-\u201d\u2026\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
# Common characters that one script has and the other writes differently.
_TRADITIONAL = frozenset(
    "國爲為這個來會時學說們於後發對長過業經門動進區開產軍還種現機體與當兩實麼關從內沒員東頭間無見場樣問並級應資務氣電書"
)
_SIMPLIFIED = frozenset(
    "国为这个来会时学说们于后发对长过业经门动进区开产军还种现机体与当两实么关从内没员东头间无见场样问并级应资务气电书"
)
_NO_CHARACTERS = re.compile(r"[\ud800-\udfff\ufffe\uffff]")
_MARGIN = UNSEEN + "".join(char for char in map(chr, range(0x3001)) if char.isspace())
"""What does not stand around a paragraph."""
_SAMPLE = 20_000
_OPENING = 20


def language_of(text: str) -> str:
    """`zh-Hans`, `zh-Hant`, or `en` where Latin letters are five times as many as Han characters."""
    sample = text[:_SAMPLE]
    if len(_LATIN.findall(sample)) > 5 * len(_HAN.findall(sample)):
        return "en"
    traditional = sum(char in _TRADITIONAL for char in sample)
    simplified = sum(char in _SIMPLIFIED for char in sample)
    return "zh-Hant" if traditional > simplified else "zh-Hans"


def opening(text: str) -> str:
    """The first words of `text`, for a title: up to the first punctuation, at most about 20 characters or 8 words."""
    line = text.strip().partition("\n")[0]
    first = line.lstrip("“”‘’「」『』《》（）()[]【】—…·-*#\"' \t\u3000")
    clause = re.split(r"[，。！？；：…]|[,.!?;:](?:\s|$)", first, maxsplit=1)[0].strip() or first or line
    if language_of(clause) == "en":
        return " ".join(clause.split()[:8])[: 4 * _OPENING]
    return clause[:_OPENING].strip()


def joined(lines: Iterable[str]) -> str:
    """The lines of one paragraph as one line: a space between Latin words, none beside a Han character."""
    return reduce(_joined_pair, (stripped for line in lines if (stripped := line.strip(_MARGIN))), "")


def tidied(paragraphs: Iterable[str]) -> list[str]:
    """`paragraphs` as an article holds them: one line each, no white space around it, none of them blank.

    No-break spaces become spaces; what is no character at all (half a surrogate pair) goes.
    """
    lines = clean_text("\n".join(paragraphs)).replace("\u00a0", " ").split("\n")
    return [text for line in lines if (text := _NO_CHARACTERS.sub("", line).strip(_MARGIN))]


def _joined_pair(before: str, after: str) -> str:
    if not before or _WIDE.match(before[-1]) or _WIDE.match(after[0]):
        return before + after
    return f"{before} {after}"
