"""The pages below /add: the password, the form for adding, and what became of what was handed over."""

from asyncio import Semaphore
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.assistant.password import Password
from bot.assistant.public_shelf import PublicShelf
from bot.chat.web import parameters
from bot.chat.web.adding.access import Access, NotEntered, TooManyTries, check_owner
from bot.chat.web.adding.article_pages import ArticlePages
from bot.chat.web.adding.intake import Fetch, Intake
from bot.chat.web.adding.receipts import Receipt, Shelving
from bot.chat.web.adding.sessions import Session
from bot.chat.web.adding.site import Site, number_in
from bot.chat.web.adding.submissions import (
    MOST_FILES,
    MOST_FORM_BYTES,
    MOST_TEXT_BYTES,
    TooMuch,
    read_submission,
)
from bot.chat.web.adding.views import ReceiptView, receipt_view
from bot.chat.web.templates import Templates
from bot.library import Added, Library
from bot.readers import MAX_BYTES, suffixes

if TYPE_CHECKING:
    from bot.replicas.rates import SharedRate

__all__ = ["Adding", "AddingPages"]

_MOST_AT_ONCE = 3
"""How many forms are received at a time, since their files fill the temporary folder; the others wait."""
_ARTICLES_PER_PAGE = 50
_BOUNDS = {
    "files": MOST_FILES,
    "each": MAX_BYTES // 1_000_000,
    "together": MOST_FORM_BYTES // 1_000_000,
    "text": MOST_TEXT_BYTES // 1_000_000,
}


@dataclass(frozen=True, slots=True)
class Adding:
    """What adding articles in the browser needs: the operator's password, and what fetches pages."""

    password: Password
    fetch: Fetch


class AddingPages:
    """The pages for adding to the public shelf of `library`."""

    def __init__(
        self,
        adding: Adding,
        library: Library,
        templates: Templates,
        public_url: str,
        rate: "SharedRate | None" = None,
    ) -> None:
        shelf = PublicShelf(library)
        self._site = Site(templates, Access(adding.password, public_url, rate), shelf)
        self._intake, self._turns = Intake(shelf, adding.fetch), Semaphore(_MOST_AT_ONCE)

    def routes(self) -> list[Route]:
        """Return the routes of these pages."""
        guarded = self._site.guarded
        return [
            Route("/add", self.form, methods=["GET"]),
            Route("/add", guarded(self.add), methods=["POST"]),
            Route("/add/enter", self.enter, methods=["POST"]),
            Route("/add/leave", guarded(self.leave), methods=["POST"]),
            Route("/add/done/{number}", guarded(self.done), methods=["GET"]),
            Route("/add/done/{number}/{at}/undo", guarded(self.undo), methods=["POST"]),
            Route("/add/done/{number}/{at}/replace", guarded(self.replace_earlier), methods=["POST"]),
            Route("/add/done/{number}/{at}/keep", guarded(self.keep_both), methods=["POST"]),
            *ArticlePages(self._site).routes(),
        ]

    async def form(self, request: Request) -> Response:
        """Return the form for adding; for those who did not give the password, the one that asks for it."""
        try:
            session = self._site.access.session(request)
        except NotEntered:
            return self._site.page(request, "enter.html", fault="")
        return await self._form(request, session)

    async def enter(self, request: Request) -> Response:
        """Lead whoever knows the password on to the form; ask the others again."""
        response = self._site.to(request)
        try:
            if await self._site.access.enter(request, response):
                return response
        except TooManyTries:
            return self._site.page(request, "enter.html", 429, fault="too_many_tries")
        return self._site.page(request, "enter.html", 403, fault="wrong_password")

    async def leave(self, request: Request) -> Response:
        """End the session."""
        await self._site.access.form(request)
        response = self._site.to(request)
        self._site.access.leave(request, response)
        return response

    async def add(self, request: Request) -> Response:
        """Add what was handed over, and lead on to what became of it."""
        session = self._site.access.checked_session(request)
        try:
            async with self._turns, read_submission(request) as submission:
                check_owner(session, submission.form_key)
                if submission.is_empty:
                    return await self._form(request, session, "nothing", 400)
                receipts = await self._intake.take(submission)
        except TooMuch:
            return await self._form(request, session, "too_much", 400)
        return self._site.to(request, "done", session.keep(receipts))

    async def done(self, request: Request) -> Response:
        """Return what became of an addition."""
        session, number = self._site.access.session(request), number_in(request, "number")
        receipts = session.additions.get(number)
        if receipts is None:
            raise HTTPException(404)
        say = self._site.say(request)

        def views() -> list[ReceiptView]:
            return [receipt_view(receipt, self._site.shelf, say) for receipt in receipts]

        return self._site.page(
            request,
            "added.html",
            receipts=await run_in_threadpool(views),
            number=number,
            form_key=session.form_key,
        )

    async def undo(self, request: Request) -> Response:
        """Take the new articles of one file off the shelf again."""
        session, receipt = await self._receipt(request)

        def removed() -> list[str]:
            gone = [self._site.shelf.remove(one) for one in receipt.new_ids]
            return [article.source.title for article in gone if article is not None]

        titles = await run_in_threadpool(removed)
        if not titles:
            raise HTTPException(404)
        only = titles[0] if len(receipt.shelvings) == 1 else ""
        return self._put(request, session, replace(receipt, undone=len(titles), undone_title=only))

    async def replace_earlier(self, request: Request) -> Response:
        """Put the article just added in the place of the one that it is like."""
        session, receipt = await self._receipt(request)
        [shelving, *_] = receipt.shelvings or (None,)
        if shelving is None or shelving.near is None:
            raise HTTPException(404)
        article = await run_in_threadpool(self._site.shelf.supersede, shelving.article_id, shelving.near)
        if article is None:
            raise HTTPException(404)
        return self._put(
            request, session, replace(receipt, shelvings=(Shelving(Added.REPLACED, article.id),))
        )

    async def keep_both(self, request: Request) -> Response:
        """Leave both where they are, and ask no more."""
        session, receipt = await self._receipt(request)
        kept = tuple(replace(shelving, near=None) for shelving in receipt.shelvings)
        return self._put(request, session, replace(receipt, shelvings=kept))

    async def _form(self, request: Request, session: Session, fault: str = "", status: int = 200) -> Response:
        page, (removed, session.removed) = parameters.page(request), (session.removed, "")
        start = (page - 1) * _ARTICLES_PER_PAGE
        added = await run_in_threadpool(self._site.shelf.newest, start, _ARTICLES_PER_PAGE + 1)
        return self._site.page(
            request,
            "add.html",
            status,
            fault=fault,
            removed=removed,
            bounds=_BOUNDS,
            suffixes=suffixes(),
            added=added[:_ARTICLES_PER_PAGE],
            page=page,
            more=len(added) > _ARTICLES_PER_PAGE,
            form_key=session.form_key,
        )

    async def _receipt(self, request: Request) -> tuple[Session, Receipt]:
        """Return the session and the receipt that a form is about. Raises HTTPException 404 if it is forgotten."""
        session, _ = await self._site.access.form(request)
        receipts, at = session.additions.get(number_in(request, "number"), ()), number_in(request, "at")
        if at >= len(receipts):
            raise HTTPException(404)
        return session, receipts[at]

    def _put(self, request: Request, session: Session, receipt: Receipt) -> Response:
        number, at = number_in(request, "number"), number_in(request, "at")
        session.put(number, at, receipt)
        return self._site.to(request, "done", number, place=f"#receipt{at}")
