"""Documents of office programs: their lines → an article, and what their records say of its source."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.model import Article, Source
from bot.readers.heading import NUMBERED, Paragraph, article_from
from bot.readers.newspaper.byline import author_of, names_in
from bot.readers.newspaper.furniture import squeeze
from bot.readers.placeholders import is_placeholder
from bot.readers.prose import join_lines

__all__ = ["Line", "article_of", "source_of_record"]

_NO_PERSON = re.compile(
    r"admin|user|owner|微软|微軟|用户|用戶|lenovo|\bhp\b|dell|asus|acer|thinkpad|windows|python|microsoft|apache|poi\b|wps|office|\bpc\b"
    r"|un-?named|unknown|未知|佚名|匿名|anonym|system|系统|電腦|电脑|公司|下载|家园|花园|白云|学校|学院|大学|办公|computer|desktop|laptop|inc\b|ltd|corp"
    r"|template|模板|libreoffice|docx|pandoc|google|apple|macbook|iphone|huawei|xiaomi|www\.|http|@",
    re.IGNORECASE,
)
_LATIN_PERSON = re.compile(r"[A-Z][\w'’-]+(?: [A-Z](?:[\w'’-]*|\.))* [A-Z][\w'’-]+")
_TOP_LINES = 5


class Line(NamedTuple):
    """A paragraph of the document: its text, its level if it is a heading, whether it is set as the title."""

    text: str
    level: int = 0
    is_title: bool = False
    is_numbered: bool = False


def source_of_record(title: str, creator: str) -> Source:
    """Return what the record in a file says of an article, both values on one line.

    Who made a file is its author only if it reads as a person's name, and not as an account's; when a file was made
    is never the day it was published.
    """
    return Source(
        title="" if is_placeholder(title) else title,
        author=_person(creator),
        language="",
    )


def article_of(lines: Sequence[Line], known: Source) -> Article:
    """Return the article; its title is set as one, or opens the text, or is the known one."""
    lines = _with_whole_title(lines)
    texts = [Paragraph(line.text, line.level) for line in lines]
    if title := _set_title(lines):
        return article_from(texts, replace(known, title=title))
    if any(squeeze(text) == squeeze(known.title) for text, _ in texts[:3]):
        return article_from(texts, known)
    article = article_from(texts, replace(known, title=""))
    return article if len(article.paragraphs) < len(texts) else article_from(texts, known)


def _with_whole_title(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, a title that is set in several paragraphs as one of them."""
    start = next((i for i, line in enumerate(lines[:_TOP_LINES]) if line.is_title), None)
    if start is None:
        return list(lines)
    stop = next((i for i in range(start, len(lines)) if not lines[i].is_title), len(lines))
    title = lines[start]._replace(text=join_lines(line.text for line in lines[start:stop]))
    return [*lines[:start], title, *lines[stop:]]


def _set_title(lines: Sequence[Line]) -> str:
    """Return the paragraph near the top in a title style, or a first one of heading level 1; else ""."""
    if title := next((line.text for line in lines[:_TOP_LINES] if line.is_title), ""):
        return title
    first = lines[0] if len(lines) > 1 else None
    if first and first.level == 1 and not first.is_numbered and not NUMBERED.match(first.text):
        return first.text
    return ""


def _person(creator: str) -> str | None:
    """Return the names that `creator` consists of; None for an account, a computer or a company."""
    if _NO_PERSON.search(creator) or not (names := names_in(creator)):
        return None
    each = names.split("、")
    if all("·" in name or _LATIN_PERSON.fullmatch(name) or author_of(name, bare=True) for name in each):
        return names
    return None
