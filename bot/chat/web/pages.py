"""The pages: where one asks, the answer alone, the shelf, the reader, what programs can ask."""

from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from bot.assistant.assistant import Assistant
from bot.assistant.permalink import landing
from bot.chat.web import parameters
from bot.chat.web.opening import Doorkeeper, Visit, public_visit
from bot.chat.web.outline import key_terms, outline
from bot.chat.web.reading import reading
from bot.chat.web.schema import openapi
from bot.chat.web.shown import ShownAnswer, citations, shown
from bot.chat.web.templates import Templates
from bot.chat.web.votes import Ballots
from bot.model import Article, SourceAnswer
from bot.reply import imprint, record_lines

__all__ = ["Pages"]

_NEWEST = 5
_ON_A_PAGE = 50


class Pages:
    """Shows what `assistant` answers, on `templates`, on the shelf that `doorkeeper` opens.

    With `ballots`, what it answers can be voted on.
    """

    def __init__(
        self,
        assistant: Assistant,
        templates: Templates,
        doorkeeper: Doorkeeper,
        ballots: Ballots | None,
    ) -> None:
        self._assistant, self._desk = assistant, assistant.desk
        self._templates = templates
        self._doorkeeper = doorkeeper
        self._ballots = ballots

    def routes(self) -> list[Route]:
        """The addresses of the pages."""
        return [
            Route("/", self.chat),
            Route("/answer", self.answer),
            Route("/a", self.shelf),
            Route("/a/{article_id}", self.article),
            Route("/api", self.api),
        ]

    def chat(self, request: Request) -> HTMLResponse:
        """Where one asks; with a question, its answer below it."""
        question, visit = parameters.question_if_any(request), self._doorkeeper.visit(request)
        answer, ballot = self._answered(question, visit) if question.strip() else (None, "")
        articles = self._desk.articles(visit.shelf)
        return self._templates.page(
            request,
            "chat.html",
            visit,
            question=question,
            answer=answer,
            ballot=ballot,
            suggestions=self._desk.suggestions(visit.shelf),
            articles=_lines(visit, articles[: -_NEWEST - 1 : -1]),
            count=len(articles),
        )

    def answer(self, request: Request) -> HTMLResponse:
        """The answer alone, for the page's script."""
        visit = self._doorkeeper.visit(request)
        answer, ballot = self._answered(parameters.question(request), visit)
        return self._templates.page(request, "answer.html", visit, answer=answer, ballot=ballot)

    def shelf(self, request: Request) -> HTMLResponse:
        """The articles, newest first."""
        page, visit = parameters.page(request), self._doorkeeper.visit(request)
        articles = self._desk.articles(visit.shelf)[::-1]
        start = (page - 1) * _ON_A_PAGE
        here = articles[start : start + _ON_A_PAGE]
        if page > 1 and not here:
            raise HTTPException(404)
        return self._templates.page(
            request,
            "shelf.html",
            visit,
            articles=_lines(visit, here),
            count=len(articles),
            page=page,
            more=start + _ON_A_PAGE < len(articles),
        )

    def article(self, request: Request) -> HTMLResponse:
        """The reader: the article, what is asked marked in it."""
        visit = self._doorkeeper.visit(request)
        say, article_id = visit.conversation.say, request.path_params["article_id"]
        article = self._desk.shelf(visit.shelf).answerer.article(article_id)
        if article is None:
            raise HTTPException(404)
        question, place = parameters.question_if_any(request), landing(article, parameters.at(request))
        answer = None
        if question.strip():
            answer = self._assistant.ask_about(visit.conversation, article, question)
        cited = self._templates.links_to(visit).cited(article)
        return self._templates.page(
            request,
            "article.html",
            visit,
            article=article,
            reading=reading(article, question, answer, place, cited),
            outline=outline(article),
            key_terms=key_terms(article, self._desk.vocabulary),
            imprint=imprint(article, say),
            citations=citations(cited),
            question=question,
            record=record_lines(answer, say) if isinstance(answer, SourceAnswer) else (),
            place=place,
        )

    def api(self, request: Request) -> HTMLResponse:
        """What programs can ask, from the OpenAPI description."""
        return self._templates.page(request, "api.html", public_visit(request), paths=openapi()["paths"])

    def _answered(self, question: str, visit: Visit) -> tuple[ShownAnswer, str]:
        """The answer as it is shown, and the ballot to vote on it with."""
        exchange = self._assistant.ask(visit.conversation, question)
        ballot = self._ballots.of(exchange) if self._ballots is not None else ""
        return shown(exchange.answer, visit.conversation.say, self._templates.links_to(visit)), ballot


def _lines(visit: Visit, articles: Sequence[Article]) -> list[tuple[Article, str]]:
    return [(article, imprint(article, visit.conversation.say)) for article in articles]
