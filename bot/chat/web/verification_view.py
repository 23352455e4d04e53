"""A verification as a page prints it."""

from dataclasses import dataclass

from bot.answering.quoting.quotation import Fragment, Outcome, Verification
from bot.chat.web.stretches import Stretch, stretches
from bot.locale import Locale
from bot.model import Article
from bot.reply import source_line
from bot.reply.verifications import compared, nowhere_line, verdict_line

__all__ = ["ComparedView", "VerdictView", "verdict_views"]


@dataclass(frozen=True, slots=True)
class ComparedView:
    """Claimed words, none where they are the author's own, and the author's, cut where they differ; their source."""

    claimed: tuple[Stretch, ...]
    original: tuple[Stretch, ...]
    article: Article
    paragraph: int
    source: str


@dataclass(frozen=True, slots=True)
class VerdictView:
    """A verdict on a quotation, the stretches of it that stand somewhere, and what of it stands nowhere."""

    verdict: str
    compared: tuple[ComparedView, ...]
    nowhere: str


def verdict_views(verification: Verification, say: Locale) -> tuple[VerdictView, ...]:
    """Return a verdict for each quotation, in order."""
    claim = verification.text
    return tuple(
        VerdictView(
            verdict_line(quotation, claim, say),
            tuple(_compared(part, claim, say) for part in quotation.fragments if part.places)
            if quotation.outcome not in (Outcome.NOT_FOUND, Outcome.TOO_SHORT)
            else (),
            nowhere_line(quotation, claim, say),
        )
        for quotation in verification.quotations
    )


def _compared(part: Fragment, claim: str, say: Locale) -> ComparedView:
    place, (claimed, original) = part.places[0], compared(part, claim)
    return ComparedView(
        stretches(claimed.text, claimed.differing, ()) if part.outcome is not Outcome.EXACT else (),
        stretches(original.text, original.differing, ()),
        place.article,
        place.paragraph,
        source_line(place.article, say, place.paragraph),
    )
