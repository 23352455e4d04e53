"""A verification as a JSON object, the same on every door that speaks JSON."""

from typing import Any

from bot.answering.quoting.quotation import Fragment, Verification
from bot.reply.record import PLAIN, References

__all__ = ["verification_record"]

Json = dict[str, Any]


def verification_record(verification: Verification, references: References = PLAIN) -> Json:
    """The verification as JSON types, always with the same keys; what it does not have is null or empty.

    `claimed` is what the claim says, `original` the article's own characters; `differences` are in their order, one side
    of each may be empty. `nowhere` is what of the claim no article says.
    """
    claim = verification.text
    return {
        "claim": claim,
        "outcome": str(verification.outcome) if verification.quotations else "too_short",
        "cut": verification.cut,
        "quotations": [
            {
                "words": quotation.words.cut(claim),
                "outcome": str(quotation.outcome),
                "stretches": [_stretch(part, claim, references) for part in quotation.fragments],
                "nowhere": [span.cut(claim) for span in quotation.nowhere],
            }
            for quotation in verification.quotations
        ],
    }


def _stretch(part: Fragment, claim: str, references: References) -> Json:
    place = part.places[0] if part.places else None
    text = place.article.text if place else ""
    return {
        "claimed": part.words.cut(claim),
        "outcome": str(part.outcome),
        "original": place.span.cut(text) if place else None,
        "differences": [
            {
                "kind": str(difference.kind),
                "claimed": difference.words.cut(claim),
                "original": difference.original.cut(text),
                "in_words": difference.in_words,
            }
            for difference in part.differences
        ],
        "source": references.source(place.article, place.paragraph) if place else None,
        "citation": references.citation(place.article) if place else None,
    }
