"""The headline among the first lines of a text, below what papers set above it: a kicker, an editor's note, 本报讯."""

import re
from collections.abc import Sequence

from bot.language.script import language_of
from bot.readers.newspaper.byline import author_of

__all__ = ["headline_at", "is_subtitle", "lines_above"]

_MAX_CHARACTERS = 40
_MAX_ENGLISH_CHARACTERS = 100
_MOST_ABOVE = 4
_ENDS = re.compile(r"[。；，：;,:.…][”’」』）)\"']*$")
_NOTE = re.compile(
    r"[【\[（(]?\s*(?:编者的?[按话注]|編者[按註]|编\s?者\s?按|按语|开栏(?:的话|语)|导语|内容提要|引题|肩题|眉题)\s*[】\])）]?\s*(?P<text>[:：\s].*)?"
)
_DISPATCH = re.compile(
    r"(?:本报|本報|本刊|本网|本台|本社|新华社|新華社|中新社)[^，。：:（(]{0,16}(?:讯|訊|电|電|消息)\s*(?:[（(].{2,30}[)）])?"
    r"|[（(【\[](?:转载|来源|稿源|原载)[^。]{0,24}[】\])）]"
)
_ISSUE = re.compile(
    r"\W*(?:(?:19|20)\d\d年?\s*)?(?:总?第?\s*[\d〇零一二三四五六七八九十百]{1,5}\s*期\W*){1,2}(?:\W*总第?\s*\d{1,5}\s*期\W*)?"
)
_PRINTED = re.compile(r".{0,40}(?:19|20)\d\d\s*[年./-].{1,12}|.{2,30}(?:编印|主办|主编|编|印)")
_REPORTER = re.compile(r"记者|記者|通讯员|通訊員")
_DASH = re.compile(r"\s*(?:——|--|—|―|─)\s*\S")


def headline_at(texts: Sequence[str]) -> int | None:
    """Return which of the lines is the headline: a short one, no sentence, followed by longer prose; None if none is.

    Of two above a reporter's name the lower one is, unless it is a subtitle.
    """
    start = lines_above(texts)
    if not _can_be(texts, start):
        return None
    by_line = texts[start + 2] if start + 2 < len(texts) else ""
    if _REPORTER.search(by_line) and author_of(by_line, bare=False) and _can_be(texts, start + 1):
        return start if is_subtitle(texts[start + 1]) or author_of(texts[start + 1]) else start + 1
    return start


def lines_above(texts: Sequence[str]) -> int:
    """Return how many lines stand above the headline, since they can be none: also a masthead with its issue."""
    issue = next((i for i, text in enumerate(texts[:_MOST_ABOVE]) if i and _ISSUE.fullmatch(text)), None)
    start = 0 if issue is None else issue + 1
    if issue is not None and start < len(texts) and _PRINTED.fullmatch(texts[start]):
        start += 1
    while start < min(len(texts) - 2, _MOST_ABOVE):
        note = _NOTE.fullmatch(texts[start])
        if not (note or _DISPATCH.fullmatch(texts[start])):
            break
        start += 1
        if note and not note["text"] and _ENDS.search(texts[start]):
            start += 1
    return start


def is_subtitle(text: str) -> bool:
    """Return whether a line begins with the dash of a subtitle."""
    return _DASH.match(text) is not None


def _can_be(texts: Sequence[str], place: int) -> bool:
    if place >= len(texts):
        return False
    text, rest = texts[place], texts[place + 1 :]
    longest = _MAX_ENGLISH_CHARACTERS if language_of(text) == "en" else _MAX_CHARACTERS
    if len(text) > longest or _ENDS.search(text):
        return False
    return bool(rest) and max(map(len, rest)) > len(text)
