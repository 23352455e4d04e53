"""What was found for a question → an answer that quotes it, or not found."""

from dataclasses import replace

from bot.answering.index.shelf import ShelfIndex
from bot.answering.lists.list_questions import ListQuestion
from bot.answering.lists.listing import focus_within
from bot.answering.ranking.evidence import supplied
from bot.answering.ranking.focus import focus, matches
from bot.answering.ranking.hits import Hits, Spans
from bot.answering.ranking.listed import chosen_list, lacks_places, list_of
from bot.answering.ranking.ranked import RankedPassage
from bot.answering.ranking.search import Searcher, SearchResult
from bot.answering.ranking.sections import below_headings
from bot.answering.ranking.weights import probability
from bot.language.normalise import folded
from bot.language.segmenter import segmenter
from bot.language.terms import content_words
from bot.model import Evidence, Hit, NotFound, PassageAnswer, Question, Reason, Verdict

__all__ = ["PassageAnswers"]


class PassageAnswers:
    """Makes answers of what `searcher` found on the shelf `index`, with at most `limit` hits each."""

    def __init__(self, index: ShelfIndex, searcher: Searcher, limit: int) -> None:
        self._index, self._searcher, self._limit = index, searcher, limit

    def answer(
        self,
        question: Question,
        result: SearchResult,
        words: Evidence,
        asked: ListQuestion | None,
        only: int | None = None,
    ) -> PassageAnswer | NotFound:
        """Return the passages that were found as an answer, or not found with what came closest.

        `words` are the question's words that stand on the shelf or not, `asked` is the list that it asks for, `only`
        is the number of the only article that is searched.
        """
        confidence = probability(result.confidence)
        ranked, is_listed = below_headings(result.ranked), False
        found = chosen_list(asked, ranked or self._first(only, result), self._index) if asked else None
        if asked and asked.places and found and found[1].is_by_the_way and self._searcher.is_sure(result):
            # 第一所民办大学 is the first one ever, and a sentence says so
            asked = found = None
        if asked is not None and found is not None:
            first, choice = found
            named = (asked.mark, asked.noun, first.features.indexed.lists.title)
            is_listed = choice.is_strong and all(
                any(name in said for said in named) for name in result.names_missing
            )
            confidence = max(confidence, probability(self._searcher.min_confidence) if is_listed else 0.0)
            ranked = (first, *(one for one in ranked if _place(one) != _place(first)))
            words = _without(words, asked.mark)
        elif asked is not None and lacks_places(asked, ranked, self._index):
            return NotFound(question, Reason.NO_MATCH, words, confidence)
        hits = Hits(ranked[: self._limit], lambda passage: self.hit(passage, result.searched, asked))
        if not hits or not (is_listed or self._searcher.is_about(result)):
            return NotFound(question, Reason.NO_MATCH, words, confidence, closest=hits)
        words = supplied(words, ranked[0].features, ranked[0].number)
        is_sure = is_listed or (self._searcher.is_sure(result) and not _is_of_another_thing(question, words))
        return PassageAnswer(question, Verdict.SURE if is_sure else Verdict.UNSURE, hits, words, confidence)

    def _first(self, only: int | None, result: SearchResult) -> tuple[RankedPassage, ...]:
        """Return the first passage of the only article, which may have the list asked for though no word of the question."""
        if only is None:
            return ()
        return (RankedPassage(self._searcher.features(result.searched, only), only, 0, 0.0),)

    def hit(self, ranked: RankedPassage, searched: str, asked: ListQuestion | None) -> Hit:
        """Return the passage as a hit of the folded question `searched`."""
        passage = self._index.passage(ranked.article, ranked.number)
        spans = focus(ranked.features, ranked.number)
        found = list_of(asked, ranked.features.indexed, ranked.number, spans)
        return Hit(
            passage=passage,
            article=self._index.article(ranked.article),
            score=ranked.score,
            matches=Spans(lambda: matches(searched, passage.text)),
            focus=(focus_within(passage, found) if found else ()) or spans,
            listing=found,
        )


def _is_of_another_thing(question: Question, words: Evidence) -> bool:
    """Return whether the question asks of something that stands nowhere, such as the population of a place named.

    So it does if its last word is a noun that stands nowhere, or if as many words stand nowhere as somewhere.
    """
    absent = (*words.missing, *(asked for asked, _ in words.understood))
    last = [word for word in content_words(folded(question.text))[-1:] if word in absent]
    if any(tag.startswith("n") for word in last for _, tag in segmenter().tags(word)):
        return True
    return len(words.missing) >= max(1, len(words.present))


def _without(words: Evidence, mark: str) -> Evidence:
    """Return the evidence without words that only name places in a list: 倒数 and 第三条 stand in no article."""
    missing = tuple(word for word in words.missing if word not in mark)
    understood = tuple(pair for pair in words.understood if pair[0] not in mark)
    return replace(words, missing=missing, understood=understood)


def _place(ranked: RankedPassage) -> tuple[int, int]:
    return ranked.article, ranked.number
