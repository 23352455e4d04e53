"""A feed, or a list of addresses → the addresses of its entries, the newest first as feeds have them."""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from bot.errors import Damaged, NoText
from bot.readers.elements import attribute, children, elements, local_name
from bot.readers.encoding import clean_text, declared_text
from bot.readers.extras import optional_import
from bot.readers.file import File

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["MAX_FEED_BYTES", "addresses_in"]

MAX_FEED_BYTES = 5_000_000
_DECLARATION = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]{2,20})[\"']")
_ANY_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,400}\?>")
_HEAD_BYTES = 400
_MAX_ADDRESS_CHARACTERS = 2_000
_PAGE = re.compile(r"<(?:!doctype html|html)\b", re.IGNORECASE)


def addresses_in(file: File) -> list[str]:
    """Return the addresses that `file` names, each once: the entries of an RSS, Atom or JSON feed, or its lines.

    In a list, blank lines and those that begin with # are passed over. Raises UnreadableArticle if it is neither,
    or names none.
    """
    if len(file.data) > MAX_FEED_BYTES:
        raise Damaged(
            f"{file.name}: is larger than {MAX_FEED_BYTES / 1e6:g} MB and no feed; give its address or a list"
        )
    text = _text(file)
    start = text.lstrip()[:1]
    if _PAGE.match(text.lstrip()):
        raise Damaged(
            f"{file.name}: is a web page and no feed; give the address of its feed, or add it without --feed"
        )
    found = _of_xml(file, text) if start == "<" else _of_json(file, text) if start == "{" else _of_list(text)
    named = (urljoin(file.url or "", one.strip()) for one in found)
    if not (
        addresses := list(dict.fromkeys(one for one in named if 0 < len(one) <= _MAX_ADDRESS_CHARACTERS))
    ):
        raise NoText(
            f"{file.name}: names no address; give a feed with entries, or a list with one address a line"
        )
    return addresses


def _text(file: File) -> str:
    declared = _DECLARATION.search(file.data[:_HEAD_BYTES])
    text = declared_text(file.data, declared[1].decode("ascii")) if declared else None
    return file.text() if text is None else clean_text(text)


def _of_list(text: str) -> Iterator[str]:
    lines = (line.strip() for line in text.split("\n"))
    return (line.split()[0] for line in lines if line and not line.startswith("#"))


def _of_json(file: File, text: str) -> Iterator[str]:
    """Yield the addresses of a JSON feed's items (jsonfeed.org, version 1.1)."""
    try:
        feed: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Damaged(f"{file.name}: is no feed; give an RSS, Atom or JSON feed") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    for item in items if isinstance(items, list) else ():
        address = (item.get("url") or item.get("external_url")) if isinstance(item, dict) else None
        if isinstance(address, str):
            yield address


def _of_xml(file: File, text: str) -> Iterator[str]:
    with optional_import(file.name, "defusedxml", "feed"):
        from defusedxml import DefusedXmlException
        from defusedxml.ElementTree import ParseError, fromstring
    try:
        root: Element = fromstring(_ANY_DECLARATION.sub("", text, count=1).strip())
    except (DefusedXmlException, ParseError, ValueError, RecursionError) as error:
        raise Damaged(f"{file.name}: is no feed that can be read; give an RSS, Atom or JSON feed") from error
    for name in ("item", "entry"):
        for entry in elements(root, name):
            yield _link(entry)


def _link(entry: "Element") -> str:
    """Return the address of an entry's page; "" if it names none."""
    for link in children(entry, "link"):
        if attribute(link, "rel") in ("", "alternate") and (
            address := attribute(link, "href") or link.text or ""
        ):
            return address
    permanent = (
        one for one in entry if local_name(one) == "guid" and attribute(one, "isPermaLink") != "false"
    )
    return next((one.text or "" for one in permanent), "")
