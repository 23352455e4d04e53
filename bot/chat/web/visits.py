"""The shelf that a request may see: the public one, or with a key that of a chat."""

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.assistant.conversation import Conversation
from bot.chat.web.language import language_for
from bot.locale import locale
from bot.model import ShelfRef
from bot.notebook import WEB, ChatSettings, Notebook

__all__ = ["Doorkeeper", "Visit", "public_visit"]


@dataclass(frozen=True, slots=True)
class Visit:
    """A request's conversation, and the key that opened its shelf; the public shelf needs none."""

    conversation: Conversation
    key: str = ""

    @property
    def shelf(self) -> ShelfRef:
        """The shelf that is asked."""
        return self.conversation.shelf


class Doorkeeper:
    """Checks keys with `notebook`; without a notebook no key fits."""

    def __init__(self, notebook: Notebook | None) -> None:
        self._notebook = notebook

    def visit(self, request: Request) -> Visit:
        """Return the visit: the shelf that the request may see, in the reader's language.

        Raises HTTPException 404, as if nothing were there, for a key that does not fit.
        """
        public = public_visit(request)
        key = request.query_params.get("key")
        if key is None:
            return public
        own = self._notebook.shelf_for_key(key) if self._notebook is not None else None
        if own is None:
            raise HTTPException(404)
        settings = ChatSettings(shelf=ShelfRef((own.name,)))
        return Visit(Conversation(say=public.conversation.say, chat=own.chat, settings=settings), key)


def public_visit(request: Request) -> Visit:
    """Return a visit to the public shelf, in the language of `?lang=` or else of the browser."""
    chosen, accepted = request.query_params.get("lang"), request.headers.get("accept-language", "")
    return Visit(Conversation(say=locale(language_for(chosen, accepted)), chat=WEB))
