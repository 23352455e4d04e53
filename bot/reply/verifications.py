"""A verification in words: whether quoted words stand on the shelf, what differs, and what stands nowhere."""

from collections.abc import Iterable
from typing import NamedTuple

from bot.answering.quoting.quotation import Fragment, Outcome, Quotation, Verification
from bot.language.graphemes import head, widened
from bot.locale import Locale
from bot.model import Span
from bot.reply.message import Builder, Mark, Reply
from bot.reply.sources import source_line

__all__ = ["Marked", "compared", "nowhere_line", "verdict_line", "verification_reply"]

_MAX_CHARACTERS = 300
_MAX_QUOTATIONS, _MAX_NOWHERE = 5, 8
_WITHOUT_PLACES = (Outcome.NOT_FOUND, Outcome.TOO_SHORT)


class Marked(NamedTuple):
    """Words and the spans of them that differ from others; the spans count from their start."""

    text: str
    differing: tuple[Span, ...]


def verification_reply(verification: Verification, say: Locale) -> Reply:
    """Return for each quotation a verdict, the claimed words beside the author's own, what differs marked in both.

    Below them their place, and last what stands nowhere.
    """
    built = Builder()
    if not verification.quotations:
        built.line(say("verify.too_short"))
    for quotation in verification.quotations[:_MAX_QUOTATIONS]:
        _tell(built, quotation, verification, say)
    if verification.cut or len(verification.quotations) > _MAX_QUOTATIONS:
        built.line(say("verify.cut"))
    return built.built()


def verdict_line(quotation: Quotation, claim: str, say: Locale) -> str:
    """Return the verdict on a quotation of the claim."""
    return say(f"verify.{quotation.outcome}", words=head(quotation.words.cut(claim), _MAX_CHARACTERS))


def nowhere_line(quotation: Quotation, claim: str, say: Locale) -> str:
    """Return what of the quotation stands nowhere; empty if that is none of it, or all."""
    words = [head(span.cut(claim), _MAX_CHARACTERS) for span in quotation.nowhere[:_MAX_NOWHERE]]
    listed = say("answer.word_separator").join(say("verify.words", words=one) for one in words)
    return say("verify.nowhere", words=listed) if words else ""


def compared(part: Fragment, claim: str) -> tuple[Marked, Marked]:
    """Return the claimed words and the author's own, of which there must be a place.

    Where words differ, punctuation and the like that differ are left unmarked.
    """
    span = part.places[0].span
    unlike = [d for d in part.differences if d.in_words or part.outcome is not Outcome.NEARLY]
    claimed = (_moved(d.words, -part.words.start) for d in unlike)
    original = (_moved(d.original, -span.start) for d in unlike)
    return _marked(part.words.cut(claim), claimed), _marked(span.cut(part.places[0].article.text), original)


def _marked(text: str, differing: Iterable[Span]) -> Marked:
    """Return the text with what differs in it, each character that does so in part whole."""
    marked: list[Span] = []
    for span in (widened(text, one) for one in differing if one.end > one.start):
        if marked and span.start < marked[-1].end:
            marked[-1] = Span(marked[-1].start, max(marked[-1].end, span.end))
        else:
            marked.append(span)
    return Marked(text, tuple(marked))


def _tell(built: Builder, quotation: Quotation, verification: Verification, say: Locale) -> None:
    claim = verification.text
    built.line(verdict_line(quotation, claim, say))
    if quotation.outcome in _WITHOUT_PLACES:
        return
    for part in quotation.fragments:
        if part.places:
            _show(built, part, claim, say)
    if nowhere := nowhere_line(quotation, claim, say):
        built.line(nowhere)


def _show(built: Builder, part: Fragment, claim: str, say: Locale) -> None:
    place, (claimed, original) = part.places[0], compared(part, claim)
    if part.outcome is not Outcome.EXACT:
        line = say("verify.claimed", words=claimed.text)
        at = line.index(claimed.text)
        built.line(line, None, [(_moved(span, at), Mark.DIFFERENCE) for span in claimed.differing])
    built.line(original.text, Mark.QUOTE, [(span, Mark.DIFFERENCE) for span in original.differing])
    built.line(say("source.line", parts=source_line(place.article, say, place.paragraph)), Mark.SOURCE)


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
