"""A verification in words: whether quoted words stand on the shelf, and what differs."""

from bot.answering.quoting.verification import Fragment, Outcome, Quotation, Verification
from bot.locale import Locale
from bot.model import Span
from bot.reply.message import Builder, Mark, Reply
from bot.reply.sources import source_line

__all__ = ["verification_reply"]

_MAX_CHARACTERS = 300
_MAX_QUOTATIONS = 5


def verification_reply(verification: Verification, say: Locale) -> Reply:
    """Return for each quotation a verdict, the author's own words with the differences marked, and their place."""
    built = Builder()
    if not verification.quotations:
        built.line(say("verify.too_short"))
    for quotation in verification.quotations[:_MAX_QUOTATIONS]:
        _tell(built, quotation, verification, say)
    if verification.cut or len(verification.quotations) > _MAX_QUOTATIONS:
        built.line(say("verify.cut"))
    return built.built()


def _tell(built: Builder, quotation: Quotation, verification: Verification, say: Locale) -> None:
    words = quotation.words.cut(verification.text)[:_MAX_CHARACTERS]
    built.line(say(f"verify.{quotation.outcome}", words=words))
    if quotation.outcome in (Outcome.NOT_FOUND, Outcome.TOO_SHORT):
        return
    for part in quotation.fragments:
        if part.places:
            _show(built, part, say)


def _show(built: Builder, part: Fragment, say: Locale) -> None:
    place = part.places[0]
    text = place.span.cut(place.article.text)
    differing = [
        (Span(d.original.start - place.span.start, d.original.end - place.span.start), Mark.TERM)
        for d in part.differences
        if d.in_words or part.outcome is not Outcome.NEARLY
    ]
    built.line(text, Mark.QUOTE, differing)
    built.line(say("source.line", parts=source_line(place.article, say, place.paragraph)), Mark.SOURCE)
