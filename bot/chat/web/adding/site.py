"""What all pages for adding share: templates, who may see them, where a form leads on to."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.assistant.public_shelf import PublicShelf
from bot.chat.web.adding.access import Access, NotEntered
from bot.chat.web.templates import Templates
from bot.chat.web.visits import public_visit
from bot.locale import Locale, languages

__all__ = ["Endpoint", "Site", "article_id_in", "number_in"]

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Site:
    """The pages for adding to `shelf`, for whom `access` lets in."""

    templates: Templates
    access: Access
    shelf: PublicShelf

    def page(self, request: Request, name: str, status: int = 200, **values: object) -> Response:
        """Return the template `name` of these pages, filled in."""
        return self.templates.page(request, f"adding/{name}", public_visit(request), status, **values)

    def say(self, request: Request) -> Locale:
        """Return the messages in the reader's language."""
        return public_visit(request).conversation.say

    def to(self, request: Request, *steps: object, place: str = "") -> RedirectResponse:
        """Lead the browser on to a page below /add, in the language that it chose."""
        chosen = request.query_params.get("lang")
        links = self.templates.links_to(public_visit(request), chosen if chosen in languages() else None)
        return RedirectResponse(links.within().add(*steps) + place, 303)

    def guarded(self, endpoint: Endpoint) -> Endpoint:
        """Return the endpoint, which leads those on to the password who did not give it."""

        @wraps(endpoint)
        async def guarded(request: Request) -> Response:
            try:
                return await endpoint(request)
            except NotEntered:
                return self.to(request)

        return guarded


def number_in(request: Request, name: str) -> int:
    """Return the number of that name in the path. Raises HTTPException 404 if it is none of ours."""
    if not re.fullmatch(r"\d{1,6}", request.path_params[name], re.ASCII):
        raise HTTPException(404)
    return int(request.path_params[name])


def article_id_in(request: Request) -> str:
    """Return the id of an article in the path. Raises HTTPException 404 if it cannot be one."""
    article_id: str = request.path_params["article_id"]
    if not re.fullmatch(r"[a-z2-7]{10}", article_id, re.ASCII):
        raise HTTPException(404)
    return article_id
