"""What a question that leans on the answer before asks for: passages near it, more of the same, or something else of it."""

from collections.abc import Callable

from bot.answering.index.indexed import IndexedArticle
from bot.answering.index.shelf import ShelfIndex
from bot.answering.quoted_list import items_at, quoted_spans, rest_of, unfolded
from bot.answering.ranking.evidence import evidence
from bot.answering.ranking.prepared_question import Light
from bot.answering.ranking.ranked import RankedPassage
from bot.answering.ranking.search import Searcher, SearchResult
from bot.language.answer_types import quantity_asked
from bot.language.follow_up import FollowUp, Leaning
from bot.language.item_places import places_opening
from bot.language.normalise import folded
from bot.model import Article, Hit, Previous, Span

__all__ = ["Following"]

_MARGIN = 0.5
"""The ln(odds) by which an answer in the light of another must be surer than one without."""
_ELSEWHERE = 1.0
"""The ln(odds) by which the whole shelf must be more relevant for a question to leave the article quoted."""
_AT_HOME = 1.0
"""The ln(odds) of relevance that a passage gains from standing in the article that was just quoted."""
_MOST_OF_A_PASSAGE = 0.85


class Following:
    """Follows up answers from the shelf `index`, which `searcher` searches."""

    def __init__(self, index: ShelfIndex, searcher: Searcher) -> None:
        self._index, self._searcher = index, searcher

    def quoted(self, follow: FollowUp, previous: Previous) -> tuple[Hit, ...]:
        """Return the passage that is asked for by its place; none if there is no such passage."""
        last = previous.shown[-1]
        if follow.leaning is Leaning.NEAR:
            return self._near(last, follow.step)
        if follow.places is not None:
            return _hits(items_at(last, self._indexed(last), follow.places, follow.counter))
        if hit := unfolded(last, self._indexed(last)):
            return (hit,)
        covered = sum(span.end - span.start for span in last.focus)
        if covered < _MOST_OF_A_PASSAGE * len(last.passage.text):
            return (_whole(last),)
        return self._near(last, 1)

    def _near(self, hit: Hit, step: int) -> tuple[Hit, ...]:
        passages = self._indexed(hit).passages
        number = (self._quoted_numbers(hit)[-1] if step > 0 else passages.index(hit.passage)) + step
        if not 0 <= number < len(passages):
            return ()
        return (_whole(Hit(passages[number], hit.article, hit.score)),)

    def rest_of_list(self, follow: FollowUp, previous: Previous) -> tuple[Hit, ...]:
        """Return the items of the list that the answer before began to quote; none if it began none, or quoted all.

        After 前三条 the rest of them is asked for even where all were shown before.
        """
        if not previous.shown:
            return ()
        last = previous.shown[-1]
        shown = previous.shown
        if follow.is_of_rest and places_opening(folded(previous.question)):
            shown = (last,)
        return _hits(rest_of(last, self._indexed(last), shown))

    def more(self, follow: FollowUp, previous: Previous) -> SearchResult:
        """Return what else answers the question before, without what was shown."""
        light = Light(folded(previous.words), "")
        everything = self._searcher.search_in_light(follow.own, light)
        shown = {
            (self._number(hit.article), number)
            for hit in previous.shown
            for number in self._quoted_numbers(hit)
        }
        return self._at_home(self._searcher.without(everything, shown), self._home(previous))

    def _quoted_numbers(self, hit: Hit) -> list[int]:
        """Return the numbers of the passages that the hit quotes something of, in order: its own, and those of its list."""
        indexed = self._indexed(hit)
        own = self._index.number(self._number(hit.article), hit.passage)
        ends = {indexed.passage_at(end) for span in quoted_spans(hit) for end in (span.start, span.end - 1)}
        return sorted({own, *ends})

    def _indexed(self, hit: Hit) -> IndexedArticle:
        return self._index.indexed(self._number(hit.article))

    def _number(self, article: Article) -> int:
        """Return the article's number. Raises KeyError if it is not on the shelf."""
        number = self._index.register.number_of(article.id)
        if number is None:
            raise KeyError(article.id)
        return number

    def asked(self, question: str, follow: FollowUp, previous: Previous) -> SearchResult | None:
        """Return what answers in the light of the answer before; None if the question is better asked alone."""
        light = Light(folded(previous.words), follow.asks)
        home = self._home(previous)
        if not follow.own:
            return self._first_about(light, home)
        result = self._holding(follow.own, light, home)
        anywhere = self._searcher.search(question if not follow.points_back else follow.own)
        if home is not None and follow.points_back and self._is_elsewhere(follow.own, anywhere, home):
            result = self._holding(follow.own, light, None)
        if not self._searcher.is_about(result) or not self._speaks_of(follow.own, result):
            return None
        if follow.points_back or not self._searcher.is_about(anywhere):
            return result
        return result if result.confidence > anywhere.confidence + _MARGIN else None

    def _first_about(self, light: Light, home: frozenset[int] | None) -> SearchResult:
        """Return what the article quoted has, or if it is not about the question, the whole shelf."""
        result = self._at_home(self._showing(self._searcher.search_in_light("", light, home)), home)
        if home is None or self._searcher.is_about(result):
            return result
        return self._showing(self._searcher.search_in_light("", light))

    def _at_home(self, result: SearchResult, home: frozenset[int] | None) -> SearchResult:
        """Return the result as relevant as it is once its first article is known to be about the question before."""
        if home is None or not result.ranked or result.ranked[0].article not in home:
            return result
        return result._replace(relevance=result.relevance + _AT_HOME)

    def _showing(self, result: SearchResult) -> SearchResult:
        """Return only the passages that show the type of answer asked for, if there are any."""
        return self._only(result, lambda passage: passage.shows_type)

    def _holding(self, own: str, light: Light, within: frozenset[int] | None) -> SearchResult:
        """Return only the passages that hold a word of the question itself, if there are any."""
        words = tuple(f"w:{word}" for word in evidence(own, self._index).present)
        result = self._searcher.search_in_light(own, light, within)
        return self._only(result, lambda passage: passage.holds_any(words))

    def _only(self, result: SearchResult, wanted: Callable[[RankedPassage], bool]) -> SearchResult:
        unwanted = {(each.article, each.number) for each in result.ranked if not wanted(each)}
        return self._searcher.without(result, unwanted) if len(unwanted) < len(result.ranked) else result

    def _is_elsewhere(self, own: str, anywhere: SearchResult, home: frozenset[int]) -> bool:
        """Return whether another article says markedly more of what the question says itself."""
        here = self._searcher.search(own, home)
        return self._searcher.is_about(anywhere) and anywhere.relevance > here.relevance + _ELSEWHERE

    def _speaks_of(self, own: str, result: SearchResult) -> bool:
        """Return whether the first passage could answer the question itself, not only those before.

        It holds a word of the question, or shows the unit asked for.
        """
        best = result.ranked[0]
        if best.holds_any([f"w:{word}" for word in evidence(own, self._index).present]):
            return True
        unit = quantity_asked(folded(own))
        passage = self._index.passage(best.article, best.number)
        return unit is not None and bool(unit.amounts(folded(passage.text)))

    def _home(self, previous: Previous) -> frozenset[int] | None:
        number = self._index.register.number_of(previous.article.id) if previous.article else None
        return None if number is None else frozenset({number})


def _whole(hit: Hit) -> Hit:
    """Return the hit with all of its passage in focus."""
    return Hit(hit.passage, hit.article, hit.score, focus=(Span(0, len(hit.passage.text)),))


def _hits(hit: Hit | None) -> tuple[Hit, ...]:
    return () if hit is None else (hit,)
