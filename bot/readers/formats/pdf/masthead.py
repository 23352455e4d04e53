"""The masthead of a newspaper's page (版头): paper, day, number and name of the page, in the lines of its margins."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from bot.readers.formats.pdf.columns import Line
from bot.readers.formats.pdf.page_numbers import page_number
from bot.readers.newspaper.english_days import english_day
from bot.readers.newspaper.furniture import DATE, EDITION, Kind
from bot.readers.newspaper.furniture import lines as kinds_of
from bot.readers.newspaper.masthead import edition_in, publication_in, published_in

__all__ = ["Masthead", "masthead_in"]

_TOP_SHARE, _FOOT_SHARE = 0.2, 0.93
"""Where mastheads stand, as shares of the page's height; that of a front page is higher."""
_MOST_LINES = 12
_MAX_CHARACTERS = 80
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000](?=[\u4e00-\u9fff](?:[ \u3000]|$))")
_CELLS = re.compile(r"[\s|｜∣│·•/／:：]+")
_NUMBER = re.compile(r"(?P<number>[A-Z]{0,2}\d{1,3})版?", re.IGNORECASE)
_NUMBER_AND_NAME = re.compile(r"(?P<number>[A-Z]{0,2}\d{1,2})版?[\s:：·]{0,3}(?P<name>[\u4e00-\u9fff]{2,6})")
_MAX_NAME_CHARACTERS = 8
_NAME = re.compile(rf"[\u4e00-\u9fff]{{2,{_MAX_NAME_CHARACTERS}}}")
_TOLD = "\0"
_PAPER = re.compile(r"(?<!\w)[\u4e00-\u9fff]{1,9}[报報]社?(?!\w)")
_EDITORS = re.compile(
    r"(?:本版|本期|值班|责任|責任|版面)?(?:责编|责任编辑|責任編輯|编辑|编委|主编|校对|校對|美编|版式|视觉|组版|检校)\s?[:：/／丨|]\s?"
    r"[\u4e00-\u9fff]{2,4}(?:[ 、][\u4e00-\u9fff]{2,4}(?![\u4e00-\u9fff:：/／]))*"
)
_ENGLISH_PAPER = re.compile(
    r"\b(?:The )?(?:[A-Z][\w'’]{1,20} ){1,4}(?:Times|Post|Daily|News|Herald|Tribune|Gazette|Journal|Weekly|Chronicle)\b"
)
_ENGLISH_DAY = re.compile(r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}),? \d{4}")
_ENGLISH_PAGE = re.compile(r"\bpage ([A-Z]?\d{1,3})\b", re.IGNORECASE)
_FURNITURE = re.compile(
    r"农历\S{2,8}|農曆\S{2,8}|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年\S{0,8}|(?:星期|礼拜|周|週)[一二三四五六日天]"
    r"|(?:总|總)?第?\s?\d{1,6}\s?期|今日\S{0,4}版|国内统一\S{0,12}号?|國內統一\S{0,12}號?|CN\s?[\d-]{3,12}|邮发代号\S{0,10}|ISSN\s?[\d-]{4,12}"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day,?|https?:\S{1,60}|www\.\S{1,60}",
    re.IGNORECASE,
)


class Masthead(NamedTuple):
    """What the masthead of a page tells, and its lines."""

    publication: str | None
    edition: str | None
    edition_name: str | None
    published: date | None
    lines: tuple[Line, ...]


def masthead_in(lines: Sequence[Line], height: float) -> Masthead | None:
    """Return the masthead of a page of this height; None unless it tells two of paper, day and page."""
    found = [line for line in _outer(lines, height) if _is_masthead(line.text)]
    frame = [_SPACED.sub("", line.text) for line in found]
    paper = publication_in(frame) or next(
        (m[0] for text in frame if (m := _ENGLISH_PAPER.search(text))), None
    )
    published = published_in(frame) or _english_day(frame)
    number, name = _edition(frame)
    if (paper is not None) + (number is not None) + (published is not None) < 2:
        return None
    return Masthead(paper, number, name, published, tuple(found))


def _outer(lines: Sequence[Line], height: float) -> list[Line]:
    by_height = sorted(lines, key=lambda line: line.top)
    upper = [line for line in by_height[:_MOST_LINES] if line.bottom < _TOP_SHARE * height]
    lower = [line for line in by_height[-_MOST_LINES:] if line.top > _FOOT_SHARE * height]
    return [*upper, *(line for line in lower if line not in upper)]


def _is_masthead(text: str) -> bool:
    """Return whether a line holds nothing but what mastheads are made of."""
    text = _SPACED.sub("", text.strip())
    if len(text) > _MAX_CHARACTERS or text.endswith(("。", "！", "？", "；", "，")):
        return False
    if publication_in([text]) == text or _NUMBER.fullmatch(text) or _NUMBER_AND_NAME.fullmatch(text):
        return True
    if any(line.kind is Kind.FURNITURE for line in kinds_of(text)) or _EDITORS.fullmatch(text):
        return True
    cells = [cell for cell in _CELLS.split(_told(text)) if cell]
    others = [cell for cell in cells if not re.fullmatch(rf"(?:{_TOLD}|[\W\d_])+", cell)]
    if len(others) == len(cells) or any(_TOLD in cell for cell in others):
        return False
    return len(others) <= 2 and all(len(cell) <= _MAX_NAME_CHARACTERS for cell in others)


def _told(text: str) -> str:
    """Return `text` with a sign for each part that only mastheads have."""
    for pattern in (_EDITORS, DATE, _ENGLISH_DAY, _ENGLISH_PAGE, _FURNITURE, _ENGLISH_PAPER, _PAPER):
        text = pattern.sub(_TOLD, text)
    return EDITION.sub(f"{_TOLD} ", text)


def _edition(frame: Sequence[str]) -> tuple[str | None, str | None]:
    """Return the number and the name of the page: as 第5版 says them, or as a figure and a word by themselves."""
    number, name = edition_in(frame)
    if number is None and (match := next(filter(None, map(_ENGLISH_PAGE.search, frame)), None)):
        number = match[1]
    # a figure on a line of its own is the number of any document's page
    told = [text for text in frame if text.startswith("0") or not page_number(text)]
    cells = [cell for text in told for cell in _CELLS.split(_EDITORS.sub(" ", text)) if cell]
    if number is None:
        both = next(filter(None, map(_NUMBER_AND_NAME.fullmatch, cells)), None)
        alone = next(filter(None, map(_NUMBER.fullmatch, cells)), None)
        if match := both or alone:
            number = match["number"]
            name = match["name"] if match is both else None
    if name and (words := _CELLS.split(name)):
        name = _name_among(words)
    return number, name or (_name_among(cells) if number else None)


def _name_among(cells: Sequence[str]) -> str | None:
    """Return the cell that is a word and nothing else that a masthead holds."""
    words = (cell for cell in cells if _NAME.fullmatch(cell))
    return next((word for word in words if _told(word) == word), None)


def _english_day(frame: Sequence[str]) -> date | None:
    found = (match[0] for text in frame if (match := _ENGLISH_DAY.search(text)))
    return next(filter(None, map(english_day, found)), None)
