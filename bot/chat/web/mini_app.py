"""The key to a person's own shelf, given within Telegram, which says who they are."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.assistant.desk import Desk
from bot.chat.web.forms import check_origin, read_form
from bot.chat.web.init_data import InitData
from bot.chat.web.limits import RateLimit
from bot.notebook import ChatId, Notebook

__all__ = ["MiniAppKeys"]

_KEYS_PER_MINUTE = 20


class MiniAppKeys:
    """Gives the people that `init_data` verifies the key to the shelf of their private chat."""

    def __init__(self, desk: Desk, notebook: Notebook, init_data: InitData, public_url: str) -> None:
        self._desk, self._notebook = desk, notebook
        self._init_data, self._public_url = init_data, public_url

    def routes(self) -> list[Route]:
        """Return the route on which the page's script asks for the key."""
        rate_limit = Middleware(RateLimit, per_minute=_KEYS_PER_MINUTE)
        return [Route("/key", self.key, methods=["POST"], middleware=[rate_limit])]

    async def key(self, request: Request) -> JSONResponse:
        """Return the key. Raises HTTPException 404 for an unknown person and for an empty shelf."""
        check_origin(request, self._public_url)
        init_data = (await read_form(request)).get("init", "")
        return JSONResponse({"key": await run_in_threadpool(self._key_for, init_data)})

    def _key_for(self, init_data: str) -> str:
        person = self._init_data.person_once(init_data)
        if person is None:
            raise HTTPException(404)
        chat = ChatId("telegram", person)  # a private chat on Telegram has the person's id
        if not self._desk.library.size(self._notebook.own_shelf(chat)).articles:
            raise HTTPException(404)
        return self._notebook.key(chat)
