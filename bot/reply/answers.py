"""Answers in words: the quotation, the source under it, what is missing."""

from bot.locale import Locale
from bot.model import (
    Answer,
    Article,
    Evidence,
    Field,
    Hit,
    NotFound,
    PassageAnswer,
    Reason,
    SourceAnswer,
    Span,
    Verdict,
)
from bot.reply.message import Builder, Mark, Reply

__all__ = ["quotation", "record_lines", "reply", "source_line"]

_LONGEST_QUOTATION = 1500
_LONGEST_SOURCE = 300
_LONGEST_WORD = 20
_MOST_WORDS = 8
_NEARLY_ALL = 0.85


def reply(answer: Answer, say: Locale, *, folded: bool = False) -> Reply:
    """The answer as a message in the language of `say`; `folded` as `quotation` takes it."""
    match answer:
        case PassageAnswer():
            lead = say("answer.unsure") if answer.verdict is Verdict.UNSURE else None
            return quotation(answer.hits[0], say, lead=lead, evidence=answer.evidence, folded=folded)
        case SourceAnswer():
            return _record(answer, say)
        case NotFound():
            return _not_found(answer, say)


def source_line(article: Article, say: Locale, paragraph: int | None = None) -> str:
    """Author, title, paper, date, page and paragraph in one line, without what the record lacks."""
    source = article.source
    day = source.published
    who_and_what = (source.author or "") + say("source.title", title=source.title)
    if say.language == "en" and source.author:
        who_and_what = f"{source.author}, {say('source.title', title=source.title)}"
    parts = [
        who_and_what,
        source.publication,
        say("source.date", year=day.year, month=day.month, day=day.day) if day else None,
        say("source.edition", edition=source.edition) if source.edition else None,
        say("source.paragraph", paragraph=paragraph) if paragraph else None,
    ]
    line = say("source.separator").join(part for part in parts if part)
    return line[:_LONGEST_SOURCE] + (say("source.digest") if source.digest else "")


def record_lines(answer: SourceAnswer, say: Locale) -> list[str]:
    """The fields asked for, a line each, in the words of the source record."""
    return [_record_line(field, answer.article, say) for field in answer.fields]


def quotation(
    hit: Hit, say: Locale, *, lead: str | None = None, evidence: Evidence | None = None, folded: bool = False
) -> Reply:
    """A hit quoted, its source under it, the words that are missing last.

    As it is, the passage with its focus marked. `folded`, for small screens: the focus, then its whole
    paragraph to unfold, words of the question marked in both.
    """
    built = Builder()
    if lead:
        built.line(lead)
    if folded:
        _quote_folded(built, hit)
    else:
        _quote(built, hit)
    built.line(say("source.line", parts=source_line(hit.article, say, hit.passage.paragraph)), Mark.SOURCE)
    if evidence and evidence.missing:
        built.line(_missing("answer.missing", evidence, say))
    return built.built()


def _quote(built: Builder, hit: Hit) -> None:
    text = hit.passage.text
    around = hit.focus[0] if hit.focus else Span(0, 0)
    window = _window(text, around)
    focus = [(_clipped(span, window), Mark.FOCUS) for span in hit.focus]
    built.line(window.cut(text), Mark.QUOTE, focus)


def _quote_folded(built: Builder, hit: Hit) -> None:
    paragraph = hit.article.paragraphs[hit.passage.paragraph - 1]
    text = paragraph.cut(hit.article.text)
    offset = hit.passage.start - paragraph.start
    terms = [Span(span.start + offset, span.end + offset) for span in hit.matches]
    focus = Span(hit.focus[0].start + offset, hit.focus[-1].end + offset) if hit.focus else Span(0, 0)
    if 0 < focus.end - focus.start < _NEARLY_ALL * len(text):
        _quote_terms(built, text, _window(text, focus, focus), terms, Mark.QUOTE)
        _quote_terms(built, text, _window(text, focus), terms, Mark.FOLDED)
    else:
        _quote_terms(built, text, _window(text, focus), terms, Mark.QUOTE)


def _quote_terms(built: Builder, text: str, window: Span, terms: list[Span], mark: Mark) -> None:
    built.line(window.cut(text), mark, [(_clipped(span, window), Mark.TERM) for span in terms])


def _window(text: str, around: Span, within: Span | None = None) -> Span:
    """What of `text` is quoted: all of it, or of `within`, unless it is too long; then a stretch around `around`."""
    whole = within or Span(0, len(text))
    if whole.end - whole.start <= _LONGEST_QUOTATION:
        return whole
    start = max(whole.start, min(around.start, whole.end - _LONGEST_QUOTATION))
    return Span(start, start + _LONGEST_QUOTATION)


def _clipped(span: Span, window: Span) -> Span:
    """The part of `span` inside `window`, counted from its start; empty where there is none."""
    start, end = max(span.start, window.start), min(span.end, window.end)
    return Span(start - window.start, end - window.start) if start < end else Span(0, 0)


def _missing(key: str, evidence: Evidence, say: Locale) -> str:
    words = (word[:_LONGEST_WORD] for word in evidence.missing[:_MOST_WORDS])
    return say(key, words=say("answer.word_separator").join(words))


def _record(answer: SourceAnswer, say: Locale) -> Reply:
    built = Builder()
    for line in record_lines(answer, say):
        built.line(line, Mark.FOCUS)
    built.line(say("source.line", parts=source_line(answer.article, say)), Mark.SOURCE)
    return built.built()


def _record_line(field: Field, article: Article, say: Locale) -> str:
    if field is Field.LENGTH:
        length = sum(span.end - span.start for span in article.paragraphs)
        return say("field.length", characters=length, paragraphs=len(article.paragraphs))
    value = _value(field, article, say)
    return say(f"field.{field}", value=value) if value else say(f"field.unknown_{field}")


def _value(field: Field, article: Article, say: Locale) -> str | None:
    source = article.source
    if field is Field.PUBLISHED and source.published:
        return source.published.isoformat()
    if field is Field.EDITION and source.edition:
        name = f"：{source.edition_name}" if source.edition_name else ""
        return say("source.edition", edition=source.edition) + name
    value: str | None = getattr(source, field)
    return value


def _not_found(answer: NotFound, say: Locale) -> Reply:
    built = Builder()
    built.line(say(f"not_found.{answer.reason}"))
    if answer.reason is Reason.NO_MATCH and answer.evidence.missing:
        built.line(_missing("not_found.missing", answer.evidence, say))
    if answer.suggestions:
        joined = say("not_found.suggestion_separator").join(answer.suggestions)
        built.line(say("not_found.suggestions", suggestions=joined))
    return built.built()
