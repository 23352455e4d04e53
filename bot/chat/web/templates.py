"""Templates filled in: every value escaped, every page in the reader's language."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.assistant.links import Links, carried
from bot.chat.web.parameters import MAX_QUESTION_CHARACTERS
from bot.chat.web.visits import Visit
from bot.language.graphemes import shortened
from bot.language.script import language_of
from bot.locale import Locale, languages, locale

__all__ = ["Templates"]

_PAGE_PARAMETERS = ("q", "after", "at", "of", "order", "from", "page", "key")


class Templates:
    """The templates in `html/`, whose addresses come from `links`.

    The addresses of files in `static` carry a hash; `mini_app` is whether pages open within Telegram, `adding` whether
    there is a page for adding articles.
    """

    def __init__(self, links: Links, static: Path, *, mini_app: bool = False, adding: bool = False) -> None:
        self._links = links
        self._jinja = _environment(static, mini_app, adding)

    def load(self) -> None:
        """Compile every template now, so the first readers do not wait 20 ms for each."""
        for name in self._jinja.list_templates():
            self._jinja.get_template(name)

    def links_to(self, visit: Visit, language: str | None = None) -> Links:
        """Return the links for the visit, in `language` if there is one."""
        return replace(self._links, language=language, key=visit.key)

    def page(
        self, request: Request, name: str, visit: Visit, status: int = 200, **values: object
    ) -> HTMLResponse:
        """Return the template `name`, filled in; its links open the shelf of the visit."""
        say = visit.conversation.say
        chosen = request.query_params.get("lang")
        links = self.links_to(visit, chosen if chosen in languages() else None)
        text = self._jinja.get_template(name).render(
            say=say,
            links=links.within(),
            shared=links.shared(),
            site=str(request.base_url).rstrip("/"),
            today=_day(datetime.now().astimezone().date(), say),
            languages=[(locale(code), _address_in(request, code)) for code in languages()],
            **values,
        )
        headers = {"Content-Language": say.language, "Vary": "Accept-Language"}
        # a lone surrogate has no bytes in UTF-8
        return HTMLResponse(text.encode("utf-8", "replace"), status, headers)


@cache
def _environment(static: Path, mini_app: bool, adding: bool) -> Environment:
    """Return the environment of the templates, which compiles each of them once for all sites of a process."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals["static"] = _stamped_addresses(static)
    environment.globals["mini_app"] = mini_app
    environment.globals["adding"] = adding
    environment.globals["max_question_characters"] = MAX_QUESTION_CHARACTERS
    environment.filters["web_address"] = _web_address
    environment.filters["carried"] = carried
    environment.filters["path_name"] = _path_name
    environment.filters["tongue"] = _tongue
    environment.filters["absolute"] = _absolute
    environment.filters["day"] = _day
    environment.filters["shortened"] = shortened
    return environment


def _address_in(request: Request, language: str) -> str:
    """Return the address of this page in another language, without unknown or too long parameters."""
    sent = request.query_params
    names = [name for name in _PAGE_PARAMETERS if name in sent and len(sent[name]) <= MAX_QUESTION_CHARACTERS]
    query = {name: sent[name] for name in names}
    # only the query, so that the address cannot lead elsewhere
    return f"?{urlencode({**query, 'lang': language})}"


def _web_address(url: str | None) -> str | None:
    """Return the address if it is one of the web, never javascript: or the like."""
    return url if url and url.lower().startswith(("https://", "http://")) else None


def _path_name(path: str) -> str:
    """Return what a path of the API is about: `/api/articles/{article_id}` is about an `article`."""
    return path.removesuffix("s/{article_id}").rpartition("/")[2]


def _day(day: date, say: Locale) -> str:
    return say("source.date", year=day.year, month=day.month, day=day.day)


def _tongue(text: str) -> str:
    """Return the language of a text by its letters; without any, empty, which is HTML for unknown."""
    return language_of(text) or ""


def _absolute(address: str, site: str) -> str:
    """Return the address with its host, since who reads it elsewhere has no page to take it from."""
    return f"{site}{address}" if address.startswith("/") else address


def _stamped_addresses(folder: Path) -> Mapping[str, str]:
    """Return each file's address by its name, with a hash of its content."""
    return {
        file.name: f"/static/{file.name}?v={sha256(file.read_bytes()).hexdigest()[:8]}"
        for file in sorted(folder.iterdir())
    }
