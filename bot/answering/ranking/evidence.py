"""Whether the best passage answers: signs of it beside those that rank, and the question's words found and missing."""

import itertools
import math

from bot.answering.index.shelf import ShelfIndex
from bot.answering.ranking.asked import Asked
from bot.answering.ranking.features import Sight
from bot.language.commonness import surprise
from bot.language.normalise import folded
from bot.language.terms import content_words, without_talk
from bot.model import Evidence

__all__ = ["evidence", "names_missing", "signs"]

_MOST_WEIGHT = 7.0


def signs(sight: Sight, number: int, shelf: ShelfIndex) -> dict[str, float]:
    """The features of passage `number` and what tells further whether it answers; shares where not said otherwise."""
    features = sight.passage(number)
    asked = sight.asked
    shown = any(features[name] for name in features if name.startswith("shows_") and name != "shows_unit")
    return {
        **features,
        **_surprises(sight, number),
        **_unknown(asked),
        "names_missing": _share_of_names_missing(sight),
        "matched_weight": math.log1p(_matched_weight(sight, number)),
        "shortness": 1 / len(asked.terms),
        "rarity": sum(term.idf for term in asked.terms) / len(asked.terms) / shelf.highest_idf,
        "type_not_shown": float(bool(asked.type) and not shown),
    }


def evidence(question: str, shelf: ShelfIndex) -> Evidence:
    """The question's content words that stand on the shelf, and those that stand nowhere on it, in order."""
    left = without_talk(folded(question), shelf.known, shelf.vocabulary)
    words = content_words(left, shelf.vocabulary)
    found = tuple(
        word for word in words if any(_stands(alike, shelf) for alike in shelf.vocabulary.alike(word))
    )
    return Evidence(found, tuple(word for word in words if word not in found))


def names_missing(sight: Sight) -> tuple[str, ...]:
    """The proper names of the question that the article does not hold."""
    return tuple(name for name in sight.asked.names if not _holds(sight, name))


def _surprises(sight: Sight, number: int) -> dict[str, float]:
    """How much of what is asked, by its rarity in general Chinese, the article, the passage and no passage hold."""
    mask = sight.article.mask(number)
    total = in_article = in_passage = unknown = 0.0
    words = [(t, held) for t, held in zip(sight.asked.terms, sight.masks, strict=True) if t.kind == "words"]
    for term, held in words:
        weight = surprise(term.term)
        total += weight
        in_article += weight * bool(held)
        in_passage += weight * bool(held & mask)
        unknown += weight * (not term.known)
    return {
        "surprise_in_article": in_article / (total or 1.0),
        "surprise_in_passage": in_passage / (total or 1.0),
        "surprise_unknown": unknown / (total or 1.0),
        "surprise_each": total / max(1, len(words)) / 9,
    }


def _unknown(asked: Asked) -> dict[str, float]:
    """The share of what each kind of term weighs that the shelf does not have at all."""
    return {
        f"{kind}_unknown": sum(t.idf for t in asked.terms if t.kind == kind and not t.known) / (total or 1.0)
        for kind, total in asked.totals.items()
    }


def _share_of_names_missing(sight: Sight) -> float:
    names = sight.asked.names
    return len(names_missing(sight)) / len(names) if names else 0.0


def _matched_weight(sight: Sight, number: int) -> float:
    mask = sight.article.mask(number)
    return sum(
        min(term.idf, _MOST_WEIGHT)
        for term, held in zip(sight.asked.terms, sight.masks, strict=True)
        if held & mask and term.kind != "words"
    )


def _holds(sight: Sight, name: str) -> bool:
    return sight.holds(f"w:{name}") or all(sight.holds(f"b:{a}{b}") for a, b in itertools.pairwise(name))


def _stands(word: str, shelf: ShelfIndex) -> bool:
    """As a word, or cut differently there: all its pairs stand on the shelf."""
    if len(word) == 1 or shelf.known(f"w:{word}"):
        return shelf.known(f"w:{word}") or shelf.known(f"c:{word}")
    return all(shelf.known(f"b:{a}{b}") for a, b in itertools.pairwise(word))
