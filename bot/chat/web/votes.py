"""Votes on answers from pages; a ballot under each answer shows that it was given here."""

import hmac
import re
from collections.abc import Mapping
from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.assistant.desk import Desk
from bot.chat.web.init_data import InitData
from bot.chat.web.limits import Limited, neighbourhood
from bot.chat.web.opening import Doorkeeper, Opened
from bot.chat.web.parameters import LONGEST_QUESTION
from bot.chat.web.posted import check_ours, form
from bot.chat.web.templates import Templates, say_for
from bot.model import Answer, Hit, PassageAnswer, Question
from bot.notebook import GivenAnswer, Notebook, PersonId, QuotedPassage

__all__ = ["Ballots", "Votes"]

_PER_MINUTE = 20
_VALUES = {"up": 1, "down": -1}
_BROWSER = re.compile(r"[0-9a-f]{32}")


class Ballots:
    """Makes ballots with the secret of `notebook`."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook

    def of(self, answer: Answer, opened: Opened) -> str:
        """The ballot of an answer that quotes, for this question on this shelf; empty for any other answer."""
        if not isinstance(answer, PassageAnswer):
            return ""
        quoted = _quoted(answer.hits[0])
        # a form sends other line breaks than it was given
        question = " ".join(answer.question.text.split())
        place = (quoted.article_id, quoted.text_hash, str(quoted.start), str(quoted.end))
        return self._notebook.sign("ballot", opened.shelf, question, *place)


class Votes:
    """Counts votes in `notebook`, one a person and answer; writes an answer down when it gets its first."""

    def __init__(
        self,
        desk: Desk,
        notebook: Notebook,
        templates: Templates,
        doorkeeper: Doorkeeper,
        init_data: InitData,
        public_url: str,
    ) -> None:
        self._desk, self._notebook = desk, notebook
        self._templates, self._doorkeeper = templates, doorkeeper
        self._init_data, self._public_url = init_data, public_url
        self._ballots = Ballots(notebook)

    def routes(self) -> list[Route]:
        """Where votes are cast."""
        few = Middleware(Limited, per_minute=_PER_MINUTE)
        return [Route("/vote", self.vote, methods=["POST"], middleware=[few])]

    async def vote(self, request: Request) -> Response:
        """Take the vote, or take it back where it is the same again, and say how all votes stand."""
        check_ours(request, self._public_url)
        return await run_in_threadpool(self._counted, request, await form(request))

    def _counted(self, request: Request, fields: Mapping[str, str]) -> Response:
        opened, question = self._doorkeeper.opened(request), fields.get("q", "")
        if fields.get("value") not in _VALUES or len(question) > LONGEST_QUESTION:
            raise HTTPException(400)
        answer = self._desk.ask(Question(question, opened.shelf))
        ballot = self._ballots.of(answer, opened)
        if not isinstance(answer, PassageAnswer) or not _same(ballot, fields.get("ballot", "")):
            raise HTTPException(409)
        given = self._notebook.write_once(self._given(answer, opened))
        vote, tally = self._notebook.vote(
            given.number, self._person(request, fields), _VALUES[fields["value"]]
        )
        said = say_for(request)(
            "buttons.thanks" if vote else "buttons.taken_back", up=tally.up, down=tally.down
        )
        if "application/json" in request.headers.get("accept", ""):
            return JSONResponse({"vote": vote, "up": tally.up, "down": tally.down, "said": said})
        return self._templates.page(request, "vote.html", opened, said=said, question=question)

    def _person(self, request: Request, fields: Mapping[str, str]) -> PersonId:
        """Who Telegram says it is; else the name that the browser gave itself; without a script, that of where it is."""
        person = self._init_data.person(fields.get("init", ""))
        if person is not None:
            return PersonId("telegram", person)
        name = fields.get("reader", "")
        return PersonId("web", name if _BROWSER.fullmatch(name) else f"at {neighbourhood(request.scope)}")

    def _given(self, answer: PassageAnswer, opened: Opened) -> GivenAnswer:
        return GivenAnswer(
            chat=opened.chat,
            question=answer.question.text,
            shelf=opened.shelf,
            shelf_revision=self._desk.shelf(opened.shelf).revision,
            hits=(_quoted(answer.hits[0]),),
            asked_at=datetime.now(UTC),
        )


def _quoted(hit: Hit) -> QuotedPassage:
    passage = hit.passage
    return QuotedPassage(hit.article.id, hit.article.text_hash, passage.paragraph, passage.start, passage.end)


def _same(ballot: str, sent: str) -> bool:
    return hmac.compare_digest(ballot.encode(), sent.encode())
