"""Within Telegram a person's own shelf opens without a link: Telegram says who they are."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.assistant.desk import Desk
from bot.chat.web.init_data import InitData
from bot.chat.web.limits import Limited
from bot.chat.web.posted import check_ours, form
from bot.notebook import ChatId, Notebook

__all__ = ["MiniAppKeys"]

_PER_MINUTE = 20


class MiniAppKeys:
    """Gives whom `init_data` verifies the key to the shelf of their private chat with the bot."""

    def __init__(self, desk: Desk, notebook: Notebook, init_data: InitData, public_url: str) -> None:
        self._desk, self._notebook = desk, notebook
        self._init_data, self._public_url = init_data, public_url

    def routes(self) -> list[Route]:
        """Where the page's script asks for the key."""
        few = Middleware(Limited, per_minute=_PER_MINUTE)
        return [Route("/key", self.key, methods=["POST"], middleware=[few])]

    async def key(self, request: Request) -> JSONResponse:
        """The key. Raises HTTPException 404 for who is not known, or has nothing on a shelf of their own."""
        check_ours(request, self._public_url)
        init_data = (await form(request)).get("init", "")
        return JSONResponse({"key": await run_in_threadpool(self._own, init_data)})

    def _own(self, init_data: str) -> str:
        person = self._init_data.person(init_data)
        if person is None:
            raise HTTPException(404)
        chat = ChatId("telegram", person)  # a private chat on Telegram has the person's id
        if not self._desk.library.size(self._notebook.own_shelf(chat)).articles:
            raise HTTPException(404)
        return self._notebook.key(chat)
