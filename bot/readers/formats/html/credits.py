"""The lines between headline and body → author, origin and date."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from bot.readers.markup import Block
from bot.readers.newspaper.byline import author_of, names_in
from bot.readers.newspaper.furniture import DATE
from bot.readers.newspaper.masthead import published_in

__all__ = ["Credits", "credits_in", "is_credit"]

_LABELS = "来源|來源|稿源|出处|作者|撰文|记者|編輯|编辑|责任编辑|責任編輯|责编|发布时间|发布日期|發佈時間|时间|時間|日期|发布|字号|字体|浏览|阅读|点击"
_ORIGIN = re.compile(
    r"(?:信息来源|文章来源|来源|來源|稿源|出处)\s*[:：]\s*(?P<name>[^\s|\uff5c,，;；:：《》]{2,20})"
)
_AUTHOR = re.compile(
    r"(?:作者|撰文|记者)\s*[:：]\s*(?P<first>[^\s|\uff5c:：]{2,20})(?P<more>(?:[ 、][\u4e00-\u9fff]{2,4}(?![\u4e00-\u9fff]))*)"
)
_LABEL = re.compile(rf"(?:{_LABELS})(?:\s*[:：]|$)")
_LABELLED = re.compile(rf"(?:{_LABELS})\s*[:：]")
_EMPTY_LABEL = re.compile(rf"(?:{_LABELS})\s*[:：]\s*$")
_BY_PAPER = re.compile(
    r"(?P<names>[^/／|\uff5c]{2,24})\s*[/／|\uff5c]\s*(?P<paper>[\u4e00-\u9fff]{2,12}(?:报|報|网|網|社|新闻|周刊|週刊|杂志|雜誌|客户端|电视台|在线|日报|时报))"
)
_CLOCK = re.compile(r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?|[\W_]|星期.|周[一二三四五六日]|发布|更新|于")
_PAPER_ALONE = re.compile(r"[\u4e00-\u9fff]{2,10}(?:报|報|社|网|網|周刊|週刊|杂志|客户端|新闻|在线)")
_HOUR = re.compile(r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?|星期.|周[一二三四五六日]")
_AROUND_NAMES = " \t\u3000\u00a0·|\uff5c/／，,-—"
_TYPE_SIZES = re.compile(r"^[【\[（(]?\s*字[体號号]\s*[:：][大中小 \u3000]{1,12}[】\]）)]?\s*")
"""The buttons that some sites set before the date, for larger and smaller type."""
_MAX_CHARACTERS = 60


class Credits(NamedTuple):
    """Who wrote an article, where it was published, and when; None for what the lines do not say."""

    author: str | None
    origin: str | None
    published: date | None


def credits_in(stretch: Sequence[Block]) -> Credits:
    """Return what the blocks between headline and body say, as in `2023-05-29 来源：甲报 作者：乙`."""
    texts = [_apart(block) for block in stretch]
    head = "\n".join(texts)
    pair = next(filter(None, map(_by_paper, texts)), None)
    by_line = (
        _labelled_names(head)
        or (pair and pair[0])
        or next((name for text in texts if (name := author_of(text, bare=False))), None)
        or next(filter(None, map(_names_by_date, texts)), None)
    )
    origin = next((match for match in _ORIGIN.finditer(head) if not _LABEL.match(match["name"])), None)
    paper = origin["name"] if origin else pair[1] if pair else _beside_date(texts)
    return Credits(by_line, paper, published_in(texts))


def is_credit(block: Block) -> bool:
    """Return whether the block is a line of credits and no paragraph."""
    text = _TYPE_SIZES.sub("", block.text)
    if len(text) > _MAX_CHARACTERS or re.search(r"[。！？!?]$", text):
        return False
    if _LABEL.match(text) or _by_paper(text) or author_of(text, bare=False):
        return True
    if DATE.match(text) and _LABELLED.search(text):
        return True
    return bool(DATE.search(text)) and (not _CLOCK.sub("", DATE.sub("", text)) or bool(_names_by_date(text)))


def _apart(block: Block) -> str:
    """Return the stretches of a line with a space between, a label joined to what it labels."""
    line = ""
    for part in block.parts or (block.text,):
        line += part if _EMPTY_LABEL.search(line) and not _LABEL.match(part) else f" {part}"
    return line.strip()


def _by_paper(text: str) -> tuple[str, str] | None:
    """Return author and paper of a line like 甲/乙报."""
    match = _BY_PAPER.fullmatch(text.strip())
    names = names_in(match["names"]) or author_of(match["names"], certain=True) if match else None
    return (names, match["paper"]) if match and names else None


def _names_by_date(text: str) -> str | None:
    """Return the names that stand with a date and nothing else, as in 何苗　2024-03-05."""
    if not DATE.search(text) or len(text) > _MAX_CHARACTERS:
        return None
    rest = _HOUR.sub(" ", DATE.sub(" ", text)).strip(_AROUND_NAMES)
    return None if _PAPER_ALONE.fullmatch(rest) else author_of(rest)


def _beside_date(texts: Sequence[str]) -> str | None:
    """Return the paper that stands beside a date and nothing else, as in 2024-03-05 10:56 甲报."""
    for text in texts:
        rest = _CLOCK.sub("", DATE.sub("", text)) if DATE.search(text) else ""
        if _PAPER_ALONE.fullmatch(rest):
            return rest
    return None


def _labelled_names(head: str) -> str | None:
    """Return the names after 作者：, joined with 、; a button beside them is not a name."""
    match = _AUTHOR.search(head)
    if not match or _LABEL.match(match["first"]):
        return None
    more = [author_of(name) for name in re.split("[ 、]", match["more"])]
    names = (author_of(match["first"], certain=True), *more)
    return "、".join(filter(None, names)) or None
