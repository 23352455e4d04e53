"""An article as the reader shows it: its paragraphs, what is marked in them, where the question's words fall."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.answering.quoting.citation import short
from bot.answering.ranking.focus import matches
from bot.assistant.permalink import Landing
from bot.chat.web.outline import depths
from bot.chat.web.stretches import Stretch, stretches
from bot.language.normalise import folded
from bot.model import Answer, Article, Hit, PassageAnswer, Span, Verdict

__all__ = ["Bar", "ReadParagraph", "Reading", "reading"]

_STRIP = 1000
_HOTTEST = 4


@dataclass(frozen=True, slots=True)
class ReadParagraph:
    """A paragraph with its marks; `asked` where the passage that answers stands in it.

    `depth` is that of a heading, 1 the outermost; 0 for any other.
    """

    number: int
    depth: int
    text: tuple[Stretch, ...]
    asked: bool
    citation: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A paragraph in the heat strip, in thousandths of the article: where it lies, how hot (0 to 4), where words fall."""

    number: int
    start: int
    width: int
    heat: int
    words: int
    ticks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """An article open at a question; without one, nothing is marked and there is no strip."""

    article: Article
    paragraphs: tuple[ReadParagraph, ...]
    strip: tuple[Bar, ...]
    asked: int | None
    """The paragraph that the question or the link leads to."""
    sure: bool
    """Whether that one answers; else it is merely the closest."""


def reading(
    article: Article, question: str, answer: Answer | None, place: Landing | None, cited: Article
) -> Reading:
    """The article with the passage marked that answers at `place`, or the best one anywhere in it.

    `cited` is the article as one cites it.
    """
    paragraph = place.paragraph if place else None
    hit = _hit(answer, article, paragraph)
    marked = _marked(_focus(hit, article), place.passage if place else None)
    asked = hit.passage.paragraph if hit else paragraph
    words = folded(question)
    texts = [span.cut(article.text) for span in article.paragraphs]
    found = [matches(words, text) if words else () for text in texts]
    depth = depths(article.headings)
    shown = tuple(
        ReadParagraph(
            number,
            depth.get(number, 0),
            stretches(text, marked if number == asked else (), terms),
            number == asked,
            short(cited, number),
        )
        for number, (text, terms) in enumerate(zip(texts, found, strict=True), 1)
    )
    return Reading(article, shown, _strip(texts, found) if any(found) else (), asked, _is_sure(answer, hit))


def _hit(answer: Answer | None, article: Article, paragraph: int | None) -> Hit | None:
    """The best hit in the paragraph; where none was named, in the article."""
    hits = answer.hits if isinstance(answer, PassageAnswer) else ()
    inside = (hit for hit in hits if hit.article.id == article.id)
    return next((hit for hit in inside if paragraph in (None, hit.passage.paragraph)), None)


def _is_sure(answer: Answer | None, hit: Hit | None) -> bool:
    """Whether the answer is the hit, for sure."""
    return isinstance(answer, PassageAnswer) and answer.verdict is Verdict.SURE and answer.hits[0] == hit


def _focus(hit: Hit | None, article: Article) -> tuple[Span, ...]:
    """The focus of the hit as spans of its paragraph."""
    if hit is None:
        return ()
    shift = hit.passage.start - article.paragraphs[hit.passage.paragraph - 1].start
    return tuple(Span(span.start + shift, span.end + shift) for span in hit.focus)


def _marked(focus: tuple[Span, ...], passage: Span | None) -> tuple[Span, ...]:
    """The focus; where the link is about another passage of the paragraph, that passage."""
    if passage and not any(span.start < passage.end and passage.start < span.end for span in focus):
        return (passage,)
    return focus


def _strip(texts: Sequence[str], found: Sequence[Sequence[Span]]) -> tuple[Bar, ...]:
    starts = list(accumulate((len(text) for text in texts), initial=0))
    scale = _STRIP / max(1, starts[-1])
    most = max(len(terms) for terms in found)
    return tuple(
        Bar(
            number,
            round(start * scale),
            max(1, round(len(text) * scale)),
            -(-_HOTTEST * len(terms) // most),
            len(terms),
            # in a book many words fall on one place of the strip
            tuple(sorted({round((start + span.start) * scale) for span in terms})),
        )
        for number, (start, text, terms) in enumerate(zip(starts, texts, found, strict=False), 1)
    )
