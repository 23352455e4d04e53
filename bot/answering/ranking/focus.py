"""The sentences of a passage that answer, and the places of the question's words in it."""

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.answering.index.indexed import Sentence
from bot.answering.ranking.candidates import ArticleFeatures
from bot.answering.ranking.clues import shows_type, shows_unit
from bot.answering.ranking.prepared_question import PreparedQuestion
from bot.language.graphemes import widened
from bot.language.normalise import normalised
from bot.language.stems import stem
from bot.language.terms import content_words
from bot.model import Span
from bot.remembered import remembered

__all__ = ["focus", "matches"]

_ALIKE = 1.5
"""What a sentence counts for that says all of the question in words of like meaning, beside one that holds its terms."""
_TYPE_BONUS = 0.25
_UNIT_BONUS = 0.4
_NO_AMOUNT = 0.6
"""The share of its score that a sentence keeps that lacks the amount asked for, if the passage has one."""
_ENOUGH = 0.95
"""The share of the question that a sentence has to cover to be the focus alone."""
_LITTLE = 0.6
"""The share under which both of its neighbours may belong to it."""
_NEIGHBOUR = 0.1
"""The share of the best sentence's score from which on its neighbour joins it."""
_LATIN = re.compile(r"[a-z0-9]")
_LATIN_WORD = re.compile(r"[a-z]+")
_A_LATIN_WORD = re.compile(r"(?<![a-z0-9])[a-z]+(?![a-z0-9])")


def focus(features: ArticleFeatures, number: int) -> tuple[Span, ...]:
    """Return the sentences of passage `number` that answer, as one span of its text in a tuple.

    The best sentence, with a neighbour if it covers too little of the question alone. Scored by their terms' idf over the article's own
    sentences, each term once, with a bonus for the type of answer and the unit that the question asks for.
    """
    scores = _scores(features, number)
    best = max(scores, key=lambda place: scores[place])
    chosen = _with_neighbour(best, scores, features)
    start = features.indexed.sentence_range(number).start
    first, last = (
        features.indexed.sentence(number, place - start) for place in (chosen.start, chosen.stop - 1)
    )
    return (Span(first.span.start, last.span.end),)


def _with_neighbour(best: int, scores: Mapping[int, float], features: ArticleFeatures) -> range:
    """Return the best sentence: alone, with its better neighbour, or if it covers little with both."""
    standing = features.standing
    # by its own words alone: one that says much in words of like meaning may still lack the answer beside it
    covered = float(standing.idf[standing.held[:, best]].sum()) / features.question.total
    beside = [
        place for place in (best + 1, best - 1) if scores.get(place, 0.0) >= _NEIGHBOUR * scores[best] > 0
    ]
    if covered >= _ENOUGH or not beside:
        return range(best, best + 1)
    neighbour = max(beside, key=lambda place: scores[place])
    joined = (best, *beside) if covered < _LITTLE else (best, neighbour)
    return range(min(joined), max(joined) + 1)


def matches(question: str, text: str) -> tuple[Span, ...]:
    """Return the spans of `text` that hold words of the folded question or forms of them, in order, joined.

    If the question has longer words, a single character counts only beside others of it: any text holds one.
    """
    comparable = normalised(text)
    words = content_words(question)
    found = sorted({span for word in words for span in _standing(word, comparable.text)})
    spans = [widened(text, comparable.original(Span(*span))) for span in found]
    shortest = min(2, max(map(len, words), default=1))
    return tuple(span for span in _joined(sorted(spans)) if span.end - span.start >= shortest)


def _standing(word: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where the word stands; a Latin word as a whole, by its stem, a number as a whole."""
    if not _LATIN.search(word):
        start = text.find(word)
        while start >= 0:
            yield start, start + len(word)
            start = text.find(word, start + len(word))
        return
    stemmed = stem(word)
    for match in _pattern(word).finditer(text):
        if match.group() == word or stem(match.group()) == stemmed:
            yield match.span()


@remembered(1024)
def _pattern(word: str) -> re.Pattern[str]:
    if _LATIN_WORD.fullmatch(word):
        return _A_LATIN_WORD
    before = r"(?<![a-z0-9])" if _LATIN.match(word) else ""
    after = r"(?![a-z0-9])" if _LATIN.match(word[-1]) else ""
    return re.compile(before + re.escape(word) + after)


def _scores(features: ArticleFeatures, number: int) -> dict[int, float]:
    sentence_range, standing = features.indexed.sentence_range(number), features.standing
    columns = slice(sentence_range.start, sentence_range.stop)
    idf = features.among_sentences
    summed = (idf[:, None] * standing.held[:, columns]).sum(axis=0)
    alike = _ALIKE * (float(idf.sum()) or 1.0) * standing.said[columns]
    scores = dict(zip(sentence_range, (summed + alike).tolist(), strict=True))
    if not features.question.type and features.question.unit is None:
        return scores  # no sentence needs to be folded
    return _with_clues(scores, features.indexed.sentences(number), features.question)


def _with_clues(
    scores: Mapping[int, float], sentences: Sequence[Sentence], question: PreparedQuestion
) -> dict[int, float]:
    """Return the scores with a bonus for what shows the type and the amount asked for.

    An amount may stand in a sentence with none of the question's words, after one that names its thing.
    """
    best = max(scores.values())
    shown = [shows_unit(question, sentence) for sentence in sentences]
    kept = _NO_AMOUNT if any(shown) else 1.0
    return {
        place: (score if shows else kept * score) + best * _bonus(question, sentence)
        if score or shows
        else 0.0
        for (place, score), sentence, shows in zip(scores.items(), sentences, shown, strict=True)
    }


def _bonus(question: PreparedQuestion, sentence: Sentence) -> float:
    shows = shows_unit(question, sentence)
    return _TYPE_BONUS * (shows or shows_type(question, sentence)) + _UNIT_BONUS * shows


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for span in spans:
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)
