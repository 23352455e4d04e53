"""Question → Answer, on one shelf as it stands."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from bot.answering.following import Following
from bot.answering.index.shelf import ShelfIndex
from bot.answering.known_suggestions import KnownSuggestions
from bot.answering.lists.list_questions import ListQuestion, list_question
from bot.answering.passage_answers import PassageAnswers
from bot.answering.ranking.evidence import evidence
from bot.answering.ranking.ranked import RankedPassage
from bot.answering.ranking.search import Searcher, SearchResult
from bot.answering.ranking.sections import below_headings
from bot.answering.ranking.weights import Weights, shipped
from bot.answering.sources.article_questions import ArticleAnswer, ArticleQuestions
from bot.answering.sources.catalogue import Catalogue, Scope
from bot.each_once import each_once
from bot.language.follow_up import FollowUp, Leaning, follow_up
from bot.language.normalise import folded
from bot.language.overlap import ONE_TEXT, share_kept
from bot.language.question_window import question_window
from bot.language.script import language_of
from bot.language.terms import has_content, has_terms
from bot.model import (
    Answer,
    Article,
    ChoiceAnswer,
    Evidence,
    Field,
    Hit,
    NotFound,
    OutlineAnswer,
    Passage,
    PassageAnswer,
    Previous,
    Question,
    Reason,
    SourceAnswer,
    Verdict,
    is_found,
)

if TYPE_CHECKING:
    from bot.answering.quoting.verification import AnyVerifier

__all__ = ["Answerer"]

_MORE_THAN_ASKED = 8
"""Characters that a passage must have beyond the question; a mere heading does not."""
_NAMED_MARGIN = 0.5
"""The ln(odds) by which an article that is named may be less relevant and still be meant."""

_AnswerT = TypeVar("_AnswerT", bound=Answer)

_FIELDS = (Field.TITLE, Field.AUTHOR, Field.PUBLICATION, Field.PUBLISHED)
"""What is told of an article that filters alone ask for."""


class Answerer:
    """Answers questions about the articles of a shelf.

    Never changes: a shelf that changed gets a new one.
    """

    def __init__(
        self,
        index: ShelfIndex,
        *,
        hits: int = 5,
        weights: Weights | None = None,
        before: "Answerer | None" = None,
    ) -> None:
        """`hits` limits those of an answer; `before` answered for the shelf as it was, with the same weights."""
        self.index = index
        self._register = index.register
        self._catalogue = Catalogue(self._register)
        self._of_articles = ArticleQuestions(self._register, self._catalogue)
        self._searcher = Searcher(self.index, weights or shipped())
        self._passages = PassageAnswers(self.index, self._searcher, hits)
        self._following = Following(self.index, self._searcher)
        self._known: KnownSuggestions = KnownSuggestions(index, None if before is None else before._known)

    @property
    def articles(self) -> Sequence[Article]:
        """The articles, the oldest first; they may be fetched only when looked at."""
        return self.index.articles

    @property
    def suggestions(self) -> tuple[str, ...]:
        """A few things to ask that a passage answers, the best first."""
        return self._known.of_all(self._answering)

    def suggestions_in(self, language: str) -> tuple[str, ...]:
        """Return the suggestions from articles in `language`, of any region; from all articles if it has none."""
        return self._known.of_language(language.partition("-")[0], self._answering)

    @each_once
    def verifier(self) -> "AnyVerifier":
        """The verifier of words quoted from these articles."""
        # with rapidfuzz it takes a twentieth of a second to import, and most questions quote nothing
        from bot.answering.quoting.verification import Verifier, VerifierOf

        if self.index.quotable("") is None:
            return Verifier(self.articles)
        index = self.index
        return VerifierOf([lambda words: Verifier.within(index.quotable(words) or ())])

    def article(self, article_id: str) -> Article | None:
        """Return the article of that id; None if it is not among them."""
        number = self._register.number_of(article_id)
        return None if number is None else self.index.article(number)

    def edition_of(self, article: Article) -> Article | None:
        """Return the article of the same id, or of the same record and most of the text; None if there is none."""
        if (known := self.article(article.id)) is not None:
            return known
        others = self.index.fetched(self._register.of_record(article.source))
        return next((one for one in others if share_kept(article.text, one.text) >= ONE_TEXT), None)

    def has_named(self, question: Question) -> bool:
        """Return whether the question names any of the articles, by its title, its source or its day."""
        named = self._catalogue.named(question_window(question.text))
        return named is not None and bool(named.articles)

    def ask(
        self, question: Question, previous: Previous | None = None, meant: Article | None = None
    ) -> Answer:
        """Return the answer: a quotation, a source record, an outline, a choice, or not found with the reason.

        A question that leans on `previous` is answered in its light, unless it finds a good answer by itself.
        `meant` is the article that a question about an article means if it names none, such as the only one chosen.
        """
        return _to(question, self._answer(_searched(question), previous, meant))

    def _answer(self, question: Question, previous: Previous | None, meant: Article | None) -> Answer:
        if not len(self._register):
            return NotFound(question, Reason.EMPTY_SHELF)
        if previous is not None and (answer := self._in_light(question, self._here(previous))) is not None:
            return answer
        about = self.about_articles(question, meant)
        if about is not None and _says_something(about):
            return about
        answer = self._from_passages(question, self._catalogue.scope(question.text))
        # that the record does not say is an answer too, unless an article happens to speak of it
        return about if about is not None and not is_found(answer) else answer

    def ask_of(self, article: Article, question: Question) -> Answer:
        """Return the answer of one article of this shelf alone, its outline and its source record included."""
        return _to(question, self._answer_of(article, _searched(question)))

    def _answer_of(self, article: Article, question: Question) -> Answer:
        about = self.about_article(article, question)
        if about is not None and is_found(about):
            return about
        filtered = self._catalogue.scope(question.text)
        text = filtered.text if filtered and filtered.spelled_out else folded(question.text)
        alone = Scope(text, frozenset({self._number(article.id)}), True, ())
        answer = self._from_passages(question, alone)
        return about if about is not None and not is_found(answer) else answer

    def about_articles(self, question: Question, meant: Article | None = None) -> ArticleAnswer | None:
        """Return the answer to a question about the articles themselves, or a choice of them; None to any other."""
        searched = _searched(question)
        about = self._of_articles.answer(searched, meant) or self._filtered(searched)
        return None if about is None else _to(question, about)

    def about_article(self, article: Article, question: Question) -> SourceAnswer | OutlineAnswer | None:
        """Return the answer to a question about the article itself; None to any other."""
        searched = _searched(question)
        about = self._of_articles.answer_of(article, searched)
        if about is None and self._filtered(searched):
            return SourceAnswer(question, article, _FIELDS)
        return None if about is None else _to(question, about)

    def seen(self, question: str, passage: Passage) -> Hit:
        """Return the hit that the question has in a passage of this shelf if it stands alone, without its score."""
        text = folded(question_window(question))
        article = self._number(passage.article_id)
        number = self.index.number(article, passage)
        ranked = RankedPassage(self._searcher.features(text, article), article, number, 0.0)
        return self._passages.hit(ranked, text, list_question(text))

    def _number(self, article_id: str) -> int:
        """Return the article's number. Raises KeyError if it is not on the shelf."""
        number = self._register.number_of(article_id)
        if number is None:
            raise KeyError(article_id)
        return number

    def _here(self, previous: Previous) -> Previous:
        """Return the answer before with what of it still stands on this shelf."""
        shown = tuple(hit for hit in previous.shown if self.article(hit.article.id) == hit.article)
        about = previous.article
        known = about if about is not None and self.article(about.id) == about else None
        asked = question_window(previous.question)
        return replace(previous, question=asked, shown=shown, article=known)

    def _in_light(self, question: Question, previous: Previous) -> Answer | None:
        """Return the answer to a question that leans on the one before; None if it stands alone."""
        follow = follow_up(question.text, previous.question)
        if record := self._record_of(question, follow, previous):
            return record
        match follow.leaning:
            case Leaning.ALONE:
                return None
            case Leaning.ASKS:
                result = self._following.asked(question.text, follow, previous)
            case Leaning.MORE:
                if hits := self._following.rest_of_list(follow, previous):
                    return PassageAnswer(question, Verdict.SURE, hits, Evidence(), 1.0, previous.question)
                result = self._following.more(follow, previous)
            case _:
                return self._quoted(question, follow, previous) if previous.shown else None
        return None if result is None else self._answer_in_light(question, follow, previous, result)

    def _record_of(
        self, question: Question, follow: FollowUp, previous: Previous
    ) -> SourceAnswer | OutlineAnswer | None:
        """Return what is asked about the article quoted, if the question names no other.

        When and where are asked of what was quoted, and only after a record of the record.
        """
        article = previous.article
        if article is None or (follow.asks and not follow.own and previous.shown):
            return None
        about = self._of_articles.answer(question, article)
        if not isinstance(about, SourceAnswer | OutlineAnswer) or about.article != article:
            return None
        return (
            None if about == self._of_articles.answer(question) else replace(about, light=previous.question)
        )

    def _quoted(self, question: Question, follow: FollowUp, previous: Previous) -> Answer:
        hits = self._following.quoted(follow, previous)
        if not hits:
            return NotFound(question, Reason.NO_MORE, light=previous.question)
        return PassageAnswer(question, Verdict.SURE, hits, Evidence(), 1.0, previous.question)

    def _answer_in_light(
        self, question: Question, follow: FollowUp, previous: Previous, result: SearchResult
    ) -> Answer:
        words = evidence(follow.own, self.index) if follow.own else Evidence()
        # the list that the question before asked for is not asked for again
        asked = list_question(follow.own) if follow.leaning is Leaning.ASKS else None
        answer = self._from_result(question, result, words, asked)
        if isinstance(answer, NotFound):
            reason = Reason.NO_MORE if follow.leaning is Leaning.MORE else answer.reason
            return replace(answer, reason=reason, light=previous.question)
        return replace(answer, light=previous.question)

    def _from_passages(self, question: Question, scope: Scope | None) -> Answer:
        if not has_terms(folded(question.text)):
            return NotFound(question, Reason.NO_WORDS, suggestions=self._suggestions_for(question))
        if scope is not None and not scope.articles:
            lacking = Evidence((), scope.wanted)
            return NotFound(question, Reason.NO_MATCH, lacking, suggestions=self._suggestions_for(question))
        result, text = self._search(question.text, scope)
        words = evidence(text, self.index)
        if scope is not None and not scope.spelled_out:
            # the names that led to the article are not missing, though the text searched lacks them
            words = Evidence(evidence(question.text, self.index).present, words.missing)
        return self._from_result(
            question, result, words, list_question(result.searched), self._only_article(scope)
        )

    def _only_article(self, scope: Scope | None) -> int | None:
        """Return the number of the only article that may answer; None if there are several."""
        if scope is not None and len(scope.articles) == 1:
            return next(iter(scope.articles))
        return int(self._register.numbers[0]) if len(self._register) == 1 else None

    def _from_result(
        self,
        question: Question,
        result: SearchResult,
        words: Evidence,
        asked: ListQuestion | None,
        only: int | None = None,
    ) -> PassageAnswer | NotFound:
        answer = self._passages.answer(question, result, words, asked, only)
        if not isinstance(answer, NotFound):
            return answer
        near = self._known.near(result, answer.evidence.present, self._answering)
        return replace(answer, suggestions=near or self._suggestions_for(question))

    def _suggestions_for(self, question: Question) -> tuple[str, ...]:
        """Return what could be asked in the question's language."""
        return self.suggestions_in(language_of(question.text) or "")

    def _answering(self, text: str) -> Article | None:
        """Return the article with a passage that answers for sure and says more than was asked; None if none does."""
        if self.about_articles(Question(text)):
            return None
        result, _ = self._search(text, self._catalogue.scope(text))
        if not result.ranked or not self._searcher.is_about(result) or not self._searcher.is_sure(result):
            return None
        best = below_headings(result.ranked)[0]
        says_more = len(self.index.passage(best.article, best.number).text) > len(text) + _MORE_THAN_ASKED
        return self.index.article(best.article) if says_more else None

    def _search(self, question: str, scope: Scope | None) -> tuple[SearchResult, str]:
        """Return what the articles in scope have for the question, and the text that was searched.

        Articles that are merely mentioned are searched for the rest of the question, unless the whole shelf
        has more for all of it.
        """
        if scope is None:
            return self._searcher.search(question), question
        within = self._searcher.search(scope.text, scope.articles)
        if scope.spelled_out:
            return within, scope.text
        anywhere = self._searcher.search(question)
        least = max(anywhere.relevance - _NAMED_MARGIN, self._searcher.min_relevance)
        return (within, scope.text) if within.relevance > least else (anywhere, question)

    def _filtered(self, question: Question) -> SourceAnswer | ChoiceAnswer | None:
        """Return the article that filters alone ask for, or those to choose from; None if more is asked."""
        scope = self._catalogue.filtered(question.text)
        if scope is None or not scope.articles or has_content(scope.text, self.index.vocabulary):
            return None
        articles = self.index.fetched(sorted(scope.articles, reverse=True))
        if len(articles) > 1:
            return ChoiceAnswer(question, articles, _FIELDS)
        return SourceAnswer(question, articles[0], _FIELDS)


def _searched(question: Question) -> Question:
    return Question(question_window(question.text))


def _to(question: Question, answer: _AnswerT) -> _AnswerT:
    """Return the answer as one to `question`, of which only a part may have been searched."""
    return replace(answer, question=question)


def _says_something(about: ArticleAnswer) -> bool:
    """Return whether the record, or that of any article to choose from, says what is asked."""
    return is_found(about) if not isinstance(about, ChoiceAnswer) else about.is_known
