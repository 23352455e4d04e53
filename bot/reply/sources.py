"""Sources in words: the line under a quotation, the line under a title, the fields of the source record."""

from collections.abc import Iterable
from typing import NamedTuple

from bot.language.graphemes import head
from bot.locale import Locale
from bot.model import Article, Field, Source, SourceAnswer

__all__ = ["RecordLine", "imprint", "record_lines", "source_line"]

_MAX_CHARACTERS = 300


class RecordLine(NamedTuple):
    """A line about a field: what the source record says, or our own words that it says nothing."""

    text: str
    is_recorded: bool


def source_line(article: Article, say: Locale, paragraph: int | None = None, shelf: str = "") -> str:
    """Return author, title, publication, date, edition and paragraph in one line, without what is unknown.

    `shelf` is the name of the shelf, where several are asked.
    """
    source = article.source
    title = say("source.title", title=source.title)
    if source.author:
        title = say("source.author_and_title", author=source.author, title=title)
    place = say("source.paragraph", paragraph=paragraph) if paragraph else None
    line = _joined((title, *_publication(source, say), place), say)
    on_shelf = say("source.shelf", shelf=shelf) if shelf else ""
    return head(line, _MAX_CHARACTERS) + _digest(source, say) + on_shelf


def imprint(article: Article, say: Locale) -> str:
    """Return author, publication, date and edition in one line, to stand under the title; may be empty."""
    source = article.source
    return _joined((source.author, *_publication(source, say)), say) + _digest(source, say)


def record_lines(answer: SourceAnswer, say: Locale) -> list[RecordLine]:
    """Return one line for each field asked for, in the words of the source record if it has any."""
    return [_record_line(field, answer.article, say) for field in answer.fields]


def _publication(source: Source, say: Locale) -> tuple[str | None, ...]:
    day, edition = source.published, source.edition
    return (
        source.publication,
        say("source.date", year=day.year, month=day.month, day=day.day) if day else None,
        say("source.edition", edition=edition) if edition else None,
    )


def _joined(known: Iterable[str | None], say: Locale) -> str:
    return say("source.separator").join(filter(None, known))


def _digest(source: Source, say: Locale) -> str:
    return say("source.digest") if source.digest else ""


def _record_line(field: Field, article: Article, say: Locale) -> RecordLine:
    if field is Field.LENGTH:
        length = sum(span.end - span.start for span in article.paragraphs)
        return RecordLine(say("field.length", characters=length, paragraphs=len(article.paragraphs)), True)
    value = _value(field, article.source, say)
    if value:
        return RecordLine(say(f"field.{field}", value=value), True)
    return RecordLine(say(f"field.unknown_{field}"), False)


def _value(field: Field, source: Source, say: Locale) -> str | None:
    if field is Field.PUBLISHED and source.published:
        return source.published.isoformat()
    if field is Field.EDITION and source.edition:
        if source.edition_name:
            return say("source.edition_and_name", edition=source.edition, name=source.edition_name)
        return say("source.edition", edition=source.edition)
    value: str | None = getattr(source, field)
    return value
