"""Templates filled in: every value escaped, every page in the reader's language."""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.assistant.links import Links, carried
from bot.chat.web.opening import Visit
from bot.chat.web.parameters import LONGEST_QUESTION
from bot.locale import languages, locale

__all__ = ["Templates"]

_KEPT = ("q", "at", "page", "key")


class Templates:
    """The templates in `html/`; `links` start where others reach the site, the files in `static` are stamped.

    `mini_app` is whether pages open within Telegram.
    """

    def __init__(self, links: Links, static: Path, *, mini_app: bool = False) -> None:
        self._links = links
        self._jinja = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "html"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._jinja.globals["static"] = _stamped(static)
        self._jinja.globals["mini_app"] = mini_app
        self._jinja.globals["longest_question"] = LONGEST_QUESTION
        self._jinja.filters["web_address"] = _web_address
        self._jinja.filters["carried"] = carried

    def load(self) -> None:
        """Compile all of them, which else the first readers wait for, twenty milliseconds each."""
        for name in self._jinja.list_templates():
            self._jinja.get_template(name)

    def links_to(self, visit: Visit, language: str | None = None) -> Links:
        """Addresses for whoever may see what the visit opens."""
        return replace(self._links, language=language, key=visit.key)

    def page(
        self, request: Request, name: str, visit: Visit, status: int = 200, **values: object
    ) -> HTMLResponse:
        """The template `name` filled in, as a response; its links lead to what the visit opens."""
        say = visit.conversation.say
        chosen = request.query_params.get("lang")
        links = self.links_to(visit, chosen if chosen in languages() else None)
        text = self._jinja.get_template(name).render(
            say=say,
            links=links.within(),
            shared=links.shared(),
            languages=[(locale(code), _in(request, code)) for code in languages()],
            **values,
        )
        headers = {"Content-Language": say.language, "Vary": "Accept-Language"}
        # a lone surrogate has no bytes in UTF-8
        return HTMLResponse(text.encode("utf-8", "replace"), status, headers)


def _in(request: Request, language: str) -> str:
    """The same page in another language; what no page of ours asks for, or asks so long, is left out."""
    asked = request.query_params
    query = {key: asked[key] for key in _KEPT if key in asked and len(asked[key]) <= LONGEST_QUESTION}
    # only what follows ?, so that the address cannot lead elsewhere
    return f"?{urlencode({**query, 'lang': language})}"


def _web_address(url: str | None) -> str | None:
    """The address where it is one of the web, never javascript: or the like."""
    return url if url and url.lower().startswith(("https://", "http://")) else None


def _stamped(folder: Path) -> Mapping[str, str]:
    """Each file's address, with a hash of what is in it."""
    return {
        file.name: f"/static/{file.name}?v={sha256(file.read_bytes()).hexdigest()[:8]}"
        for file in sorted(folder.iterdir())
    }
