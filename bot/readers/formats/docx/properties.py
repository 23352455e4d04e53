"""The properties of a Word document → what is known of its source: a title, and an author who is a person."""

import re
from typing import TYPE_CHECKING

from bot.model import Source
from bot.readers.elements import local_name
from bot.readers.newspaper.byline import author_of, names_in
from bot.readers.placeholders import is_placeholder
from bot.readers.prose import tidy_paragraphs

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["known_source"]

_NO_PERSON = re.compile(
    r"admin|user|owner|微软|微軟|用户|用戶|lenovo|\bhp\b|dell|asus|acer|thinkpad|windows|python|microsoft|apache|poi\b|wps|office|\bpc\b"
    r"|un-?named|unknown|未知|佚名|匿名|anonym|system|系统|電腦|电脑|公司|下载|家园|花园|白云|学校|学院|大学|办公|computer|desktop|laptop|inc\b|ltd|corp"
    r"|template|模板|libreoffice|docx|pandoc|google|apple|macbook|iphone|huawei|xiaomi|www\.|http|@",
    re.IGNORECASE,
)
_LATIN_PERSON = re.compile(r"[A-Z][\w'’-]+(?: [A-Z](?:[\w'’-]*|\.))* [A-Z][\w'’-]+")


def known_source(core: "Element | None") -> Source:
    """Return what the core properties say of an article.

    Who made a file is its author only if it reads as a person's name, and not as an account's; when a file was made
    is never the day it was published.
    """
    fields = {
        local_name(field): " ".join(tidy_paragraphs([field.text or ""]))
        for field in (core if core is not None else ())
    }
    title = fields.get("title", "")
    return Source(
        title="" if is_placeholder(title) else title,
        author=_person(fields.get("creator", "")),
        language="",
    )


def _person(creator: str) -> str | None:
    """Return the names that `creator` consists of; None for an account, a computer or a company."""
    if _NO_PERSON.search(creator) or not (names := names_in(creator)):
        return None
    each = names.split("、")
    if all("·" in name or _LATIN_PERSON.fullmatch(name) or author_of(name, bare=True) for name in each):
        return names
    return None
