"""An answer as a page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.assistant.links import Links
from bot.chat.web.citation_views import CitationView, citations
from bot.chat.web.stretches import Stretch, stretches
from bot.locale import Locale
from bot.model import (
    Answer,
    Article,
    ChoiceAnswer,
    Hit,
    NotFound,
    OutlineAnswer,
    PassageAnswer,
    Reason,
    SourceAnswer,
    Span,
    Verdict,
)
from bot.reply import (
    imprint,
    light_line,
    list_lines,
    point_text,
    quoted_text,
    record_lines,
    runs_over,
    source_line,
    suggested_questions,
    why_line,
    words_line,
)

__all__ = [
    "AnswerView",
    "HitView",
    "NearbyParagraph",
    "PointView",
    "answer_view",
    "outline_points",
]

State = Literal["sure", "unsure", "none", "record", "outline", "choice"]
"""What kind of answer it is, at a glance."""

_MAX_OTHER_HITS = 4
_MAX_CHOICES = 20
"""Articles to choose from on a page, which has more room than a message."""
_MAX_DEPTH = 3


@dataclass(frozen=True, slots=True)
class NearbyParagraph:
    """A paragraph near a quotation, or its own; the quoted passage is its focus."""

    number: int
    text: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class HitView:
    """A hit: its passage cut at its marks, the text of its focus, its source in one line."""

    article: Article
    paragraph: int
    text: tuple[Stretch, ...]
    focus: str
    source: str


@dataclass(frozen=True, slots=True)
class PointView:
    """A point of an outline: the paragraph it leads to, its depth from 1 to 3, its words."""

    paragraph: int
    depth: int
    text: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer in the reader's language: a hit, lines of a source record, an outline, articles to choose from, or none.

    What is said in `notes` is in our own words, and never looks like a quotation.
    """

    question: str
    state: State
    lead: str
    """What the bot says of the answer before it: whether it is sure, what is quoted."""
    light: str = ""
    """That it leaned on a question before."""
    article: Article | None = None
    hit: HitView | None = None
    record_lines: tuple[str, ...] = ()
    source: str = ""
    missing: str = ""
    nearby: tuple[NearbyParagraph, ...] = ()
    other_hits: tuple[HitView, ...] = ()
    citations: tuple[CitationView, ...] = ()
    suggestions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    outline: tuple[PointView, ...] = ()
    choices: tuple[tuple[Article, str], ...] = ()
    is_shelf_empty: bool = False
    carried: str = ""
    """The question for links to the article; empty if it says too little without those before."""


def answer_view(answer: Answer, say: Locale, links: Links) -> AnswerView:
    """Return the answer, its first hit with the paragraphs around it, and the next few hits.

    An article without an address of its own is cited with that of its page, which `links` knows.
    """
    match answer:
        case NotFound():
            return AnswerView(
                answer.question.text,
                "none",
                say(f"not_found.{answer.reason}"),
                light_line(answer.light, say),
                missing=why_line(answer, say),
                suggestions=suggested_questions(answer.suggestions, say),
                is_shelf_empty=answer.reason is Reason.EMPTY_SHELF,
            )
        case PassageAnswer():
            return _passage_view(answer, say, links)
        case SourceAnswer():
            return _record_view(answer, say, links)
        case OutlineAnswer():
            return _outline_view(answer, say, links)
        case ChoiceAnswer():
            return _choice_view(answer, say)


def outline_points(answer: Answer | None) -> tuple[PointView, ...]:
    """Return the points of an outline; none of any other answer."""
    if not isinstance(answer, OutlineAnswer):
        return ()
    return tuple(
        PointView(point.paragraph, min(point.depth, _MAX_DEPTH), point_text(answer.article, point))
        for point in answer.points
    )


def _record_view(answer: SourceAnswer, say: Locale, links: Links) -> AnswerView:
    lines, article = record_lines(answer, say), answer.article
    own = tuple(line.text for line in lines if not line.is_recorded)
    return AnswerView(
        answer.question.text,
        "record" if answer.is_known else "none",
        say("answer.recorded") if answer.is_known else "\n".join(own),
        light_line(answer.light, say),
        article,
        record_lines=tuple(line.text for line in lines if line.is_recorded),
        notes=own if answer.is_known else (),
        source=source_line(article, say),
        citations=citations(links.cited(article), say) if answer.is_known else (),
    )


def _outline_view(answer: OutlineAnswer, say: Locale, links: Links) -> AnswerView:
    left = (say("outline.left_out", count=answer.left_out),) if answer.left_out else ()
    return AnswerView(
        answer.question.text,
        "outline",
        say("outline.headings" if answer.by_headings else "outline.leads"),
        light_line(answer.light, say),
        answer.article,
        outline=outline_points(answer),
        notes=left,
        source=source_line(answer.article, say),
        citations=citations(links.cited(answer.article), say),
    )


def _choice_view(answer: ChoiceAnswer, say: Locale) -> AnswerView:
    shown = answer.articles[:_MAX_CHOICES]
    left = len(answer.articles) - len(shown)
    return AnswerView(
        answer.question.text,
        "choice",
        say("choice.which", count=len(answer.articles)),
        choices=tuple((article, imprint(article, say)) for article in shown),
        notes=(say("chat.about_more", count=left),) if left else (),
    )


def _passage_view(answer: PassageAnswer, say: Locale, links: Links) -> AnswerView:
    first, *others = answer.hits
    hit, is_sure = _hit_view(first, say), answer.verdict is Verdict.SURE
    return AnswerView(
        answer.question.text,
        "sure" if is_sure else "unsure",
        say("answer.sure" if is_sure else "answer.unsure"),
        light_line(answer.light, say),
        first.article,
        hit,
        source=hit.source,
        missing=words_line(answer.evidence, say),
        nearby=_nearby(first),
        other_hits=tuple(_other_view(other, say) for other in others[:_MAX_OTHER_HITS]),
        citations=citations(links.cited(first.article), say),
        carried="" if answer.light else answer.question.text,
    )


def _other_view(hit: Hit, say: Locale) -> HitView:
    """Return the hit; nothing is marked in a passage without a word of the question, since it answers nothing."""
    return _hit_view(hit if hit.matches else replace(hit, focus=(), listing=None), say)


def _hit_view(hit: Hit, say: Locale) -> HitView:
    passage = hit.passage
    return HitView(
        hit.article,
        passage.paragraph,
        _listed(hit) if runs_over(hit) else stretches(passage.text, hit.focus, hit.matches),
        quoted_text(hit) or passage.text,
        source_line(hit.article, say, passage.paragraph),
    )


def _listed(hit: Hit) -> tuple[Stretch, ...]:
    """Return a list that goes beyond the passage as it is quoted, its items marked."""
    text, items = list_lines(hit)
    return stretches(text, items, ())


def _nearby(hit: Hit) -> tuple[NearbyParagraph, ...]:
    """Return the paragraph of the passage and its neighbours; of a list all its paragraphs."""
    article, own = hit.article, hit.passage.paragraph
    first = max(1, own - 1)
    last = max([own + 1, *(item.paragraph for item in hit.listing.items)] if hit.listing else [own + 1])
    marks = {own: [Span(hit.passage.start, hit.passage.end)]}
    for item in hit.listing.items if hit.listing and runs_over(hit) else ():
        marks.setdefault(item.paragraph, []).append(item.span)
    return tuple(
        NearbyParagraph(number, _with_marks(article, span, marks.get(number, [])))
        for number, span in enumerate(article.paragraphs[first - 1 : last], first)
    )


def _with_marks(article: Article, paragraph: Span, marks: Sequence[Span]) -> tuple[Stretch, ...]:
    within = [Span(mark.start - paragraph.start, mark.end - paragraph.start) for mark in marks]
    return stretches(paragraph.cut(article.text), within, ())
