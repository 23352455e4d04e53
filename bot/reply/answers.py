"""Answers in words: the quotation, the source under it, the words that are missing."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from bot.language.graphemes import head
from bot.locale import Locale
from bot.model import (
    Answer,
    Article,
    ChoiceAnswer,
    Evidence,
    Hit,
    NotFound,
    OutlineAnswer,
    PassageAnswer,
    Reason,
    SourceAnswer,
    Span,
    Verdict,
)
from bot.reply.choices import choice_reply
from bot.reply.lists import quote_list, runs_over
from bot.reply.message import Builder, Mark, Reply
from bot.reply.outlines import outline_reply
from bot.reply.sources import record_lines, source_line

__all__ = ["hit_reply", "light_line", "quotation", "reply", "why_line", "words_line"]

_MAX_QUOTATION_CHARACTERS = 1500
_MAX_WORD_CHARACTERS = 20
_MAX_WORDS = 8
_MOST_OF_A_PARAGRAPH = 0.85
_MAX_LIGHT_CHARACTERS = 40
ShelfOf: TypeAlias = Callable[[Article], str]


def _one_shelf(_: Article) -> str:
    return ""


def reply(answer: Answer, say: Locale, *, folded: bool = False, shelf: ShelfOf = _one_shelf) -> Reply:
    """Return the answer as a message in the language of `say`; `folded` as `quotation` takes it.

    `shelf` names the shelf of an article where several are asked, for the source line.
    """
    match answer:
        case PassageAnswer():
            return hit_reply(answer, answer.hits[0], say, folded=folded, shelf=shelf)
        case SourceAnswer():
            return _record(answer, say, shelf(answer.article))
        case OutlineAnswer():
            return outline_reply(answer, say, light_line(answer.light, say), shelf(answer.article))
        case ChoiceAnswer():
            return choice_reply(answer, say)
        case NotFound():
            return _not_found(answer, say)


def hit_reply(
    answer: PassageAnswer, hit: Hit, say: Locale, *, folded: bool = False, shelf: ShelfOf = _one_shelf
) -> Reply:
    """Quote a hit of the answer, or a passage near one, with what is said of the answer.

    How sure it is, and what words were taken for others, is said of the first hit alone.
    """
    is_first = hit.passage == answer.hits[0].passage
    unsure = say("answer.unsure") if is_first and answer.verdict is Verdict.UNSURE else ""
    lead = "\n".join(filter(None, (light_line(answer.light, say), unsure)))
    evidence = answer.evidence if is_first else replace(answer.evidence, understood=())
    return quotation(hit, say, lead=lead, evidence=evidence, folded=folded, shelf=shelf(hit.article))


def quotation(
    hit: Hit,
    say: Locale,
    *,
    lead: str | None = None,
    evidence: Evidence | None = None,
    folded: bool = False,
    shelf: str = "",
) -> Reply:
    """Quote a hit, with its source under it and the words that are missing last.

    The passage is quoted with its focus marked. If `folded`, for small screens, the focus is quoted alone,
    then its whole paragraph to unfold, with the question's words marked in both. A list that goes beyond the
    passage is quoted item by item; `folded` adds the whole of it to unfold. `shelf` is the name of its shelf.
    """
    built = Builder()
    if lead:
        built.line(lead)
    if runs_over(hit):
        quote_list(built, hit, folded=folded)
    elif folded:
        _quote_folded(built, hit)
    else:
        _quote(built, hit)
    parts = source_line(hit.article, say, hit.passage.paragraph, shelf)
    built.line(say("source.line", parts=parts), Mark.SOURCE)
    if evidence and (words := words_line(evidence, say)):
        built.line(words)
    return built.built()


def light_line(light: str, say: Locale) -> str:
    """Return a line with the beginning of the question that this one leaned on; empty if it stood alone."""
    question = " ".join(light.split())
    short = head(question, _MAX_LIGHT_CHARACTERS) + "…" * (len(question) > _MAX_LIGHT_CHARACTERS)
    return say("answer.light", question=short) if question else ""


def words_line(evidence: Evidence, say: Locale) -> str:
    """Return a line with the words that were taken for others, and those that are missing; empty without any."""
    pairs = [
        say("answer.pair", asked=_short(asked), found=_short(found))
        for asked, found in evidence.understood[:_MAX_WORDS]
    ]
    understood = say("answer.understood", words=say("answer.word_separator").join(pairs)) if pairs else ""
    return say("answer.clause_separator").join(filter(None, (understood, _missing_line(evidence, say))))


def _missing_line(evidence: Evidence, say: Locale) -> str:
    """Return a line with the question's words that stand nowhere on the shelf; empty if there are none."""
    words = [_short(word) for word in evidence.missing[:_MAX_WORDS]]
    return say("answer.missing", words=say("answer.word_separator").join(words)) if words else ""


def why_line(answer: NotFound, say: Locale) -> str:
    """Return a line that says why nothing was found; empty if the reason itself says it.

    Words stand nowhere, or all of them stand somewhere but not together, or there was none to look for.
    """
    if answer.reason is not Reason.NO_MATCH:
        return ""
    if answer.evidence.missing:
        return _missing_line(answer.evidence, say)
    words = [_short(word) for word in answer.evidence.present[:_MAX_WORDS]]
    if not words:
        return say("not_found.nothing_named")
    key = "not_found.not_together" if len(words) > 1 else "not_found.only_mentioned"
    return say(key, words=say("answer.word_separator").join(words))


def _short(word: str) -> str:
    return head(word, _MAX_WORD_CHARACTERS)


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
    if 0 < focus.end - focus.start < _MOST_OF_A_PARAGRAPH * len(text):
        _quote_terms(built, text, _window(text, focus, focus), terms, Mark.QUOTE)
        _quote_terms(built, text, _window(text, focus), terms, Mark.FOLDED)
    else:
        _quote_terms(built, text, _window(text, focus), terms, Mark.QUOTE)


def _quote_terms(built: Builder, text: str, window: Span, terms: list[Span], mark: Mark) -> None:
    built.line(window.cut(text), mark, [(_clipped(span, window), Mark.TERM) for span in terms])


def _window(text: str, around: Span, within: Span | None = None) -> Span:
    """Return what is quoted of `text`, or of `within`: all of it, or if it is too long a stretch at `around`."""
    whole = within or Span(0, len(text))
    if whole.end - whole.start <= _MAX_QUOTATION_CHARACTERS:
        return whole
    start = max(whole.start, min(around.start, whole.end - _MAX_QUOTATION_CHARACTERS))
    return Span(start, start + _MAX_QUOTATION_CHARACTERS)


def _clipped(span: Span, window: Span) -> Span:
    """Return what of `span` lies inside `window`, counted from the window's start; may be empty."""
    start, end = max(span.start, window.start), min(span.end, window.end)
    return Span(start - window.start, end - window.start) if start < end else Span(0, 0)


def _record(answer: SourceAnswer, say: Locale, shelf: str) -> Reply:
    built = Builder()
    if answer.light:
        built.line(light_line(answer.light, say))
    for line in record_lines(answer, say):
        built.line(line.text, Mark.FOCUS if line.is_recorded else None)
    parts = source_line(answer.article, say, shelf=shelf)
    if answer.is_known:
        built.line(say("source.line", parts=parts), Mark.SOURCE)
    else:
        built.line(say("source.meant", parts=parts))
    return built.built()


def _not_found(answer: NotFound, say: Locale) -> Reply:
    built = Builder()
    if answer.light:
        built.line(light_line(answer.light, say))
    built.line(say(f"not_found.{answer.reason}"))
    if why := why_line(answer, say):
        built.line(why)
    if answer.suggestions:
        joined = say("not_found.suggestion_separator").join(answer.suggestions)
        built.line(say("not_found.suggestions", suggestions=joined))
    return built.built()
