"""Question → Answer, on one shelf as it stands."""

from collections.abc import Sequence
from functools import cached_property

from bot.answering.evidence import evidence
from bot.answering.focus import focus, matches
from bot.answering.search import Found, Ranked, Search
from bot.answering.shelf import ShelfIndex
from bot.answering.source_record import SourceRecords
from bot.answering.suggestions import suggestions
from bot.answering.verification import Verifier
from bot.answering.weights import Weights, probability, shipped
from bot.language.normalise import folded
from bot.language.terms import question_terms
from bot.language.vocabulary import NO_WORDS, Vocabulary
from bot.model import (
    Answer,
    Article,
    Hit,
    NotFound,
    Passage,
    PassageAnswer,
    Question,
    Reason,
    SourceAnswer,
    Span,
    Verdict,
)
from bot.retrieval.engine import Engine

__all__ = ["Answerer"]


class Answerer:
    """Answers questions about `articles`. Never changes: a shelf that changed gets a new one."""

    def __init__(
        self,
        articles: Sequence[Article],
        engine: type[Engine],
        *,
        hits: int = 5,
        weights: Weights | None = None,
        vocabulary: Vocabulary = NO_WORDS,
    ) -> None:
        self.articles = tuple(articles)
        self._by_id = {article.id: article for article in self.articles}
        self._hits = hits
        self._weights = weights or shipped()
        self._shelf = ShelfIndex(self.articles, engine, vocabulary)
        self._records = SourceRecords(self.articles)
        self._search = Search(self._shelf, self._weights)

    @cached_property
    def suggestions(self) -> tuple[str, ...]:
        """A few things that can be asked with success, the best first."""
        return suggestions(self.articles, vocabulary=self._shelf.vocabulary)

    @cached_property
    def verifier(self) -> Verifier:
        """Tells whether quoted words stand in these articles."""
        return Verifier(self.articles)

    def article(self, article_id: str) -> Article | None:
        """The article of that id; None where it is not among them."""
        return self._by_id.get(article_id)

    def ask(self, question: Question) -> Answer:
        """The answer: a quotation, a source record, or not found with its reason."""
        if not self.articles:
            return NotFound(question, Reason.EMPTY_SHELF)
        if not question_terms(folded(question.text), self._shelf.vocabulary):
            return NotFound(question, Reason.NO_WORDS, suggestions=self.suggestions)
        return self._from_source(question) or self._from_passages(question)

    def seen(self, question: str, passage: Passage) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """Where the passage, one of this shelf's, holds words of the question, and its focus, as a hit has them."""
        text = folded(question)
        article = self.articles.index(self._by_id[passage.article_id])
        number = self._shelf.number(article, passage)
        return matches(text, passage.text), focus(self._search.sight(text, article), number)

    def _from_source(self, question: Question) -> SourceAnswer | None:
        asked = self._records.asked(question.text)
        return SourceAnswer(question, *asked) if asked else None

    def _from_passages(self, question: Question) -> Answer:
        found = self._search.found(question.text)
        words = evidence(question.text, self._shelf)
        confidence = probability(found.confidence)
        hits = tuple(self._hit(one, found.searched) for one in found.ranked[: self._hits])
        if not hits or not self._search.is_about(found):
            return NotFound(question, Reason.NO_MATCH, words, confidence, self.suggestions, hits)
        return PassageAnswer(question, self._verdict(found), hits, words, confidence)

    def _verdict(self, found: Found) -> Verdict:
        sure = found.confidence >= self._weights.sure and not found.names_missing
        return Verdict.SURE if sure else Verdict.UNSURE

    def _hit(self, one: Ranked, searched: str) -> Hit:
        passage = self._shelf.passage(one.article, one.number)
        return Hit(
            passage=passage,
            article=self.articles[one.article],
            score=one.score,
            matches=matches(searched, passage.text),
            focus=focus(one.sight, one.number),
        )
