"""Publication, edition, date and rights, as the frame around an article states them."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from bot.readers.newspaper.english_days import english_day
from bot.readers.newspaper.furniture import DATE, EDITION

__all__ = ["day_of", "edition_in", "publication_in", "published_in", "rights_in"]

_KINDS = (
    "日报|日報|晚报|晚報|早报|早報|时报|時報|商报|晨报|都市报|导报|周报|週報|青年报|教育报|科技报|工人报|法治报|法制报|政协报"
    "|新报|快报|电讯|消息报|经济报|农民报|工报|周刊|週刊|报|報"
)
_NAME = re.compile(
    rf"(?:^|(?<=[^\u4e00-\u9fff]))(?P<name>[\u4e00-\u9fff]{{2,9}}?(?:{_KINDS}))"
    r"(?=社|报业|報業|传媒|傳媒|集团|版权|版權|主办|主管|数字|數字|电子|多媒体|客户端|网|[^\u4e00-\u9fff]|$)"
)
_RIGHTS = re.compile(r"版权|版權|copyright|©|all rights reserved", re.IGNORECASE)
_TERMS = re.compile(r"(?:未经|未經|未获|未獲|不得|禁止|转载请|請勿|请勿)")
_DIGITS = {char: str(i) for i, char in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}


def publication_in(frame: Sequence[str]) -> str | None:
    """Return the publication that most lines name; those on rights and publisher count more."""
    votes: Counter[str] = Counter()
    for line in frame:
        for rank, match in enumerate(_NAME.finditer(line)):
            if not match["name"].endswith(("机关报", "機關報", "本报")):
                votes[match["name"]] += _weight(line) - min(rank, 1)
    return max(votes, key=lambda name: votes[name]) if votes else None


def edition_in(frame: Sequence[str]) -> tuple[str | None, str | None]:
    """Return the number of the edition as printed, and its name.

    If navigation lists several, the current one is repeated, dated or beside the page turner.
    """
    votes: Counter[tuple[str, str | None]] = Counter()
    for i, line in enumerate(frame):
        for match in EDITION.finditer(line):
            number = next(filter(None, match.groups())).replace(" ", "")
            near = " ".join(frame[max(0, i - 1) : i + 2])
            votes[number, _edition_name(line[match.end() :])] += (
                1 + ("一版" in near) + bool(DATE.search(line))
            )
    if not votes:
        return None, None
    number = max(votes, key=lambda edition: votes[edition])[0]
    return number, next((name for voted, name in votes if voted == number and name), None)


def published_in(frame: Sequence[str]) -> date | None:
    """Return the first date in `frame` that exists in the calendar."""
    for line in frame:
        for match in DATE.finditer(line):
            if day := _date(match["year"], match["month"], match["day"]):
                return day
    return None


def day_of(text: str) -> date | None:
    """Return the day that `text` opens with, or None.

    As people write it: 2024-03-08, 2024年3月8日, 二〇二四年三月八日, 2024/3/8, 20240308, March 8, 2024.
    """
    text = text.strip()
    if re.match(r"\d{8}(?!\d)", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:8]}"
    match = DATE.match(text)
    return published_in([match[0]]) if match else english_day(text)


def rights_in(frame: Sequence[str]) -> str | None:
    """Return the notices about rights, in order, joined with a space."""
    start = next((i for i, line in enumerate(frame) if _RIGHTS.search(line)), None)
    if start is None:
        return next((line for line in frame if _TERMS.search(line)), None)
    more = [line for line in frame[start + 1 : start + 2] if _TERMS.search(line) and not _RIGHTS.search(line)]
    return " ".join([frame[start], *more])


def _weight(line: str) -> int:
    if _RIGHTS.search(line):
        return 4
    return 3 if re.search(r"主办|主管|主辦|[|\uff5c]|《", line) or DATE.search(line) else 2


def _edition_name(rest: str) -> str | None:
    """Return the name that follows the number, up to a date, a page turner or a bracket."""
    name = re.split(
        rf"{DATE.pattern}|[上下前后]一[版期篇]|[放缩縮][大小]|[()（）《》|\uff5c]|\s{{2,}}|PDF|第\s*[A-Z]?\d",
        rest,
    )[0]
    name = name.strip(" \t\u3000\u00a0:：-—·.,，")
    return name if 0 < len(name) <= 20 else None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(
            int("".join(_DIGITS.get(char, char) for char in year)), _two_digits(month), _two_digits(day)
        )
    except ValueError:
        return None


def _two_digits(number: str) -> int:
    """Return a number up to 99 in Arabic or Chinese digits."""
    if number.isdecimal():
        return int(number)
    tens, ten, ones = number.rpartition("十")
    value = int(_DIGITS.get(ones, "0")) if ones else 0
    return value + (10 * int(_DIGITS.get(tens, "1") if tens else "1") if ten else 0)
