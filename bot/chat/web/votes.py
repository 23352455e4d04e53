"""Votes on answers on pages; the ballot under an answer proves that it was given here."""

import re
from collections.abc import Mapping, Sequence

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.assistant.assistant import Assistant, Exchange
from bot.chat.web.forms import check_origin, read_form
from bot.chat.web.init_data import InitData
from bot.chat.web.limits import RateLimit, neighbourhood
from bot.chat.web.parameters import MAX_QUESTION_CHARACTERS, questions
from bot.chat.web.templates import Templates
from bot.chat.web.visits import Doorkeeper
from bot.errors import LibraryUnavailable
from bot.model import PassageAnswer
from bot.notebook import Notebook, PersonId

__all__ = ["Ballots", "Votes"]

_VOTES_PER_MINUTE = 20
_VALUES = {"up": 1, "down": -1}
_BROWSER_NAME = re.compile(r"[0-9a-f]{32}")


class Ballots:
    """Makes ballots with the secret of `notebook`."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook

    def of(self, exchange: Exchange, after: Sequence[str] = ()) -> str:
        """Return the ballot for a quotation as the answer to its question, asked after others; empty for any other answer."""
        parts = self._parts(exchange, after)
        try:
            return self._notebook.sign("ballot", *parts) if parts else ""
        except LibraryUnavailable:
            # the answer is there; only what is said of it cannot be written down now
            return ""

    def fits(self, ballot: str, exchange: Exchange, after: Sequence[str] = ()) -> bool:
        """Return whether the ballot is one for that answer."""
        parts = self._parts(exchange, after)
        return bool(parts) and self._notebook.signed(ballot, "ballot", *parts)

    def _parts(self, exchange: Exchange, after: Sequence[str]) -> tuple[str, ...]:
        given = exchange.given
        if not isinstance(exchange.answer, PassageAnswer) or given is None:
            return ()
        quoted = given.hits[0]
        # a form sends other line breaks than the page had
        question = " ".join(given.question.split())
        place = (quoted.article_id, quoted.text_hash, str(quoted.start), str(quoted.end))
        return (str(given.shelf), question, *place, *after)


class Votes:
    """Counts votes, one per person and answer; an answer is recorded with its first vote."""

    def __init__(
        self,
        assistant: Assistant,
        ballots: Ballots,
        templates: Templates,
        doorkeeper: Doorkeeper,
        init_data: InitData,
        public_url: str,
    ) -> None:
        self._assistant, self._ballots = assistant, ballots
        self._templates, self._doorkeeper = templates, doorkeeper
        self._init_data, self._public_url = init_data, public_url

    def routes(self) -> list[Route]:
        """Return the route on which votes are cast."""
        rate_limit = Middleware(RateLimit, per_minute=_VOTES_PER_MINUTE)
        return [Route("/vote", self.vote, methods=["POST"], middleware=[rate_limit])]

    async def vote(self, request: Request) -> Response:
        """Count the vote, or take it back if it is the same again, and report the tally."""
        check_origin(request, self._public_url)
        return await run_in_threadpool(self._count, request, await read_form(request))

    def _count(self, request: Request, fields: Mapping[str, str]) -> Response:
        visit, question = self._doorkeeper.visit(request), fields.get("q", "")
        lines = fields.get("after", "")
        if fields.get("value") not in _VALUES or max(len(question), len(lines)) > MAX_QUESTION_CHARACTERS:
            raise HTTPException(400)
        after = questions(lines)
        previous = self._assistant.previous.to_questions(visit.conversation, after)
        exchange = self._assistant.answer(visit.conversation, question, previous)
        if exchange.given is None or not self._ballots.fits(fields.get("ballot", ""), exchange, after):
            raise HTTPException(409)
        person, value = self._person(request, fields), _VALUES[fields["value"]]
        vote, tally = self._assistant.vote_on_page(exchange.given, person, value)
        line = "buttons.thanks" if vote else "buttons.taken_back"
        said = visit.conversation.say(line, up=tally.up, down=tally.down)
        if "application/json" in request.headers.get("accept", ""):
            return JSONResponse({"vote": vote, "up": tally.up, "down": tally.down, "said": said})
        return self._templates.page(request, "vote.html", visit, said=said, question=question, after=lines)

    def _person(self, request: Request, fields: Mapping[str, str]) -> PersonId:
        """Return the person: named by Telegram, by the browser itself, or by its network."""
        person = self._init_data.person(fields.get("init", ""))
        if person is not None:
            return PersonId("telegram", person)
        name = fields.get("reader", "")
        return PersonId(
            "web", name if _BROWSER_NAME.fullmatch(name) else f"at {neighbourhood(request.scope)}"
        )
