"""Questions about the articles of a shelf: what one is about, and what its source record says."""

from collections.abc import Sequence
from itertools import islice

from bot.answering.index.register import Register
from bot.answering.sources.about import AboutQuestion, about_question, asks_what_about
from bot.answering.sources.catalogue import Catalogue, Scope
from bot.answering.sources.outline import outline
from bot.answering.sources.source_record import MOST_READ, SourceRecords, asked_fields
from bot.language.normalise import folded
from bot.model import Article, ChoiceAnswer, OutlineAnswer, Question, SourceAnswer

__all__ = ["ArticleAnswer", "ArticleQuestions"]

ArticleAnswer = SourceAnswer | OutlineAnswer | ChoiceAnswer
_SHORTEST_PART = 4
_READ_CHARACTERS, _MORE_THAN_TITLE = 20_000, 8
_LEAST_SHARE = 0.5
"""What of a title names its article, if nothing in the question calls it one."""


class ArticleQuestions:
    """Tells which questions are about articles of the shelf, not about what stands in them, and answers them."""

    def __init__(self, register: Register, catalogue: Catalogue) -> None:
        self._register = register
        self._catalogue = catalogue
        self._records = SourceRecords(register, catalogue)

    def answer(self, question: Question, meant: Article | None = None) -> ArticleAnswer | None:
        """Return the answer, or the articles to choose from; None if the question is not about an article.

        `meant` is the article that is meant if the question names none.
        """
        if about := self._asked_about(question.text, meant):
            return outline(about[0], question) if len(about) == 1 else ChoiceAnswer(question, about)
        record = self._records.asked(question.text, meant)
        if record is None:
            return None
        articles, fields = record
        if len(articles) > 1:
            return ChoiceAnswer(question, articles, fields)
        return SourceAnswer(question, articles[0], fields)

    def answer_of(self, article: Article, question: Question) -> SourceAnswer | OutlineAnswer | None:
        """Return the answer of that article; None if the question is not about it."""
        if about := self._asked_about(question.text, article):
            return outline(article, question) if article in about else None
        if fields := asked_fields(question.text, article):
            return SourceAnswer(question, article, fields)
        record = self._records.asked(question.text, article)
        return SourceAnswer(question, article, record[1]) if record and article in record[0] else None

    def _asked_about(self, question: str, meant: Article | None) -> Sequence[Article]:
        """Return the articles of which the question may ask what they are about, newest first; none if it does not."""
        if not asks_what_about(folded(question)):
            return ()
        scope = self._catalogue.named(question)
        about = about_question(question, scope.text if scope else None)
        if about is None:
            return ()
        if scope is not None and not about.name:
            named = self._newest_first(scope.articles)
            if scope.spelled_out or about.is_of_a_text:
                return named
            return tuple(one for one in islice(named, MOST_READ) if _may_ask(about, scope, one))
        if scope is not None:
            about = about_question(question)
        if about is not None and about.name:
            return self._newest_first(self._titled(about, question))
        return (meant,) if meant is not None else self._register.articles(self._register.numbers[::-1])

    def _titled(self, about: AboutQuestion, question: str) -> frozenset[int]:
        if about.is_of_a_text:
            return self._catalogue.titled(about.name, _LEAST_SHARE if "《" in question else 0.0)
        if about.tells and len(about.name) >= _SHORTEST_PART:
            return self._catalogue.titled(about.name, _LEAST_SHARE)
        return frozenset()

    def _newest_first(self, numbers: frozenset[int]) -> Sequence[Article]:
        return self._register.articles(sorted(numbers, reverse=True))


def _may_ask(about: AboutQuestion, scope: Scope, article: Article) -> bool:
    """Return whether the question asks of the named article rather than of a thing behind its title.

    Of 主要内容 nobody can tell, and if the article itself speaks of its title, that is the name of a thing.
    """
    return about.tells and not (
        folded(article.source.title) in scope.wanted and _speaks_of_its_title(article)
    )


def _speaks_of_its_title(article: Article) -> bool:
    title = folded(article.source.title)
    lines = folded(article.text[:_READ_CHARACTERS]).split("\n")
    return any(title in line and len(line) > len(title) + _MORE_THAN_TITLE for line in lines)
