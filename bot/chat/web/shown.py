"""An answer as a page shows it."""

from dataclasses import dataclass

from bot.answering.quoting.citation import STYLES, cite
from bot.assistant.links import Links
from bot.chat.web.stretches import Stretch, stretches
from bot.locale import Locale
from bot.model import Answer, Article, Hit, NotFound, PassageAnswer, Span, Verdict
from bot.reply import missing_line, record_lines, source_line

__all__ = ["Around", "ShownAnswer", "ShownHit", "citations", "shown"]

_OTHERS = 4


@dataclass(frozen=True, slots=True)
class Around:
    """A paragraph near a quotation; the passage that was quoted is its focus."""

    number: int
    text: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A hit: its passage cut at its marks, the words of its focus, its source in a line."""

    article: Article
    paragraph: int
    text: tuple[Stretch, ...]
    focus: str
    source: str


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer in the reader's language. `hit` for a passage, `lines` for a source record, neither for not found."""

    question: str
    lead: str
    article: Article | None = None
    hit: ShownHit | None = None
    lines: tuple[str, ...] = ()
    source: str = ""
    missing: str = ""
    around: tuple[Around, ...] = ()
    others: tuple[ShownHit, ...] = ()
    citations: tuple[tuple[str, str], ...] = ()
    suggestions: tuple[str, ...] = ()


def shown(answer: Answer, say: Locale, links: Links) -> ShownAnswer:
    """The answer, its first hit with the paragraphs around it, and the next few hits.

    What has no address of its own is cited with that of its page, as `links` has it.
    """
    question = answer.question.text
    if isinstance(answer, NotFound):
        return ShownAnswer(
            question,
            say(f"not_found.{answer.reason}"),
            missing=missing_line(answer.evidence, say),
            suggestions=answer.suggestions,
        )
    if isinstance(answer, PassageAnswer):
        return _quoted(answer, say, links)
    article = answer.article
    return ShownAnswer(
        question,
        "",
        article,
        lines=tuple(record_lines(answer, say)),
        source=source_line(article, say),
        citations=citations(links.cited(article)),
    )


def citations(article: Article) -> tuple[tuple[str, str], ...]:
    """Return the label of each style and the citation in it, in the order of the styles."""
    return tuple((style.LABEL, cite(article, name)) for name, style in STYLES.items())


def _quoted(answer: PassageAnswer, say: Locale, links: Links) -> ShownAnswer:
    first, *others = answer.hits
    hit = _hit(first, say)
    return ShownAnswer(
        answer.question.text,
        say("answer.unsure") if answer.verdict is Verdict.UNSURE else "",
        first.article,
        hit,
        source=hit.source,
        missing=missing_line(answer.evidence, say),
        around=_around(first),
        others=tuple(_hit(other, say) for other in others[:_OTHERS]),
        citations=citations(links.cited(first.article)),
    )


def _hit(hit: Hit, say: Locale) -> ShownHit:
    passage = hit.passage
    return ShownHit(
        hit.article,
        passage.paragraph,
        stretches(passage.text, hit.focus, hit.matches),
        "".join(span.cut(passage.text) for span in hit.focus) or passage.text,
        source_line(hit.article, say, passage.paragraph),
    )


def _around(hit: Hit) -> tuple[Around, ...]:
    """The paragraph of the passage and its neighbours."""
    article, own = hit.article, hit.passage.paragraph
    first = max(1, own - 1)
    return tuple(
        Around(
            number, _with_passage(hit, span) if number == own else stretches(span.cut(article.text), (), ())
        )
        for number, span in enumerate(article.paragraphs[first - 1 : own + 1], first)
    )


def _with_passage(hit: Hit, paragraph: Span) -> tuple[Stretch, ...]:
    start, end = hit.passage.start - paragraph.start, hit.passage.end - paragraph.start
    return stretches(paragraph.cut(hit.article.text), (Span(start, end),), ())
