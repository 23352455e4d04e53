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

# One of these may occur in any text; a page of a digital edition has several.
_MARKS = (
    r"[上下前后後][一1]?[版期頁页]",
    r"[上下][一1]?篇",
    r"放大|缩小|縮小|默[认認]|返回",
    r"第?\s*[A-Z]?\d{1,3}\s*版|版次",
    r"版[权權]|©|技[术術]支[持援]|邮编",
    r"\d{4}\s*[年/.-]\s*\d{1,2}\s*[月/.-]\s*\d{1,2}|[〇零一二三四五六七八九]{4}年",
    r"(?:版面|标题|標題)[导導]航|主办|主辦",
)
_MIN_MARKS = 3
_MAX_PAGE_CHARACTERS = 500_000
"""A longer text is a book, and is not searched for a frame."""
_MAX_HEADER_LINES = 400
_NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.\uff0e]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.\uff0e]|[■◆●▲]"
)
_FRAME = (Kind.FURNITURE, Kind.MASTHEAD)
# As in 本报记者 何苗 《南屏日报》（2024年12月25日 第 05 版）.
_IMPRINT = re.compile(
    r"(?<=[^\s》])[ \t\u3000\u00a0]*(《\s?[^《》\n]{2,20}\s?》[ \t]*[（(][ \t]*\d{4}[^（()）\n]{4,40}版[ \t]*[)）])"
)


def article_in(text: str, title: str = "") -> Article | None:
    """Return the article on the saved page `text`, or None if `text` is not such a page.

    A `title` that the page is known to have is the headline if it stands above the body.
    """
    if len(text) > _MAX_PAGE_CHARACTERS:
        return None
    page = lines(_IMPRINT.sub(r"\n\1", text), title)
    if not _is_page(page) or not (body := _body(page)) or body.start > _MAX_HEADER_LINES:
        return None
    above, below = page[: body.start], page[body.stop :]
    frame = [line.text for line in (*above, *below)]
    headline = headline_in(above, below, publication_in(frame), title)
    paragraphs, post, signed = _paragraphs(page[body.start : body.stop])
    post = post or next((post for line in below if (post := post_of(line.text))), None)
    if headline is None or not paragraphs:
        return None
    if not post and (post := _named_posts(paragraphs[-1], headline.author)):
        paragraphs.pop()
    return _article(headline, paragraphs, post or headline.post, signed, frame)


def _is_page(page: Sequence[Line]) -> bool:
    frame = "\n".join(line.text for line in page if line.kind in _FRAME)
    return sum(bool(re.search(mark, frame, re.IGNORECASE)) for mark in _MARKS) >= _MIN_MARKS


def _body(page: Sequence[Line]) -> range | None:
    """Return the lines of the longest run of prose that no line of the frame interrupts."""
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
    return range(_body_start(page, best.start, full[0]), _body_end(page, best.stop, prose[-1]) + 1)


def _runs(page: Sequence[Line]) -> list[range]:
    """Return the stretches of lines between lines of the frame."""
    inner = [i for i, line in enumerate(page) if line.kind not in _FRAME]
    groups = groupby(enumerate(inner), key=lambda pair: pair[1] - pair[0])
    return [range(run[0], run[-1] + 1) for _, group in groups if (run := [i for _, i in group])]


def _body_start(page: Sequence[Line], lowest: int, first: int) -> int:
    """Return the number of the body's first line: a sentence, or the intertitle above it."""
    while first - 1 > lowest and _opens(page[first - 1]) and not _opens(page[first - 2]):
        first -= 1
    return first


def _body_end(page: Sequence[Line], stop: int, last: int) -> int:
    """Return the number of the body's last line: of prose, or short sentences below it."""
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
    """Return the paragraphs, and the author's post and the author if the body ends with them."""
    texts = [line.text for line in body if line.kind is not Kind.ASIDE]
    posts = [post for text in texts if (post := post_of(text))]
    texts = [text for text in texts if not post_of(text)]
    signed = author_of(texts[-1]) if len(texts) > 1 else None
    if signed:
        texts.pop()
    if texts:
        texts[-1], inline = without_post(texts[-1])
        posts += [inline] if inline else []
    return texts, "；".join(posts) or None, signed


def _named_posts(paragraph: str, author: str | None) -> str | None:
    """Return the posts in a last line in brackets that gives the authors' names, as in （何苗系…）."""
    named = "|".join(map(re.escape, (author or "").split("、")))
    match = re.fullmatch(
        rf"[（(]\s*((?:{named})\s*[，,]?\s*(?:系|係|为|為|是|单位).*?)[。\s]*[)）]", paragraph
    )
    return match[1] if author and match else None


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
    """Return the reporter whom a dispatch names at its head, as in 本报讯（记者 …）."""
    match = re.match(
        r"(?:本报|本報|新华社)[^（(。]{0,24}[（(]([^）)。]{3,40}[记記]者[^）)。]{0,40}|[^）)。]{0,4}[记記]者[^）)。]{2,40})[）)]",
        paragraph,
    )
    return author_of(match[1], bare=False) if match else None
