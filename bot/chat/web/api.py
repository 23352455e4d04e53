"""The JSON door: answers as `zhaiyin ask --json` prints them, and the articles of the shelf."""

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.answering.sources.finding import found, ordered
from bot.assistant.assistant import Assistant
from bot.assistant.links import Links
from bot.assistant.pulse import Pulse
from bot.assistant.readiness import Readiness
from bot.chat.web import parameters
from bot.chat.web.schema import openapi
from bot.chat.web.visits import Doorkeeper, Visit
from bot.reply import locale_of
from bot.reply.record import PASSAGES, References, article_record, listing_record, record
from bot.reply.verification_record import verification_record

if TYPE_CHECKING:
    from bot.replicas.replica import Replica

__all__ = ["Api"]

_ARTICLES_PER_PAGE = 50


class Api:
    """Lets programs ask `assistant`, on the shelf that `doorkeeper` opens; `public_url` is the site's address elsewhere."""

    def __init__(
        self,
        assistant: Assistant,
        doorkeeper: Doorkeeper,
        public_url: str | None = None,
        pulse: Pulse | None = None,
        replica: "Replica | None" = None,
    ) -> None:
        self._assistant, self._desk = assistant, assistant.desk
        self._doorkeeper = doorkeeper
        self._public_url, self._pulse = public_url, pulse
        self._replica, self._readiness = replica, Readiness(self._desk, pulse, replica)

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
        """Return the answer to `q`, asked after the questions in `after`; with an article, of that one alone."""
        text, article_id = parameters.question(request), parameters.of(request)
        limit = parameters.limit(request, PASSAGES, parameters.MAX_PASSAGES)
        visit = self._doorkeeper.visit(request)
        references = self._references(request, visit)
        previous = self._assistant.previous.to_questions(visit.conversation, parameters.after(request))
        answer = self._assistant.ask(visit.conversation, text, previous=previous, of=article_id).answer
        return JSONResponse(record(answer, locale_of(text), references, limit=limit))

    def verify(self, request: Request) -> JSONResponse:
        """Return where the words of `q` stand on the shelf, what differs, and what of them stands nowhere."""
        claim, visit = parameters.question(request), self._doorkeeper.visit(request)
        verification = self._assistant.verify(visit.conversation, claim)
        return JSONResponse(verification_record(verification, self._references(request, visit)))

    def articles(self, request: Request) -> JSONResponse:
        """Return a page of the articles whose source holds the words of `q`, in the order that is wanted."""
        page, words = parameters.page(request), parameters.question_if_any(request)
        limit = parameters.limit(request, _ARTICLES_PER_PAGE, parameters.MAX_ARTICLES)
        order, visit = parameters.order(request), self._doorkeeper.visit(request)
        listed = ordered(found(self._desk.articles(visit.shelf), words), order)
        shown, references = listed[(page - 1) * limit : page * limit], self._references(request, visit)
        added = self._desk.added_at(visit.shelf, shown)
        return JSONResponse(listing_record(listed, added, references, page, limit))

    def article(self, request: Request) -> JSONResponse:
        """Return an article with its text, paragraph by paragraph."""
        visit = self._doorkeeper.visit(request)
        article = self._desk.shelf(visit.shelf).article(request.path_params["article_id"])
        if article is None:
            raise HTTPException(404)
        text = [span.cut(article.text) for span in article.paragraphs]
        return JSONResponse({**article_record(article, self._references(request, visit)), "text": text})

    def description(self, _: Request) -> JSONResponse:
        """Return the description of the API, as OpenAPI."""
        return JSONResponse(openapi())

    def health(self, _: Request) -> JSONResponse:
        """Return the number of public articles, and how polling goes; fails with status 503 if they cannot be read."""
        health: dict[str, object] = {"status": "ok", "articles": len(self._desk.articles())}
        if self._pulse is not None:
            health[self._pulse.way] = {"ok": self._pulse.is_alive, "seconds_since": self._pulse.seconds}
        return JSONResponse(health)

    def ready(self, _: Request) -> JSONResponse:
        """Return whether questions are answered now; with status 503 why not, in words; of several processes, its share of the chats.

        Degraded is what answers some questions and not others.
        """
        why, degraded = self._readiness.obstacles, self._readiness.degraded
        ready: dict[str, object] = {"ready": not why, "why": list(why)}
        if degraded:
            ready["degraded"] = list(degraded)
        if self._replica is not None and self._pulse is not None:
            ready |= {"slots": len(self._replica.held), "replicas": self._replica.live}
        return JSONResponse(ready, 503 if why else 200)

    def _references(self, request: Request, visit: Visit) -> References:
        """Return the citation style that is wanted, and whole addresses: the public ones, or as this request came in."""
        links = Links(self._public_url or str(request.base_url).rstrip("/"), key=visit.key)
        return References(
            parameters.style(request), lambda article, paragraph: links.article(article, paragraph=paragraph)
        )
