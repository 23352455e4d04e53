"""A saved page of a newspaper's digital edition → its article, without the furniture around it."""

import re
from collections.abc import Sequence
from itertools import groupby

from bot.model import Article, Source
from bot.readers.newspaper.byline import author_of, post_of, without_post
from bot.readers.newspaper.furniture import Kind, Line, lines
from bot.readers.newspaper.headline import Headline, headline_in
from bot.readers.newspaper.masthead import edition_in, publication_in, published_in, rights_in
from bot.readers.prose import article_language

__all__ = ["article_in"]

# One mark may stand in any text; a page of a digital edition bears several.
_MARKS = (
    r"[上下前后後][一1]?[版期頁页]",
    r"[上下][一1]?篇",
    r"放大|缩小|縮小|默[认認]|返回",
    r"第?\s*[A-Z]?\d{1,3}\s*版|版次",
    r"版[权權]|©|技[术術]支[持援]|邮编",
    r"\d{4}\s*[年/.-]\s*\d{1,2}\s*[月/.-]\s*\d{1,2}|[〇零一二三四五六七八九]{4}年",
    r"(?:版面|标题|標題)[导導]航|主办|主辦",
)
_ENOUGH_MARKS = 3
_LONGEST_PAGE = 500_000
"""In characters; what is longer is a book, and is not searched for a frame."""
_LONGEST_HEADER = 400
_NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.\uff0e]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.\uff0e]|[■◆●▲]"
)
_FRAME = (Kind.FURNITURE, Kind.MASTHEAD)


def article_in(text: str) -> Article | None:
    """The article on the saved page `text`, or None when `text` is no such page."""
    if len(text) > _LONGEST_PAGE:
        return None
    page = lines(text)
    if not _is_page(page) or not (body := _body(page)) or body.start > _LONGEST_HEADER:
        return None
    above, below = page[: body.start], page[body.stop :]
    frame = [line.text for line in (*above, *below)]
    headline = headline_in(above, below, publication_in(frame))
    paragraphs, post, signed = _paragraphs(page[body.start : body.stop])
    post = post or next((post for line in below if (post := post_of(line.text))), None)
    if headline is None or not paragraphs:
        return None
    if not post and (post := _named_posts(paragraphs[-1], headline.author)):
        paragraphs.pop()
    return _article(headline, paragraphs, post or headline.post, signed, frame)


def _is_page(page: Sequence[Line]) -> bool:
    frame = "\n".join(line.text for line in page if line.kind in _FRAME)
    return sum(bool(re.search(mark, frame, re.IGNORECASE)) for mark in _MARKS) >= _ENOUGH_MARKS


def _body(page: Sequence[Line]) -> range | None:
    """Where the longest run of prose stands, from its first paragraph to its last; the frame ends a run."""
    runs = _runs(page)
    best = max(
        runs, key=lambda run: sum(len(page[i].text) for i in run if page[i].kind is Kind.PROSE), default=None
    )
    if best is None:
        return None
    prose = [i for i in best if page[i].kind is Kind.PROSE]
    full = [i for i in prose if page[i].ends_sentence or len(page[i].text) > 40]
    if not full:
        return None
    return range(_opened(page, best.start, full[0]), _closed(page, best.stop, prose[-1]) + 1)


def _runs(page: Sequence[Line]) -> list[range]:
    """The stretches of lines between lines of the frame."""
    inner = [i for i, line in enumerate(page) if line.kind not in _FRAME]
    groups = groupby(enumerate(inner), key=lambda pair: pair[1] - pair[0])
    return [range(run[0], run[-1] + 1) for _, group in groups if (run := [i for _, i in group])]


def _opened(page: Sequence[Line], lowest: int, first: int) -> int:
    """Where the body starts: at its first sentence, or at the intertitle above it."""
    while first - 1 > lowest and _opens(page[first - 1]) and not _opens(page[first - 2]):
        first -= 1
    return first


def _closed(page: Sequence[Line], stop: int, last: int) -> int:
    """Where the body ends: at its last prose, or at short sentences below it that are no one's headline."""
    while last + 1 < stop and page[last + 1].kind is Kind.SHORT and page[last + 1].ends_sentence:
        if sum(page[last + 1].text in line.text for line in page) > 1:
            break
        last += 1
    return last


def _opens(line: Line) -> bool:
    if author_of(line.text) or post_of(line.text):
        return False
    return line.indented or _NUMBERED.match(line.text) is not None


def _paragraphs(body: Sequence[Line]) -> tuple[list[str], str | None, str | None]:
    """The article's paragraphs, the author's post and the author where the body ends with them."""
    kept = [line.text for line in body if line.kind is not Kind.ASIDE]
    posts = [post for text in kept if (post := post_of(text))]
    kept = [text for text in kept if not post_of(text)]
    signed = author_of(kept[-1]) if len(kept) > 1 else None
    if signed:
        kept.pop()
    if kept:
        kept[-1], inline = without_post(kept[-1])
        posts += [inline] if inline else []
    return kept, "；".join(posts) or None, signed


def _named_posts(paragraph: str, author: str | None) -> str | None:
    """The posts in a last line in brackets that calls the authors by name, as in （何苗系…）."""
    named = "|".join(map(re.escape, (author or "").split("、")))
    found = re.fullmatch(
        rf"[（(]\s*((?:{named})\s*[，,]?\s*(?:系|係|为|為|是|单位).*?)[。\s]*[)）]", paragraph
    )
    return found[1] if author and found else None


def _article(
    headline: Headline, paragraphs: Sequence[str], post: str | None, signed: str | None, frame: list[str]
) -> Article:
    text = "\n".join(paragraphs)
    number, name = edition_in(frame)
    source = Source(
        title=headline.title,
        author=headline.author or signed or _reporter(paragraphs[0]),
        author_post=post,
        publication=publication_in(frame),
        edition=number,
        edition_name=name,
        column=headline.column,
        published=published_in(frame),
        language=article_language(text),
        rights=rights_in(frame),
    )
    return Article(source, text)


def _reporter(paragraph: str) -> str | None:
    """The reporter whom a dispatch names at its head, as in 本报讯（记者 …）."""
    found = re.match(
        r"(?:本报|本報|新华社)[^（(。]{0,24}[（(]([^）)。]{3,40}[记記]者[^）)。]{0,40}|[^）)。]{0,4}[记記]者[^）)。]{2,40})[）)]",
        paragraph,
    )
    return author_of(found[1], bare=False) if found else None
