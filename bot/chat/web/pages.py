"""The pages: the chat, the answer alone, claims, the shelf, the reader, the API."""

import json
from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from bot.answering.sources.finding import Order, found, ordered
from bot.assistant.assistant import Assistant
from bot.assistant.links import Links
from bot.assistant.permalink import link_target
from bot.assistant.previous_answers import MOST_QUESTIONS
from bot.chat.web import parameters
from bot.chat.web.answer_view import AnswerView, answer_view, outline_points
from bot.chat.web.citation_views import citations
from bot.chat.web.faults import CODES, message_key
from bot.chat.web.limits import REQUESTS_PER_MINUTE
from bot.chat.web.outline import key_terms, outline
from bot.chat.web.reader_view import reader_view
from bot.chat.web.schema import openapi
from bot.chat.web.templates import Templates
from bot.chat.web.verification_view import verdict_views
from bot.chat.web.visits import Doorkeeper, Visit, public_visit
from bot.chat.web.votes import Ballots
from bot.model import Article, Question, SourceAnswer
from bot.reply import imprint, record_lines, suggested_questions
from bot.reply.record import References, record

__all__ = ["Pages"]

_MAX_ASKED = 200
"""Characters from which on a question is too long to lean on in an address."""
_NEWEST_ARTICLES = 5
_ARTICLES_PER_PAGE = 50


class Pages:
    """Shows answers of `assistant` in `templates`, from the shelf that `doorkeeper` opens.

    With `ballots`, answers can be voted on.
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
        """Return the routes of the pages."""
        return [
            Route("/", self.chat),
            Route("/answer", self.answer),
            Route("/verify", self.verify),
            Route("/a", self.shelf),
            Route("/a/{article_id}", self.article),
            Route("/api", self.api),
        ]

    def chat(self, request: Request) -> HTMLResponse:
        """Return the chat page; with a question, its answer too."""
        visit, too_many = self._doorkeeper.visit(request), parameters.too_many(request)
        # what is too long to ask is handed back whole, to be shortened
        question = request.query_params["q"] if too_many else parameters.question_if_any(request)
        is_asked = question.strip() and not too_many
        answer, ballot = self._answer_and_ballot(question, request, visit) if is_asked else (None, "")
        after = parameters.after(request)
        articles = self._desk.articles(visit.shelf)
        return self._templates.page(
            request,
            "chat.html",
            visit,
            400 if too_many else 200,
            question=question,
            characters=too_many,
            answer=answer,
            ballot=ballot,
            after="\n".join(after),
            asked=_asked(after, question),
            suggestions=self._suggestions(visit),
            articles=_with_imprints(visit, articles[: -_NEWEST_ARTICLES - 1 : -1]),
            count=len(articles),
        )

    def answer(self, request: Request) -> HTMLResponse:
        """Return the answer alone, for the page's script."""
        visit = self._doorkeeper.visit(request)
        question, after = parameters.question(request), parameters.after(request)
        answer, ballot = self._answer_and_ballot(question, request, visit)
        return self._templates.page(
            request,
            "answer.html",
            visit,
            answer=answer,
            ballot=ballot,
            after="\n".join(after),
            asked=_asked(after, question),
        )

    def verify(self, request: Request) -> HTMLResponse:
        """Return the page for claims; with one, the verdict too."""
        visit, too_many = self._doorkeeper.visit(request), parameters.too_many(request)
        claim = request.query_params["q"] if too_many else parameters.question_if_any(request).strip()
        is_asked = claim and not too_many
        verification = self._assistant.verify(visit.conversation, claim) if is_asked else None
        return self._templates.page(
            request,
            "verify.html",
            visit,
            400 if too_many else 200,
            claim=claim,
            characters=too_many,
            verdicts=verdict_views(verification, visit.conversation.say) if verification else (),
            cut=verification is not None and verification.cut,
        )

    def shelf(self, request: Request) -> HTMLResponse:
        """Return a page of the list of articles: all, or those that words find, in the order that is wanted."""
        page, visit = parameters.page(request), self._doorkeeper.visit(request)
        words, order = parameters.question_if_any(request).strip(), parameters.order(request)
        articles = self._desk.articles(visit.shelf)
        listed = ordered(found(articles, words), order)
        start = (page - 1) * _ARTICLES_PER_PAGE
        shown = listed[start : start + _ARTICLES_PER_PAGE]
        if page > 1 and not shown:
            raise HTTPException(404)
        added = self._desk.added_at(visit.shelf, shown) if shown else {}
        return self._templates.page(
            request,
            "shelf.html",
            visit,
            articles=[
                (article, line, added[article.id].date() if article.id in added else None)
                for article, line in _with_imprints(visit, shown)
            ],
            words=words,
            order=order,
            orders=list(Order),
            found=len(listed),
            count=len(articles),
            page=page,
            more=start + _ARTICLES_PER_PAGE < len(listed),
        )

    def article(self, request: Request) -> HTMLResponse:
        """Return the reader: the article, with the passage that answers marked."""
        visit = self._doorkeeper.visit(request)
        say, article_id = visit.conversation.say, request.path_params["article_id"]
        article = self._desk.shelf(visit.shelf).article(article_id)
        if article is None:
            raise HTTPException(404)
        question, place = parameters.question_if_any(request), link_target(article, parameters.at(request))
        answer = None
        if question.strip():
            answer = self._assistant.ask_about(visit.conversation, article, question)
        citable = self._templates.links_to(visit).cited(article)
        view = reader_view(article, question, answer, place, parameters.from_paragraph(request))
        return self._templates.page(
            request,
            "article.html",
            visit,
            article=article,
            view=view,
            outline=outline(article, view.leaf),
            key_terms=key_terms(article, self._desk.vocabulary),
            imprint=imprint(article, say),
            citations=citations(citable, say),
            question=question,
            record=record_lines(answer, say) if isinstance(answer, SourceAnswer) else (),
            points=outline_points(answer),
            place=place,
        )

    def api(self, request: Request) -> HTMLResponse:
        """Return the page about the API, made from its OpenAPI description, with an answer as an example."""
        visit = public_visit(request)
        suggestion = next(iter(self._desk.suggestions()), visit.conversation.say("web.api_question"))
        links = Links(self._templates.links_to(visit).base or str(request.base_url).rstrip("/"))
        references = References(link=lambda article, paragraph: links.article(article, paragraph=paragraph))
        example = record(self._desk.ask(Question(suggestion)), visit.conversation.say, references, limit=1)
        return self._templates.page(
            request,
            "api.html",
            visit,
            paths=openapi()["paths"],
            api_base=links.base,
            example=example,
            example_json=json.dumps(example, ensure_ascii=False, indent=2),
            requests=REQUESTS_PER_MINUTE,
            characters=f"{parameters.MAX_QUESTION_CHARACTERS:,}",
            faults=[(code, visit.conversation.say(message_key(code))) for code in CODES],
        )

    def _answer_and_ballot(self, question: str, request: Request, visit: Visit) -> tuple[AnswerView, str]:
        """Return the answer as a page shows it, and the ballot to vote on it; none for an article asked alone."""
        after, article_id = parameters.after(request), parameters.of(request)
        previous = self._assistant.previous.to_questions(visit.conversation, after)
        exchange = self._assistant.ask(visit.conversation, question, previous=previous, of=article_id)
        ballot = self._ballots.of(exchange, after) if self._ballots is not None and not article_id else ""
        view = answer_view(exchange.answer, visit.conversation.say, self._templates.links_to(visit))
        return view, ballot

    def _suggestions(self, visit: Visit) -> tuple[str, ...]:
        """Return what could be asked of the shelf, in the reader's language."""
        say = visit.conversation.say
        return suggested_questions(self._desk.suggestions(visit.shelf, say.language), say)


def _asked(after: Sequence[str], question: str) -> str:
    """Return the questions asked so far, one a line, for the next one; bounded, since addresses are."""
    line = " ".join(question.split())
    kept = [*after, line][-MOST_QUESTIONS:] if len(line) <= _MAX_ASKED else []
    return "\n".join(kept)


def _with_imprints(visit: Visit, articles: Sequence[Article]) -> list[tuple[Article, str]]:
    return [(article, imprint(article, visit.conversation.say)) for article in articles]
