"""Documents of offices (公文): the title below the letterhead, who issued them and when.

Their parts are those of GB/T 9704: letterhead, number, title, addressee, body, signature, date.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from bot.readers.newspaper.furniture import DATE
from bot.readers.newspaper.masthead import published_in
from bot.readers.prose import join_lines

__all__ = ["Letter", "letter_in"]

_TOP_LINES = 10
_MAX_LETTERHEAD_LINES = 6
_MAX_TITLE_LINES = 4
_MAX_LINE_CHARACTERS = 60
_MAX_SIGNATURES = 5
_MAX_SIGNATURE_CHARACTERS = 40

_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,14}\s?[〔\[（(【［﹝]\s?(?:19|20)\d\d\s?[〕\]）)】］﹞]\s?第?\s?\d{1,5}\s?号"
)
_LETTERHEAD = re.compile(r"(?P<issuer>[\u4e00-\u9fff（）()、]{3,40})文件")
_OFFICE = re.compile(
    r"[\u4e00-\u9fff（）()·]{1,36}(?:政府|委员会|委員會|[局厅廳部院处處署行社所站]|办公室|办公厅|公司|集团|中心|协会|学会|联合会|大学|学院|学校|中学|小学"
    r"|党委|市委|省委|县委|区委|镇委|支部|总队|支队|法院|检察院|银行|工会|团委|指挥部|领导小组|工作组|秘书处|居委会|村委会)(?:（.{1,12}）)?"
)
_KIND = re.compile(
    r"(?:通知|通報|通报|意见|意見|办法|辦法|决定|決定|公告|通告|报告|報告|请示|批复|批復|函|纪要|紀要|规定|規定|方案|细则|细則|条例|通则|规则|规程|议案|命令|公报|决议"
    r"|规划|计划|要点|指南|制度|章程|说明|答复|倡议书?|预案|标准|总结)(?:[（(](?:试行|暂行|修订|修订稿|征求意见稿|草案|稿|.{1,8}年.{0,6})[)）])?"
)
_CLOSES = re.compile(r"[。；，：;,:！？!?][”’」』）)\"']*$")
_NUMBERED = re.compile(r"第.{1,5}[章节条]|[一二三四五六七八九十]{1,3}[、.]|[（(].{1,3}[)）]|\d")
_ASIDE = re.compile(
    r"\d{4,8}|(?:绝密|机密|秘密)?[★☆]?.{0,6}[年月]?|特急|加急|平急|(?:签发人|签发)\s*[:：].{1,30}"
)


class Letter(NamedTuple):
    """An office's document: its title, its issuer, its day, and which paragraphs are letterhead and title."""

    title: str
    issuer: str | None
    published: date | None
    head: frozenset[int]


def letter_in(texts: Sequence[str]) -> Letter | None:
    """Return what the paragraphs of an office's document say of it; None if they are no such document."""
    top = [
        re.sub(r"(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])", "", text) for text in texts[:_TOP_LINES]
    ]
    number = next(
        (i for i, text in enumerate(top) if len(text) <= _MAX_LINE_CHARACTERS and _NUMBER.search(text)), None
    )
    heads = _letterhead(top, number)
    if heads:
        title = _title_lines(texts, _below(top, max(heads[-1], -1 if number is None else number)))
    else:
        title = _title_lines(texts, 1 if number == 0 else 0)
        if number != 0 and not _is_titled(texts, title, number):
            title = range(0)
    if not title:
        return None
    day, signatures = _signed(texts, title.stop)
    if not heads and number is None and len(title) < 2 and not (day and signatures):
        return None
    return Letter(
        title=join_lines(texts[i] for i in title),
        issuer="、".join(signatures) or "、".join(_issuers(top, heads)) or None,
        published=day,
        head=frozenset([*heads, *title]),
    )


def _letterhead(top: Sequence[str], number: int | None) -> list[int]:
    """Return the lines of the letterhead: …文件, perhaps of several offices, or an office above a number."""
    end = next((i for i, text in enumerate(top) if _LETTERHEAD.fullmatch(text) or text == "文件"), None)
    if end is not None:
        start = end
        while start and end - start < _MAX_LETTERHEAD_LINES and _OFFICE.fullmatch(top[start - 1]):
            start -= 1
        return list(range(start, end + 1))
    if number is None:
        return []
    return [
        i for i, text in enumerate(top[:number]) if _OFFICE.fullmatch(text) and not _KIND.search(text[-4:])
    ]


def _below(top: Sequence[str], last: int) -> int:
    """Return the first line after the letterhead, the number and who signed."""
    start = last + 1
    while start < len(top) and (_ASIDE.fullmatch(top[start]) or top[start].startswith("签发人")):
        start += 1
    return start


def _title_lines(texts: Sequence[str], start: int) -> range:
    """Return the lines of the title that starts there, up to the kind of document that ends it; none if there is none."""
    for i in range(start, min(len(texts), start + _MAX_TITLE_LINES)):
        text = texts[i]
        if len(text) > _MAX_LINE_CHARACTERS or _CLOSES.search(text) or _NUMBERED.match(text):
            return range(0)
        goes_on = i + 1 < len(texts) and texts[i + 1].startswith(("的", "等"))
        if _KIND.search(text[-14:]) and _ends_with_kind(text) and not goes_on:
            return range(start, i + 1)
    return range(0)


def _ends_with_kind(text: str) -> bool:
    return any(match.end() == len(text) for match in _KIND.finditer(text))


def _is_titled(texts: Sequence[str], title: range, number: int | None) -> bool:
    """Return whether lines without a letterhead are an office's title: on something, or right above a number."""
    return "关于" in "".join(texts[i] for i in title) or number == title.stop


def _signed(texts: Sequence[str], start: int) -> tuple[date | None, list[str]]:
    """Return the day of the signature and the offices that signed; the first of several signatures."""
    for i in range(start, len(texts)):
        text = texts[i]
        match = DATE.search(text) if len(text) <= _MAX_LINE_CHARACTERS else None
        if match is None or not re.fullmatch(r"[\s）)]*", text[match.end() :]):
            continue
        before = text[: match.start()].strip(" \u3000（(")
        offices = _offices(before)
        if before and not offices:
            continue
        if day := published_in([match[0]]):
            return day, offices or _signatures(texts, start, i)
    return None, []


def _signatures(texts: Sequence[str], start: int, stop: int) -> list[str]:
    found: list[str] = []
    for text in reversed(texts[max(start, stop - _MAX_SIGNATURES) : stop]):
        if not (offices := _offices(text)):
            break
        found = [*offices, *found]
    return found


def _offices(line: str) -> list[str]:
    """Return the offices that a line consists of; none if it says anything else."""
    if not line or len(line) > 2 * _MAX_SIGNATURE_CHARACTERS:
        return []
    wide = line.split("\u3000") if "\u3000" in line else re.split(r" {2,}", line)
    names = [re.sub(r"\s", "", name) for name in wide if name.strip()]
    if all(map(_OFFICE.fullmatch, names)):
        return names
    whole = re.sub(r"\s", "", line)
    return [whole] if _OFFICE.fullmatch(whole) else []


def _issuers(top: Sequence[str], heads: Sequence[int]) -> list[str]:
    names = [match["issuer"] if (match := _LETTERHEAD.fullmatch(top[i])) else top[i] for i in heads]
    return [name for name in names if name != "文件"]
