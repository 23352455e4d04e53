"""The headline of a web page: its own heading, what it claims, or its window title without the site's name."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from bot.readers.formats.html.credits import is_credit
from bot.readers.markup import Block
from bot.readers.markup.tags import tag_name
from bot.readers.newspaper.furniture import Kind, lines, squeeze

__all__ = ["headline", "headline_on_page"]

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
_LINKED = 0.5
_MAX_WINDOW_CHARACTERS = 300
_COLUMN = re.compile(
    r".{0,6}(?:新闻|动态|公告|通知|要闻|资讯|详情|详细|内容|文章|正文|信息|首页|页面|频道|专栏|栏目|网|网站|无标题.{0,3}|untitled.*|document)",
    re.IGNORECASE,
)


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


def headline_on_page(
    page_blocks: Sequence[Block], chosen: Sequence[int], title: str
) -> tuple[str, Sequence[int]]:
    """Return the title and the blocks of the article; if no line shows `title`, its own heading is its title.

    That is the heading right above it, or at its start if credits or nothing but prose follow it.
    """
    wanted, first = squeeze(title), chosen[0]
    shown = any(
        squeeze(block.text) == wanted and block.linked < _LINKED for block in page_blocks[: first + 1]
    )
    if wanted and shown:
        return title, chosen
    above = page_blocks[max(0, first - _MAX_BLOCKS_ABOVE) : first]
    headings = [block.text for block in above if _can_be_title(block)]
    if len(headings) == 1 and not (wanted and wanted in squeeze(headings[0])):
        return headings[0], chosen
    if _COLUMN.fullmatch(title) and (named := _above_credits(above)):
        return named, chosen
    opening = page_blocks[first]
    if not _can_be_title(opening) or len(chosen) < 2:
        return title, chosen
    after = next((n for n, i in enumerate(chosen[1:], 1) if not is_credit(page_blocks[i])), 1)
    alone = not any(page_blocks[i].level for i in chosen[1:]) and (not wanted or _COLUMN.fullmatch(title))
    return (opening.text, chosen[after:]) if after > 1 or alone else (title, chosen)


def _above_credits(above: Sequence[Block]) -> str:
    """Return the line right above the first line of credits, if it can be a headline; else ""."""
    for line, below in pairwise(above):
        if is_credit(below):
            fits = line.linked < _LINKED and not line.around and 4 <= len(line.text) <= _MAX_CHARACTERS
            return line.text if fits and all(item.kind is Kind.SHORT for item in lines(line.text)) else ""
    return ""


def _can_be_title(block: Block) -> bool:
    return (
        1 <= block.level <= 4
        and block.linked < _LINKED
        and 4 <= len(block.text) <= _MAX_CHARACTERS
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
    if len(page_title) > _MAX_WINDOW_CHARACTERS:
        return page_title
    title = _SITE.sub("", _SUFFIX.sub("", page_title))
    while (shorter := _MORE_SUFFIX.sub("", title)) != title and shorter:
        title = shorter
    return title


def _flat(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
