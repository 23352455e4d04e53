"""Answer → Reply: a message for a person, its marked spans; it knows no platform."""

from dataclasses import dataclass
from enum import StrEnum

from bot.locale import Locale
from bot.model import (
    Answer,
    Article,
    Field,
    Hit,
    NotFound,
    PassageAnswer,
    Reason,
    SourceAnswer,
    Span,
    Verdict,
)

__all__ = ["Mark", "Marked", "Reply", "record_lines", "reply", "source_line"]


class Mark(StrEnum):
    """What a stretch of a reply is."""

    QUOTE = "quote"
    FOCUS = "focus"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of a reply's text, in characters, and what it is."""

    span: Span
    mark: Mark


@dataclass(frozen=True, slots=True)
class Reply:
    """A text and its marks, in order of their start; a focus lies within its quote."""

    text: str
    marks: tuple[Marked, ...] = ()


def reply(answer: Answer, say: Locale) -> Reply:
    """The answer as a message in the language of `say`."""
    match answer:
        case PassageAnswer():
            return _quotation(answer, say)
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
    return line + (say("source.digest") if source.digest else "")


def record_lines(answer: SourceAnswer, say: Locale) -> list[str]:
    """The fields asked for, a line each, in the words of the source record."""
    return [_record_line(field, answer.article, say) for field in answer.fields]


class _Builder:
    """Puts a reply together piece by piece, keeping count of where each piece lies."""

    def __init__(self) -> None:
        self._text = ""
        self._marks: list[Marked] = []

    def line(self, text: str, mark: Mark | None = None) -> int:
        """Add a line and return where it starts."""
        if self._text:
            self._text += "\n"
        start = len(self._text)
        self._text += text
        if mark:
            self.mark(Span(start, len(self._text)), mark)
        return start

    def mark(self, span: Span, mark: Mark) -> None:
        self._marks.append(Marked(span, mark))

    def built(self) -> Reply:
        return Reply(self._text, tuple(sorted(self._marks, key=lambda m: (m.span.start, -m.span.end))))


def _quotation(answer: PassageAnswer, say: Locale) -> Reply:
    built = _Builder()
    if answer.verdict is Verdict.UNSURE:
        built.line(say("answer.unsure"))
    hit = answer.hits[0]
    start = built.line(hit.passage.text, Mark.QUOTE)
    for focus in hit.focus:
        built.mark(Span(start + focus.start, start + focus.end), Mark.FOCUS)
    built.line(_cited(hit, say), Mark.SOURCE)
    if answer.evidence.missing:
        built.line(say("answer.missing", words=say("answer.word_separator").join(answer.evidence.missing)))
    return built.built()


def _cited(hit: Hit, say: Locale) -> str:
    return say("source.line", parts=source_line(hit.article, say, hit.passage.paragraph))


def _record(answer: SourceAnswer, say: Locale) -> Reply:
    built = _Builder()
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
    built = _Builder()
    built.line(say(f"not_found.{answer.reason}"))
    if answer.reason is Reason.NO_MATCH and answer.evidence.missing:
        words = say("answer.word_separator").join(answer.evidence.missing)
        built.line(say("not_found.missing", words=words))
    if answer.suggestions:
        joined = say("not_found.suggestion_separator").join(answer.suggestions)
        built.line(say("not_found.suggestions", suggestions=joined))
    return built.built()
