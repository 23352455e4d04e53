"""The outline of an article in its own words: its headings, or how its paragraphs begin."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from bot.language.expressions import expression
from bot.language.graphemes import head
from bot.language.item_marks import ends_in_mark
from bot.language.sentences import sentences
from bot.model import Article, Heading, OutlineAnswer, Point, Question, Span
from bot.passages import passages

__all__ = ["depths", "outline"]

_MOST = 20
"""Points of an outline: as many as a message shows, each with its button."""
_MOST_CHARACTERS = 80
"""Characters of a point."""
_LEAST_CHARACTERS = 8
"""Characters of a sentence that stands alone; 第一。 takes the next one with it."""
_FEW_PARAGRAPHS = 3
"""With fewer, an outline goes by passages."""
_PAUSE = expression(r"[，、；：,;:]|\s(?=\S)")
_WORDS = expression(r"[^\W\d_]{2}|[\u3400-\u9fff]")
_NUMBERED = expression(
    r"\W{0,3}(?:第[一二三四五六七八九十百\d]{1,4}[章节篇部分条点个步，、,]|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、.．是要]"
    r"|\d{1,3}[、.．)](?!\d)|首先|其次|再次|最后)"
)
_FURNITURE = expression(
    r"[\W_]{0,4}(?:(?:图片?|题图|配图|图注|来源|稿源|出处|责任编辑|责编|编辑|编审|审核|校对|记者|通讯员|作者|撰文|文字|摄影|供图|原标题|发布时间|日期|电话|邮箱|地址|网址|关键词|标签)\s*[:：/／|丨]"
    r"|(?:本报|本刊|新华社)[^，。]{0,30}(?:讯|电|报道)[)）]?$|扫码|扫描|扫一扫|长按|关注|点击|分享|阅读原文|转载|未经|版权|©|copyright|all rights"
    r"|(?:photo|image|source|editors?|by|share|follow|subscribe|advertisement|related|read more|click)\b[^.]{0,60}$)",
    re.IGNORECASE,
)
_LONGEST_FURNITURE = 60


def outline(article: Article, question: Question) -> OutlineAnswer:
    """Return the outline: at most twenty points, those of the outermost headings if there are more.

    An article with fewer than two headings gives the leading sentence of each paragraph, without captions, credits
    and the like; of more than can be shown those that bear numbers, else some at even distances.
    """
    headings = _headings(article)
    every = headings or tuple(_leads(article))
    chosen = _outermost(every) if headings else _spread(article, every)
    return OutlineAnswer(question, article, chosen, len(every) - len(chosen))


def depths(headings: Sequence[Heading]) -> dict[int, int]:
    """Return each heading's depth by paragraph, 1 for the outermost; no depth is skipped."""
    return dict(_paragraph_depths(headings))


def _paragraph_depths(headings: Iterable[Heading]) -> Iterable[tuple[int, int]]:
    above: list[int] = []
    for number, level in headings:
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        yield number, len(above)


def _headings(article: Article) -> tuple[Point, ...]:
    """Return the headings besides the title, if there are two or more."""
    title = re.sub(r"\W", "", article.source.title)
    kept = [
        heading
        for heading in article.headings
        if re.sub(r"\W", "", _text(article, heading.paragraph)) not in ("", title)
    ]
    depth = depths(kept)
    points = [_point(article, number, article.paragraphs[number - 1], depth[number]) for number, _ in kept]
    return tuple(points) if len(points) > 1 else ()


def _leads(article: Article) -> Iterator[Point]:
    """Yield how each paragraph begins; how each passage does if there are very few paragraphs."""
    headings = {number for number, _ in article.headings}
    numbers = range(1, len(article.paragraphs) + 1)
    told = [n for n in numbers if n not in headings and not _is_furniture(_text(article, n))]
    spans = [(n, article.paragraphs[n - 1]) for n in told or numbers]
    if len(spans) < _FEW_PARAGRAPHS:
        paragraphs = {number for number, _ in spans}
        spans = [(p.paragraph, Span(p.start, p.end)) for p in passages(article) if p.paragraph in paragraphs]
    for number, span in spans:
        yield _point(article, number, _lead(article.text, span))


def _is_furniture(paragraph: str) -> bool:
    if not _WORDS.search(paragraph):
        return True
    return len(paragraph) <= _LONGEST_FURNITURE and _FURNITURE.match(paragraph) is not None


def _lead(text: str, span: Span) -> Span:
    """Return the first sentence, with the next if it is very short."""
    stretch = span.cut(text)
    ends = (sentence.end for sentence in sentences(stretch))
    end = next((end for end in ends if end >= _LEAST_CHARACTERS), len(stretch))
    return Span(span.start, span.start + end)


def _point(article: Article, paragraph: int, span: Span, depth: int = 1) -> Point:
    """Return the point, cut after a pause if it is too long, without blanks at its ends."""
    start, text = span.start, span.cut(article.text)
    if len(text) > _MOST_CHARACTERS:
        pauses = list(_PAUSE.finditer(text, _LEAST_CHARACTERS, _MOST_CHARACTERS))
        fit = (match.start() for match in reversed(pauses) if not ends_in_mark(text, match.end()))
        text = head(text, next(fit, pauses[-1].start() if pauses else _MOST_CHARACTERS))
    blanks = len(text) - len(text.lstrip())
    return Point(paragraph, Span(start + blanks, start + max(blanks, len(text.rstrip()))), depth)


def _outermost(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Return the points down to a depth at which they are not too many, else the first of the outermost."""
    for depth in range(max(point.depth for point in points), 0, -1):
        kept = tuple(point for point in points if point.depth <= depth)
        if len(kept) <= _MOST:
            return kept if len(kept) > 1 else points[:_MOST]
    return kept[:_MOST]


def _spread(article: Article, points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Return the points, or of too many those that bear numbers, or some at even distances."""
    if len(points) <= _MOST:
        return points
    numbered = [p for p in points if _NUMBERED.match(_text(article, p.paragraph))]
    if 1 < len(numbered) <= _MOST:
        return tuple(numbered)
    return tuple(islice(points, 0, None, -(-len(points) // _MOST)))


def _text(article: Article, paragraph: int) -> str:
    return article.paragraphs[paragraph - 1].cut(article.text)
