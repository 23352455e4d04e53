"""Question → Answer, on one shelf as it stands."""

from functools import cached_property

from bot.answering.index.shelf import ShelfIndex
from bot.answering.quoting.verification import Verifier
from bot.answering.ranking.evidence import evidence
from bot.answering.ranking.focus import focus, matches
from bot.answering.ranking.hits import Hits, Spans
from bot.answering.ranking.search import Found, Ranked, Search
from bot.answering.ranking.sections import below_headings
from bot.answering.ranking.weights import Weights, probability, shipped
from bot.answering.sources.catalogue import Catalogue, Scope
from bot.answering.sources.source_record import SourceRecords, asked_fields
from bot.answering.suggestions import suggested
from bot.language.normalise import folded
from bot.language.terms import has_content, question_terms
from bot.model import (
    Answer,
    Article,
    Evidence,
    Field,
    Hit,
    NotFound,
    Passage,
    PassageAnswer,
    Question,
    Reason,
    SourceAnswer,
    Span,
    Verdict,
    is_found,
)

__all__ = ["Answerer"]

_MORE_THAN_ASKED = 8
"""Characters: a heading with nothing below it says no more than was asked."""
_NAMED_MARGIN = 0.5
"""In ln(odds): by how much less an article that the question names may have and still be the one meant."""


class Answerer:
    """Answers questions about the articles of a shelf. Never changes: a shelf that changed gets a new one."""

    def __init__(self, index: ShelfIndex, *, hits: int = 5, weights: Weights | None = None) -> None:
        """`hits` limits those of an answer."""
        self.index = index
        self.articles = index.articles
        self._numbers = {article.id: number for number, article in enumerate(self.articles)}
        self._hits = hits
        self._weights = weights or shipped()
        self._records = SourceRecords(self.articles)
        self._catalogue = Catalogue(self.articles)
        self._search = Search(self.index, self._weights)

    @cached_property
    def suggestions(self) -> tuple[str, ...]:
        """A few things that can be asked and are answered by a passage, the best first."""
        return suggested(self.articles, self._is_told, vocabulary=self.index.vocabulary)

    def warm_up(self) -> None:
        """Draw the line between found and not found now, which else the first question in doubt waits for."""
        _ = self._search.line

    @cached_property
    def verifier(self) -> Verifier:
        """Tells whether quoted words stand in these articles."""
        return Verifier(self.articles)

    def article(self, article_id: str) -> Article | None:
        """The article of that id; None where it is not among them."""
        number = self._numbers.get(article_id)
        return None if number is None else self.articles[number]

    def ask(self, question: Question) -> Answer:
        """The answer: a quotation, a source record, or not found with its reason."""
        if not self.articles:
            return NotFound(question, Reason.EMPTY_SHELF)
        if not question_terms(folded(question.text), self.index.vocabulary):
            return NotFound(question, Reason.NO_WORDS, suggestions=self.suggestions)
        record = self._from_source(question)
        if record is not None and any(record.article.source.knows(field) for field in record.fields):
            return record
        answer = self._from_passages(question, self._catalogue.scope(question.text))
        # that nobody knows the page is an answer too, unless an article happens to speak of it
        return record if record is not None and not is_found(answer) else answer

    def ask_of(self, article: Article, question: Question) -> Answer:
        """The answer that `article`, one of this shelf's, gives alone, its source record included."""
        fields = asked_fields(question.text, article)
        if any(article.source.knows(field) for field in fields):
            return SourceAnswer(question, article, fields)
        if not question_terms(folded(question.text), self.index.vocabulary):
            return NotFound(question, Reason.NO_WORDS)
        alone = frozenset({self._numbers[article.id]})
        return self._from_passages(question, Scope(folded(question.text), alone, True, ()))

    def seen(self, question: str, passage: Passage) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """Where the passage, one of this shelf's, holds words of the question, and its focus, as a hit has them."""
        text = folded(question)
        article = self._numbers[passage.article_id]
        number = self.index.number(article, passage)
        return matches(text, passage.text), focus(self._search.sight(text, article), number)

    def _from_source(self, question: Question) -> SourceAnswer | None:
        asked = self._records.asked(question.text)
        return SourceAnswer(question, *asked) if asked else None

    def _from_passages(self, question: Question, scope: Scope | None) -> Answer:
        if scope is not None and not scope.articles:
            lacking = Evidence((), scope.wanted)
            return NotFound(question, Reason.NO_MATCH, lacking, suggestions=self.suggestions)
        if scope is not None and scope.spelled_out and not has_content(scope.text, self.index.vocabulary):
            return self._listed(question, scope)
        found, asked = self._found(question.text, scope)
        words = evidence(asked, self.index)
        if scope is not None and not scope.spelled_out:
            # names that led to the article are not missing there, and words of the question that stand on the shelf
            words = Evidence(evidence(question.text, self.index).found, words.missing)
        confidence = probability(found.confidence)
        hits = Hits(below_headings(found.ranked)[: self._hits], lambda one: self._hit(one, found.searched))
        if not hits or not self._search.is_about(found):
            return NotFound(question, Reason.NO_MATCH, words, confidence, self.suggestions, hits)
        return PassageAnswer(question, self._verdict(found), hits, words, confidence)

    def _is_told(self, text: str) -> bool:
        """Whether a passage answers for sure that is more than the words asked for, and no source record does."""
        if self._from_source(Question(text)):
            return False
        found, _ = self._found(text, self._catalogue.scope(text))
        if not found.ranked or not self._search.is_about(found) or self._verdict(found) is not Verdict.SURE:
            return False
        one = below_headings(found.ranked)[0]
        return len(self.index.passage(one.article, one.number).text) > len(text) + _MORE_THAN_ASKED

    def _found(self, question: str, scope: Scope | None) -> tuple[Found, str]:
        """What the articles asked have, and what they were asked: where they are merely mentioned, they are asked for
        the rest of the question, if they have more for that than the whole shelf for all of it."""
        if scope is None:
            return self._search.found(question), question
        within = self._search.found(scope.text, scope.articles)
        if scope.spelled_out:
            return within, scope.text
        anywhere = self._search.found(question)
        least = max(anywhere.relevance - _NAMED_MARGIN, self._weights.found)
        return (within, scope.text) if within.relevance > least else (anywhere, question)

    def _listed(self, question: Question, scope: Scope) -> SourceAnswer:
        """The newest of the articles that filters alone ask for."""
        newest = self.articles[max(scope.articles)]
        return SourceAnswer(question, newest, (Field.TITLE, Field.AUTHOR, Field.PUBLICATION, Field.PUBLISHED))

    def _verdict(self, found: Found) -> Verdict:
        sure = found.confidence >= self._weights.sure and not found.names_missing
        return Verdict.SURE if sure else Verdict.UNSURE

    def _hit(self, one: Ranked, searched: str) -> Hit:
        passage = self.index.passage(one.article, one.number)
        return Hit(
            passage=passage,
            article=self.articles[one.article],
            score=one.score,
            matches=Spans(lambda: matches(searched, passage.text)),
            focus=focus(one.sight, one.number),
        )
