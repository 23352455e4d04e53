"""An article as the reader shows it: paragraphs with marks, and a strip of the question's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.answering.quoting.citation import short
from bot.answering.ranking.focus import matches
from bot.answering.sources.outline import depths
from bot.assistant.permalink import LinkTarget
from bot.chat.web.stretches import Stretch, stretches
from bot.language.normalise import folded
from bot.model import Answer, Article, Hit, PassageAnswer, Span, Verdict
from bot.reply import runs_over

__all__ = ["Bar", "ParagraphView", "ReaderView", "reader_view"]

_STRIP_WIDTH = 1000
_MAX_HEAT = 4


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """A paragraph with its marks; the target is the paragraph that the question or the link leads to.

    `depth` is that of a heading, 1 for the outermost; 0 for a paragraph that is none.
    """

    number: int
    depth: int
    text: tuple[Stretch, ...]
    is_target: bool
    citation: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A paragraph in the heat strip: place and width in thousandths of the article, heat from 0 to 4."""

    number: int
    start: int
    width: int
    heat: int
    words: int
    ticks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReaderView:
    """An article open at a question; without one, nothing is marked and there is no strip."""

    article: Article
    paragraphs: tuple[ParagraphView, ...]
    strip: tuple[Bar, ...]
    target: int | None
    """The paragraph that the question or the link leads to."""
    is_sure: bool
    """Whether the target answers; otherwise it is merely the closest."""


def reader_view(
    article: Article, question: str, answer: Answer | None, place: LinkTarget | None, citable: Article
) -> ReaderView:
    """Return the article with the best passage for the question marked: at `place`, or in all of it.

    `citable` is the article as citations name it.
    """
    paragraph = place.paragraph if place else None
    hit = _hit(answer, article, paragraph)
    marks = _marks(_focus(hit, article), place.passage if place else None)
    target = hit.passage.paragraph if hit else paragraph
    words = folded(question)
    texts = [span.cut(article.text) for span in article.paragraphs]
    word_spans = [matches(words, text) if words else () for text in texts]
    depth_of = depths(article.headings)
    paragraphs = tuple(
        ParagraphView(
            number,
            depth_of.get(number, 0),
            stretches(text, marks if number == target else _items(hit, article, number), terms),
            number == target,
            short(citable, number),
        )
        for number, (text, terms) in enumerate(zip(texts, word_spans, strict=True), 1)
    )
    strip = _strip(texts, word_spans) if any(word_spans) else ()
    return ReaderView(article, paragraphs, strip, target, _is_sure(answer, hit))


def _hit(answer: Answer | None, article: Article, paragraph: int | None) -> Hit | None:
    """Return the best hit in the paragraph; without a paragraph, in the article."""
    hits = answer.hits if isinstance(answer, PassageAnswer) else ()
    inside = (hit for hit in hits if hit.article.id == article.id)
    return next((hit for hit in inside if paragraph in (None, hit.passage.paragraph)), None)


def _is_sure(answer: Answer | None, hit: Hit | None) -> bool:
    """Return whether the hit is the answer, and a sure one."""
    return isinstance(answer, PassageAnswer) and answer.verdict is Verdict.SURE and answer.hits[0] == hit


def _focus(hit: Hit | None, article: Article) -> tuple[Span, ...]:
    """Return the focus of the hit as spans of its paragraph."""
    if hit is None:
        return ()
    if runs_over(hit) and (items := _items(hit, article, hit.passage.paragraph)):
        return items
    shift = hit.passage.start - article.paragraphs[hit.passage.paragraph - 1].start
    return tuple(Span(span.start + shift, span.end + shift) for span in hit.focus)


def _items(hit: Hit | None, article: Article, number: int) -> tuple[Span, ...]:
    """Return what the hit's list quotes of paragraph `number`, as spans of it."""
    listing, paragraph = hit.listing if hit else None, article.paragraphs[number - 1]
    spans = (item.span for item in listing.items if item.paragraph == number) if listing else ()
    return tuple(Span(span.start - paragraph.start, span.end - paragraph.start) for span in spans)


def _marks(focus: tuple[Span, ...], passage: Span | None) -> tuple[Span, ...]:
    """Return the focus; if the link is about another passage of the paragraph, that passage."""
    if passage and not any(span.start < passage.end and passage.start < span.end for span in focus):
        return (passage,)
    return focus


def _strip(texts: Sequence[str], word_spans: Sequence[Sequence[Span]]) -> tuple[Bar, ...]:
    starts = list(accumulate((len(text) for text in texts), initial=0))
    scale = _STRIP_WIDTH / max(1, starts[-1])
    most = max(len(terms) for terms in word_spans)
    return tuple(
        Bar(
            number,
            round(start * scale),
            max(1, round(len(text) * scale)),
            -(-_MAX_HEAT * len(terms) // most),
            len(terms),
            # in a book, many words fall on the same place of the strip
            tuple(sorted({round((start + span.start) * scale) for span in terms})),
        )
        for number, (start, text, terms) in enumerate(zip(starts, texts, word_spans, strict=False), 1)
    )
