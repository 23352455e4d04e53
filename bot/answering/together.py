"""Several shelves asked together, each by its own answerer: a chat's own one first, then what others have."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from bot.answering.answerer import Answerer
from bot.answering.index.articles import Chained
from bot.answering.quoting.verification import AnyVerifier, VerifierOf
from bot.answering.sources.article_questions import ArticleAnswer
from bot.each_once import each_once
from bot.model import (
    Answer,
    Article,
    ChoiceAnswer,
    Evidence,
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

__all__ = ["AnyAnswerer", "Together"]

_MAX_HITS = 20
_MAX_SUGGESTIONS = 4
_AS_GOOD_AS_SURE = 0.9
"""The confidence from which on an unsure answer is preferred as a sure one is; it lacks a word that stands elsewhere."""


class Together:
    """Answers from the first shelf where it answers as surely as any other; nothing is indexed anew.

    An article that stands on several shelves counts where it stands first.
    """

    def __init__(self, answerers: Sequence[Answerer]) -> None:
        self._answerers = tuple(answerers)

    @each_once
    def articles(self) -> Sequence[Article]:
        """The articles of all shelves, each once; they may be fetched only when looked at."""
        parts: list[Sequence[Article]] = []
        known = np.zeros(0, dtype="S16")
        for answerer in self._answerers:
            register = answerer.index.register
            is_new = ~np.isin(register.ids, known)
            known = np.concatenate([known, register.ids])
            parts.append(answerer.index.fetched(register.numbers[is_new]))
        return Chained(parts)

    @property
    def suggestions(self) -> tuple[str, ...]:
        """A few things to ask, those of the first shelf first."""
        every = (text for answerer in self._answerers for text in answerer.suggestions)
        return tuple(dict.fromkeys(every))[:_MAX_SUGGESTIONS]

    def suggestions_in(self, language: str) -> tuple[str, ...]:
        """Return the suggestions from articles in `language`, those of the first shelf first."""
        every = (text for answerer in self._answerers for text in answerer.suggestions_in(language))
        return tuple(dict.fromkeys(every))[:_MAX_SUGGESTIONS]

    @property
    def verifier(self) -> AnyVerifier:
        """The verifier of words quoted from any of the shelves."""
        return VerifierOf([answerer.verifier.narrowed for answerer in self._answerers])

    def article(self, article_id: str) -> Article | None:
        """Return the article of that id; None if it is not among them."""
        return self._holder(article_id).article(article_id)

    def ask(
        self, question: Question, previous: Previous | None = None, meant: Article | None = None
    ) -> Answer:
        """Return the first shelf's answer unless another is surer, with what else both found after it.

        What leans on an answer is asked where that was found. An article named is asked where it stands.
        """
        if previous is not None and previous.article is not None:
            light = self._holder(previous.article.id).ask(question, previous, meant)
            if light.light:
                return light
            # alone on its shelf, an article is meant without any light
            if self._is_about(light, previous.article) and not any(
                one.has_named(question) for one in self._answerers
            ):
                return replace(light, light=previous.question)
        answers = [
            self._visible(answerer.ask(question, None, meant), answerer) for answerer in self._answerers
        ]
        if all(isinstance(answer, SourceAnswer | OutlineAnswer | ChoiceAnswer) for answer in answers):
            return answers[self._named(question)]
        best = max(answers, key=_certainty)
        return _joined(best, [best, *(answer for answer in answers if answer is not best)])

    def ask_of(self, article: Article, question: Question) -> Answer:
        """Return the answer of one article alone."""
        return self._holder(article.id).ask_of(article, question)

    def about_articles(self, question: Question, meant: Article | None = None) -> ArticleAnswer | None:
        """Return the answer to a question about the articles themselves; None to any other."""
        answers = [answerer.about_articles(question, meant) for answerer in self._answerers]
        named = answers[self._named(question)]
        return named if named is not None else next((one for one in answers if one is not None), None)

    def about_article(self, article: Article, question: Question) -> SourceAnswer | OutlineAnswer | None:
        """Return the answer to a question about the article itself; None to any other."""
        return self._holder(article.id).about_article(article, question)

    def seen(self, question: str, passage: Passage) -> Hit:
        """Return the hit that the question has in a passage."""
        return self._holder(passage.article_id).seen(question, passage)

    def _is_about(self, answer: Answer, article: Article) -> bool:
        return isinstance(answer, SourceAnswer | OutlineAnswer) and answer.article == article

    def _holder(self, article_id: str) -> Answerer:
        """Return the first answerer that has the article; the first of all if none has."""
        holding = (one for one in self._answerers if one.article(article_id) is not None)
        return next(holding, self._answerers[0])

    def _named(self, question: Question) -> int:
        """Return the number of the first shelf with an article that the question names; 0 if none is named."""
        named = (number for number, one in enumerate(self._answerers) if one.has_named(question))
        return next(named, 0)

    def _visible(self, answer: Answer, answerer: Answerer) -> Answer:
        """Return the answer without passages of articles of which an earlier shelf has an edition."""
        if not isinstance(answer, PassageAnswer) or answerer is self._answerers[0]:
            return answer
        before = self._answerers[: self._answerers.index(answerer)]
        hits = tuple(hit for hit in answer.hits if all(one.edition_of(hit.article) is None for one in before))
        if not hits:
            return NotFound(answer.question, Reason.NO_MATCH, answer.evidence)
        return replace(answer, hits=hits)


AnyAnswerer: TypeAlias = Answerer | Together


def _certainty(answer: Answer) -> int:
    """Return how much the answer is worth: for sure, the closest passage, a choice, a record without, nothing."""
    match answer:
        case PassageAnswer():
            sure = answer.verdict is Verdict.SURE or answer.confidence >= _AS_GOOD_AS_SURE
            return 3 if sure else 2
        case NotFound():
            return 0 if answer.reason is not Reason.EMPTY_SHELF else -1
        case _:
            return 3 if is_found(answer) else 1


def _joined(best: Answer, answers: Sequence[Answer]) -> Answer:
    """Return the best answer with the hits of the others after its own, and with the words that none has as missing."""
    weighed = [answer for answer in answers if isinstance(answer, PassageAnswer | NotFound)]
    if isinstance(best, NotFound):
        suggestions = dict.fromkeys(
            text for one in weighed if isinstance(one, NotFound) for text in one.suggestions
        )
        return replace(
            best,
            evidence=_evidence(answer.evidence for answer in weighed),
            confidence=max(answer.confidence for answer in weighed),
            suggestions=tuple(suggestions)[:_MAX_SUGGESTIONS],
        )
    if not isinstance(best, PassageAnswer):
        return best
    hits = [hit for answer in weighed if isinstance(answer, PassageAnswer) for hit in answer.hits]
    evidence = _evidence(answer.evidence for answer in weighed)
    understood = tuple(pair for pair in best.evidence.understood if pair[0] not in evidence.present)
    return replace(best, hits=tuple(hits[:_MAX_HITS]), evidence=replace(evidence, understood=understood))


def _evidence(found: Iterable[Evidence]) -> Evidence:
    """Return the words that stand on any shelf, and those that stand on none."""
    every = list(found)
    present = dict.fromkeys(word for one in every for word in one.present)
    missing = dict.fromkeys(word for one in every for word in one.missing)
    taken = {asked for one in every for asked, _ in one.understood}
    return Evidence(
        tuple(present), tuple(word for word in missing if word not in present and word not in taken)
    )
