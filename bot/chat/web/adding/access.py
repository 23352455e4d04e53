"""Who may add: the password, the cookie that it earns, the key that stands in every form."""

import asyncio
import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.assistant.password import Password
from bot.chat.web.adding.sessions import COOKIE, MAX_AGE_S, Session, Sessions
from bot.chat.web.forms import check_origin, read_form
from bot.chat.web.limits import Allowance, neighbourhood

if TYPE_CHECKING:
    from bot.replicas.rates import SharedRate

__all__ = ["Access", "NotEntered", "TooManyTries", "check_owner"]

_PATH = "/add"
_TRIES_PER_MINUTE = 5
_log = logging.getLogger(__name__)


class NotEntered(Exception):
    """The browser did not give the password, or too long ago."""


class TooManyTries(Exception):
    """One address tried too many passwords."""


class Access:
    """Lets in whoever knows the password."""

    def __init__(self, password: Password, public_url: str, rate: "SharedRate | None" = None) -> None:
        self._password, self._public_url = password, public_url
        self._sessions, self._tries = Sessions(), Allowance(_TRIES_PER_MINUTE, rate, "password")
        # one at a time, since each takes 64 MB
        self._checker = ThreadPoolExecutor(1, thread_name_prefix="password")

    def session(self, request: Request) -> Session:
        """Return the browser's session. Raises NotEntered."""
        session = self._sessions.of(request.cookies.get(COOKIE, ""))
        if session is None:
            raise NotEntered
        return session

    def checked_session(self, request: Request) -> Session:
        """Return the browser's session for a form whose origin is ours. Raises NotEntered, HTTPException 403."""
        check_origin(request, self._public_url)
        return self.session(request)

    async def form(self, request: Request) -> tuple[Session, Mapping[str, str]]:
        """Return the session and the fields of a form of it. Raises NotEntered, HTTPException 400 and 403."""
        session = self.checked_session(request)
        fields = await read_form(request)
        check_owner(session, fields.get("form_key", ""))
        return session, fields

    async def enter(self, request: Request, response: Response) -> bool:
        """Set the cookie on the response if the form has the password. Raises TooManyTries, HTTPException 403."""
        check_origin(request, self._public_url)
        typed = (await read_form(request)).get("password", "")
        if not await self._tries.takes(request.scope):
            raise TooManyTries
        loop = asyncio.get_running_loop()
        if not await loop.run_in_executor(self._checker, self._password.matches, typed):
            _log.warning("wrong password for adding address=%.50r", neighbourhood(request.scope))
            return False
        response.set_cookie(
            COOKIE,
            self._sessions.open(),
            max_age=MAX_AGE_S,
            path=_PATH,
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )
        return True

    def leave(self, request: Request, response: Response) -> None:
        """End the browser's session, and take its cookie back."""
        self._sessions.close(request.cookies.get(COOKIE, ""))
        response.delete_cookie(COOKIE, path=_PATH, httponly=True, samesite="strict")


def check_owner(session: Session, form_key: str) -> None:
    """Raise HTTPException 403 unless the form is one of the session's."""
    if not session.owns(form_key):
        raise HTTPException(403)
