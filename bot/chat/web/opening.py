"""Which shelf a request may see: the public one, or a chat's own, with the key that was given out in that chat."""

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.model import PUBLIC_SHELF
from bot.notebook import WEB, ChatId, Notebook

__all__ = ["Doorkeeper", "Opened"]


@dataclass(frozen=True, slots=True)
class Opened:
    """A shelf, the chat that it belongs to, and the key that opened it; the public one needs none."""

    shelf: str = PUBLIC_SHELF
    chat: ChatId = WEB
    key: str = ""


class Doorkeeper:
    """Knows keys by `notebook`; without one no key fits."""

    def __init__(self, notebook: Notebook | None) -> None:
        self._notebook = notebook

    def opened(self, request: Request) -> Opened:
        """What the request may see. Raises HTTPException 404, as if nothing were there, for a key that does not fit."""
        key = request.query_params.get("key")
        if key is None:
            return Opened()
        own = self._notebook.shelf_for_key(key) if self._notebook is not None else None
        if own is None:
            raise HTTPException(404)
        return Opened(own.name, own.chat, key)
