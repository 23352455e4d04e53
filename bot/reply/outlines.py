"""An outline in words: numbered slices of the article, and its source under them."""

from bot.locale import Locale
from bot.model import Article, OutlineAnswer, Point, Span
from bot.reply.message import Builder, Mark, Reply
from bot.reply.sources import source_line

__all__ = ["outline_reply", "point_text"]

_INDENT = "\u3000"
_ENDS = "。！？!?…；;.：:”’」』）)》\"'"


def outline_reply(answer: OutlineAnswer, say: Locale, lead: str = "", shelf: str = "") -> Reply:
    """Return the points, one a line, below `lead`, from `shelf`; what is not the article's own stands outside of their marks."""
    article, built = answer.article, Builder()
    if lead:
        built.line(lead)
    built.line(say("outline.headings" if answer.by_headings else "outline.leads"))
    lines, marks = "", list[tuple[Span, Mark]]()
    for number, point in enumerate(answer.points, 1):
        lines += "\n" if lines else ""
        lines += say("outline.point", number=number, text=_INDENT * (point.depth - 1))
        text = point.span.cut(article.text)
        marks.append((Span(len(lines), len(lines) + len(text)), Mark.POINT))
        lines += text + _ellipsis(article, point)
    built.line(lines, Mark.OUTLINE, marks)
    if answer.left_out:
        built.line(say("outline.left_out", count=answer.left_out))
    built.line(say("source.line", parts=source_line(article, say, shelf=shelf)), Mark.SOURCE)
    return built.built()


def point_text(article: Article, point: Point) -> str:
    """Return the words of the point, with … where they stop within a sentence."""
    return point.span.cut(article.text) + _ellipsis(article, point)


def _ellipsis(article: Article, point: Point) -> str:
    at_end = point.span.end >= article.paragraphs[point.paragraph - 1].end
    return "" if at_end or article.text[point.span.end - 1] in _ENDS else "…"
