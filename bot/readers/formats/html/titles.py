"""The headline of a web page: its own heading, what it claims, or its window title without the site's name."""

import re
from collections.abc import Sequence
from typing import Any

from bot.readers.formats.html.credits import is_credit
from bot.readers.markup import Block
from bot.readers.newspaper.furniture import Kind, lines, squeeze
from bot.readers.tags import tag_name

__all__ = ["headline", "title_above"]

_SEPARATOR = r"\s*(?:[_|\uff5c»]|::|\s[-–—]\s|--|——)\s*"
_SUFFIX = re.compile(rf"{_SEPARATOR}[^_|\uff5c»]{{1,30}}$")
_MORE_SUFFIX = re.compile(r"\s*(?:[_|\uff5c»]|::)\s*[^_|\uff5c»，。！？、]{1,15}$")
_SITE = re.compile(
    r"\s*[-–—]\s*[^-–—\s]{2,20}(?:网|網|报|報|在线|频道|大学|学院|政府|客户端|新闻|社|中心|平台|博客|门户|委员会)(?:网站)?$"
)
_MAX_BLOCKS_ABOVE = 12
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:art(?:icle)?[_-]?)?(?:title|tit|headline|bt|biaoti)(?:$|[\s_\d-])", re.IGNORECASE
)
_MAX_CHARACTERS = 100


def headline(root: Any, claims: Sequence[str]) -> str:
    """Return the title without the site's name: a heading that it starts with, or all but its end; else "".

    `claims` are the titles that the page's record gives, the best first.
    """
    page_title = next(
        (_flat(title) for title in root.iter("title") if tag_name(title.getparent()) != "svg"), ""
    )
    headings = [
        text for element in root.iter("h1") if (text := _flat(element)) and not _is_site(element, page_title)
    ]
    for title in filter(None, (*claims, page_title)):
        if heading := next((text for text in headings if len(text) > 1 and title.startswith(text)), None):
            return heading
    if title := next(filter(None, claims), ""):
        return title
    if len(headings) == 1:
        return headings[0]
    named = _named(root)
    return named if named and page_title.startswith(named) else _without_site(page_title)


def title_above(page_blocks: Sequence[Block], first: int, title: str) -> str:
    """Return the heading above block `first`, if the page does not show `title` as a line; else `title`."""
    wanted = squeeze(title)
    if wanted and any(squeeze(block.text) == wanted and block.linked < 0.5 for block in page_blocks[:first]):
        return title
    above = page_blocks[max(0, first - _MAX_BLOCKS_ABOVE) : first]
    headings = [
        block.text for block in above if 1 <= block.level <= 4 and block.linked < 0.5 and _can_be_title(block)
    ]
    return headings[0] if len(headings) == 1 and not (wanted and wanted in squeeze(headings[0])) else title


def _can_be_title(block: Block) -> bool:
    return (
        4 <= len(block.text) <= _MAX_CHARACTERS
        and not is_credit(block)
        and not block.around
        and all(line.kind in (Kind.SHORT, Kind.PROSE) for line in lines(block.text))
    )


def _is_site(heading: Any, page_title: str) -> bool:
    """Return whether the heading is the site's name above every page."""
    text = _flat(heading)
    link = next(heading.iter("a"), None)
    if link is not None and _flat(link) == text and (link.get("href") or "/").rstrip("/").count("/") <= 2:
        return True
    return len(page_title) > len(text) and page_title.endswith(text) and not page_title.startswith(text)


def _named(root: Any) -> str:
    """Return the text of the first element named for a title."""
    for element in root.iter("h2", "h3", "h4", "div", "p", "span", "td"):
        if _NAMED.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            text = _flat(element)
            if 4 <= len(text) <= _MAX_CHARACTERS:
                return text
    return ""


def _without_site(page_title: str) -> str:
    """Return the title of the window without the names of site and channel at its end."""
    title = _SITE.sub("", _SUFFIX.sub("", page_title))
    while (shorter := _MORE_SUFFIX.sub("", title)) != title and shorter:
        title = shorter
    return title


def _flat(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
