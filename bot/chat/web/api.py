"""The JSON door: answers as `zhaiyin ask --json` prints them, and the articles of the shelf."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.assistant.assistant import Assistant
from bot.chat.web import parameters
from bot.chat.web.schema import openapi
from bot.chat.web.visits import Doorkeeper
from bot.reply import locale_of
from bot.reply.record import article_record, record
from bot.reply.verification_record import verification_record

__all__ = ["Api"]


class Api:
    """Lets programs ask `assistant`, on the shelf that `doorkeeper` opens."""

    def __init__(self, assistant: Assistant, doorkeeper: Doorkeeper) -> None:
        self._assistant, self._desk = assistant, assistant.desk
        self._doorkeeper = doorkeeper

    def routes(self) -> list[Route]:
        """Return the routes of the API."""
        return [
            Route("/api/ask", self.ask),
            Route("/api/verify", self.verify),
            Route("/api/articles", self.articles),
            Route("/api/articles/{article_id}", self.article),
            Route("/api/openapi.json", self.description),
            Route("/health", self.health),
        ]

    def ask(self, request: Request) -> JSONResponse:
        """Return the answer to `q`, asked after the questions in `after`; if asked `of` an article, of that one alone."""
        text, article_id = parameters.question(request), parameters.of(request)
        visit = self._doorkeeper.visit(request)
        previous = self._assistant.previous.to_questions(visit.conversation, parameters.after(request))
        answer = self._assistant.ask(visit.conversation, text, previous=previous, of=article_id).answer
        return JSONResponse(record(answer, locale_of(text)))

    def verify(self, request: Request) -> JSONResponse:
        """Return where the words of `q` stand on the shelf, what differs, and what of them stands nowhere."""
        claim, visit = parameters.question(request), self._doorkeeper.visit(request)
        return JSONResponse(verification_record(self._assistant.verify(visit.conversation, claim)))

    def articles(self, request: Request) -> JSONResponse:
        """Return the articles on the shelf, in the order they were added."""
        articles = self._desk.articles(self._doorkeeper.visit(request).shelf)
        return JSONResponse([article_record(article) for article in articles])

    def article(self, request: Request) -> JSONResponse:
        """Return an article with its text, paragraph by paragraph."""
        shelf = self._desk.shelf(self._doorkeeper.visit(request).shelf)
        article = shelf.answerer.article(request.path_params["article_id"])
        if article is None:
            raise HTTPException(404)
        text = [span.cut(article.text) for span in article.paragraphs]
        return JSONResponse({**article_record(article), "text": text})

    def description(self, _: Request) -> JSONResponse:
        """Return the description of the API, as OpenAPI."""
        return JSONResponse(openapi())

    def health(self, _: Request) -> JSONResponse:
        """Return the number of public articles; fails with status 503 if they cannot be read."""
        return JSONResponse({"status": "ok", "articles": len(self._desk.articles())})
