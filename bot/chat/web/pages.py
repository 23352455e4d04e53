"""The pages: where one asks, the answer alone, the shelf, the reader, what programs can ask."""

from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from bot.assistant.desk import Desk
from bot.assistant.permalink import landing
from bot.chat.web import parameters
from bot.chat.web.opening import Doorkeeper, Opened
from bot.chat.web.outline import key_terms, outline
from bot.chat.web.reading import reading
from bot.chat.web.schema import openapi
from bot.chat.web.shown import ShownAnswer, citations, imprint, shown
from bot.chat.web.templates import Templates, say_for
from bot.chat.web.votes import Ballots
from bot.chat.web.within import asked_within
from bot.model import Article, NotFound, Question, Reason, SourceAnswer
from bot.notebook import Notebook
from bot.reply import record_lines

__all__ = ["Pages"]

_NEWEST = 5
_ON_A_PAGE = 50
_LONGEST_NOTED = 200


class Pages:
    """Shows what `desk` answers, on `templates`, of the shelf that `doorkeeper` opens.

    What is not found is noted in `notebook`, as in a chat.
    """

    def __init__(
        self, desk: Desk, templates: Templates, doorkeeper: Doorkeeper, notebook: Notebook | None
    ) -> None:
        self._desk = desk
        self._templates = templates
        self._doorkeeper = doorkeeper
        self._notebook = notebook
        self._ballots = Ballots(notebook) if notebook is not None else None

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
        asked, opened = parameters.question_if_any(request), self._doorkeeper.opened(request)
        answer, ballot = self._answered(request, asked, opened) if asked.strip() else (None, "")
        articles = self._desk.articles(opened.shelf)
        return self._templates.page(
            request,
            "chat.html",
            opened,
            question=asked,
            answer=answer,
            ballot=ballot,
            suggestions=self._desk.suggestions(opened.shelf),
            articles=_lines(request, articles[: -_NEWEST - 1 : -1]),
            count=len(articles),
        )

    def answer(self, request: Request) -> HTMLResponse:
        """The answer alone, for the page's script."""
        opened = self._doorkeeper.opened(request)
        answer, ballot = self._answered(request, parameters.question(request), opened)
        return self._templates.page(request, "answer.html", opened, answer=answer, ballot=ballot)

    def shelf(self, request: Request) -> HTMLResponse:
        """The articles, newest first."""
        page, opened = parameters.page(request), self._doorkeeper.opened(request)
        articles = self._desk.articles(opened.shelf)[::-1]
        start = (page - 1) * _ON_A_PAGE
        here = articles[start : start + _ON_A_PAGE]
        if page > 1 and not here:
            raise HTTPException(404)
        return self._templates.page(
            request,
            "shelf.html",
            opened,
            articles=_lines(request, here),
            count=len(articles),
            page=page,
            more=start + _ON_A_PAGE < len(articles),
        )

    def article(self, request: Request) -> HTMLResponse:
        """The reader: the article, what is asked marked in it."""
        opened = self._doorkeeper.opened(request)
        article = self._desk.shelf(opened.shelf).answerer.article(request.path_params["article_id"])
        if article is None:
            raise HTTPException(404)
        asked, place = parameters.question_if_any(request), landing(article, parameters.at(request))
        question = Question(asked, opened.shelf)
        answer = asked_within(self._desk, article, question) if asked.strip() else None
        cited = self._templates.links_to(opened).cited(article)
        return self._templates.page(
            request,
            "article.html",
            opened,
            article=article,
            reading=reading(article, asked, answer, place, cited),
            outline=outline(article),
            key_terms=key_terms(article, self._desk.vocabulary),
            imprint=imprint(article, say_for(request)),
            citations=citations(cited, say_for(request)),
            question=asked,
            record=record_lines(answer, say_for(request)) if isinstance(answer, SourceAnswer) else (),
            place=place,
        )

    def api(self, request: Request) -> HTMLResponse:
        """What programs can ask, from the OpenAPI description."""
        return self._templates.page(request, "api.html", Opened(), paths=openapi()["paths"])

    def _answered(self, request: Request, question: str, opened: Opened) -> tuple[ShownAnswer, str]:
        """The answer as it is shown, and the ballot to vote on it with."""
        answer = self._desk.ask(Question(question, opened.shelf))
        if isinstance(answer, NotFound) and answer.reason is Reason.NO_MATCH and self._notebook is not None:
            self._notebook.note_unanswered(opened.chat, opened.shelf, _noted(question))
        ballot = self._ballots.of(answer, opened) if self._ballots is not None else ""
        return shown(answer, say_for(request), self._templates.links_to(opened)), ballot


def _noted(question: str) -> str:
    """As much of the question as tells what it was about, in one line: anybody may write anything."""
    return " ".join(question.replace("\0", " ").split())[:_LONGEST_NOTED]


def _lines(request: Request, articles: Sequence[Article]) -> list[tuple[Article, str]]:
    return [(article, imprint(article, say_for(request))) for article in articles]
