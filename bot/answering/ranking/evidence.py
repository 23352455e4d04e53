"""Signs that the best passage answers, and the question's words that are present or missing."""

import itertools
import math

from bot.answering.index.shelf import ShelfIndex
from bot.answering.ranking.candidates import ArticleFeatures
from bot.answering.ranking.prepared_question import PreparedQuestion
from bot.language.commonness import surprise
from bot.language.deixis import is_personal, points_at_text
from bot.language.normalise import folded
from bot.language.stems import stem
from bot.language.terms import content_words, without_talk
from bot.model import Evidence, Source

__all__ = ["evidence", "names_missing", "signs", "supplied"]

_MOST_WEIGHT = 7.0
_SAME = 0.35
"""The likeness from which on a word is named as the one that another was taken for."""


def signs(features: ArticleFeatures, number: int, shelf: ShelfIndex) -> dict[str, float]:
    """Return the features of passage `number` and further signs that it answers, mostly shares."""
    values = features.of_passage(number)
    question = features.question
    shown = any(values[name] for name in values if name.startswith("shows_") and name != "shows_unit")
    return {
        **values,
        **_surprises(features, number),
        **_unknown(question),
        "names_missing": _share_of_names_missing(features),
        "matched_weight": math.log1p(_matched_weight(features, number)),
        "shortness": 1 / len(question.terms),
        "rarity": sum(term.idf for term in question.terms) / len(question.terms) / shelf.highest_idf,
        "type_not_shown": float(bool(question.type) and not shown),
        "points_at_text": float(points_at_text(question.text)),
        "is_personal": float(is_personal(question.text)),
    }


def evidence(question: str, shelf: ShelfIndex) -> Evidence:
    """Return the question's content words that the shelf holds and those it lacks, in order."""
    left = without_talk(folded(question), shelf.known, shelf.vocabulary)
    words = content_words(left, shelf.vocabulary)
    present = tuple(
        word for word in words if any(_stands(alike, shelf) for alike in shelf.vocabulary.alike(word))
    )
    return Evidence(present, tuple(word for word in words if word not in present))


def supplied(words: Evidence, features: ArticleFeatures, number: int) -> Evidence:
    """Return the evidence when passage `number` is quoted: which missing words it has another word for.

    What stands in the record of its article, such as its author's name, is not missing either.
    """
    record = folded(" ".join(filter(None, _record(features.indexed.article.source))))
    missing = [word for word in words.missing if word not in record]
    found = {word: other for word in missing if (other := _near_word(word, features, number))}
    return Evidence(words.present, tuple(word for word in missing if word not in found), tuple(found.items()))


def _record(source: Source) -> tuple[str | None, ...]:
    return source.title, source.author, source.author_post, source.publication, source.column


def _near_word(word: str, features: ArticleFeatures, number: int) -> str | None:
    """Return the word of the passage that surely means the same; None if it has none."""
    near = [other for other, likeness in features.standing.likeness.near(word) if likeness >= _SAME]
    # 书屋 is no other word for 云下书屋, nor is 文 for anything
    near = [other for other in near if len(other) > 1 and other not in word]
    text = folded(features.indexed.passages[number].text)
    return next((other for other in near if other in text), None)


def names_missing(features: ArticleFeatures) -> tuple[str, ...]:
    """Return the proper names of the question that the article does not hold."""
    return tuple(name for name in features.question.names if not _holds(features, name))


def _surprises(features: ArticleFeatures, number: int) -> dict[str, float]:
    """Return the shares of the words, by rarity, that article, passage and no passage hold."""
    total = in_article = in_passage = unknown = 0.0
    everywhere, here = features.held_anywhere.tolist(), features.held(number).tolist()
    words = [
        found
        for found in zip(features.question.terms, everywhere, here, strict=True)
        if found[0].kind == "words"
    ]
    for term, is_in_article, is_in_passage in words:
        weight = surprise(term.term)
        total += weight
        in_article += weight * is_in_article
        in_passage += weight * is_in_passage
        unknown += weight * (not term.known)
    return {
        "surprise_in_article": in_article / (total or 1.0),
        "surprise_in_passage": in_passage / (total or 1.0),
        "surprise_unknown": unknown / (total or 1.0),
        "surprise_each": total / max(1, len(words)) / 9,
    }


def _unknown(question: PreparedQuestion) -> dict[str, float]:
    """Return for each kind of term the share of its weight that the shelf lacks."""
    return {
        f"{kind}_unknown": sum(t.idf for t in question.terms if t.kind == kind and not t.known)
        / (total or 1.0)
        for kind, total in question.totals.items()
    }


def _share_of_names_missing(features: ArticleFeatures) -> float:
    names = features.question.names
    return len(names_missing(features)) / len(names) if names else 0.0


def _matched_weight(features: ArticleFeatures, number: int) -> float:
    return sum(
        min(term.idf, _MOST_WEIGHT)
        for term, held in zip(features.question.terms, features.held(number).tolist(), strict=True)
        if held and term.kind != "words"
    )


def _holds(features: ArticleFeatures, name: str) -> bool:
    return features.holds(f"w:{name}") or all(
        features.holds(f"b:{a}{b}") for a, b in itertools.pairwise(name)
    )


def _stands(word: str, shelf: ShelfIndex) -> bool:
    """Return whether the shelf has the word or its stem, or all its pairs if it is cut differently there."""
    if shelf.known(f"w:{word}") or shelf.known(f"c:{stem(word)}"):
        return True
    if len(word) == 1:
        return False
    return all(shelf.known(f"b:{a}{b}") for a, b in itertools.pairwise(word))
