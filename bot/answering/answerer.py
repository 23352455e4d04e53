"""Question → Answer, on one shelf as it stands."""

from collections.abc import Sequence
from functools import cached_property

from bot.answering.focus import focus, matches
from bot.answering.source_record import asked_fields
from bot.answering.suggestions import suggestions
from bot.language.terms import content_words, question_terms, terms
from bot.model import (
    Answer,
    Article,
    Evidence,
    Hit,
    NotFound,
    Passage,
    PassageAnswer,
    Question,
    Reason,
    SourceAnswer,
    Verdict,
)
from bot.passages import passages
from bot.retrieval.engine import Engine

__all__ = ["Answerer"]

HITS = 5


class Answerer:
    """Answers questions about `articles`. Never changes: a shelf that changed gets a new one."""

    def __init__(self, articles: Sequence[Article], engine: type[Engine]) -> None:
        self.articles = tuple(articles)
        self._by_id = {article.id: article for article in articles}
        self._passages: tuple[Passage, ...] = tuple(p for article in articles for p in passages(article))
        self._engine = engine.build(terms(passage.text) for passage in self._passages)

    @cached_property
    def suggestions(self) -> tuple[str, ...]:
        """A few things that can be asked with success, the best first."""
        return suggestions(self.articles)

    def ask(self, question: Question) -> Answer:
        """The answer: a quotation, a source record, or not found with its reason."""
        if not self.articles:
            return NotFound(question, Reason.EMPTY_SHELF)
        asked = question_terms(question.text)
        if not asked:
            return NotFound(question, Reason.NO_WORDS, suggestions=self.suggestions)
        return self._from_source(question) or self._from_passages(question, asked)

    def _from_source(self, question: Question) -> SourceAnswer | None:
        for article in reversed(self.articles):
            if fields := asked_fields(question.text, article):
                return SourceAnswer(question, article, fields)
        return None

    def _from_passages(self, question: Question, asked: tuple[str, ...]) -> Answer:
        scored = self._engine.search(dict.fromkeys(asked, 1.0), HITS)
        evidence = self._evidence(question)
        top = sum(self._engine.idf(term) for term in asked)
        confidence = scored[0].score / top / 1.9 if scored else 0.0
        if confidence < 0.3:
            return NotFound(question, Reason.NO_MATCH, evidence, confidence, self.suggestions)
        verdict = Verdict.SURE if confidence >= 0.5 else Verdict.UNSURE
        hits = tuple(self._hit(self._passages[s.document], s.score, question) for s in scored)
        return PassageAnswer(question, verdict, hits, evidence, min(1.0, confidence))

    def _hit(self, passage: Passage, score: float, question: Question) -> Hit:
        article = self._by_id[passage.article_id]
        return Hit(
            passage, article, score, matches(question.text, passage.text), focus(question.text, passage.text)
        )

    def _evidence(self, question: Question) -> Evidence:
        words = content_words(question.text)
        found = tuple(w for w in words if self._engine.frequency(f"w:{w}"))
        return Evidence(found, tuple(w for w in words if w not in found))
