"""Several articles of one page, such as a newspaper's whole page: only where the page itself sets each apart."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any, NamedTuple

from bot.model import Article, Source
from bot.readers.formats.html.credits import credits_in, is_credit
from bot.readers.formats.html.furniture import is_frame, is_link, is_notice
from bot.readers.heading import Paragraph, article_from
from bot.readers.markup import Block, blocks
from bot.readers.markup.tags import has_class
from bot.readers.prose import tidy_paragraphs

__all__ = ["several_articles"]

_MIN_CHARACTERS, _MIN_SENTENCES = 60, 2
_MAX_ARTICLES = 50
_MAX_ELEMENTS = 500
_STOP = re.compile(r"[。！？!?]|\.(?=\s|$)")
_MORE = re.compile(
    r"(?:阅读|查看|展开|点击)?(?:全文|更多|详情|详细)|[\[【]详[细情][\]】]|(?:read|continue|full|more)\b.{0,20}|….{0,2}$",
    re.IGNORECASE,
)

_APART = re.compile(r"comment|cmt|reply|relate|recommend|teaser|promo|widget|sticky|card", re.IGNORECASE)


class _Told(NamedTuple):
    """An article of the page: its headline, and its blocks below that."""

    headline: Block
    body: Sequence[Block]


def several_articles(root: Any, known: Source) -> list[Article]:
    """Return the articles of a page, in its order; none unless there are two or more and no doubt of any.

    Each must be an `<article>` with one headline of its own, which nothing stands above, and whole prose below it.
    Author and day that the page's record names are those of no single one.
    """
    told: list[_Told] = []
    for number, element in enumerate(root.iter("article")):
        if number >= _MAX_ELEMENTS:
            return []
        if next(element.iterancestors("article"), None) is not None:
            continue
        one = _told(element)
        if one is None:
            return []
        told.append(one)
    if not 1 < len(told) <= _MAX_ARTICLES or len({one.headline.text for one in told}) < len(told):
        return []
    return [_article(one, known) for one in told]


def _told(element: Any) -> _Told | None:
    """Return the article in an element; None if it may be less, a teaser or a comment."""
    held = [block for block in blocks(element) if not (block.around or is_notice(block))]
    is_apart = has_class(element, _APART) or any(block.aside for block in held)
    if not held or not held[0].level or is_apart:
        return None
    headline, *body = held
    if any(0 < block.level <= headline.level for block in body) or any(map(_is_teaser, body)):
        return None
    prose = [block for block in body if not (is_link(block) or is_frame(block))]
    text = " ".join(block.text for block in prose)
    whole = len(text) >= _MIN_CHARACTERS and len(_STOP.findall(text)) >= _MIN_SENTENCES
    return _Told(headline, prose) if whole else None


def _is_teaser(block: Block) -> bool:
    """Return whether a block leads on to the rest of the text."""
    return (is_link(block) and _MORE.match(block.text) is not None) or block.text.endswith(("…", "..."))


def _article(one: _Told, known: Source) -> Article:
    lines = list(takewhile(is_credit, one.body))
    credit = credits_in(lines)
    source = replace(
        known,
        title=one.headline.text,
        author=credit.author,
        published=credit.published,
        publication=credit.origin or known.publication,
    )
    return article_from(list(_paragraphs(one.body[len(lines) :])), source)


def _paragraphs(body: Sequence[Block]) -> Iterator[Paragraph]:
    for block in body:
        for text in tidy_paragraphs([block.full_text]):
            yield Paragraph(text, block.level)
