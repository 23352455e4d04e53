"""The web application: pages, JSON and static files behind one set of headers and limits."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route, Router
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from bot.assistant.assistant import Assistant
from bot.assistant.hook import Hook
from bot.assistant.links import Links
from bot.assistant.pulse import Pulse
from bot.chat.web.adding.routes import Adding, AddingPages
from bot.chat.web.api import Api
from bot.chat.web.fault_handlers import fault_handlers
from bot.chat.web.headers import with_security_headers
from bot.chat.web.hooks import hook_route
from bot.chat.web.init_data import InitData
from bot.chat.web.limits import REQUESTS_PER_MINUTE, RateLimit
from bot.chat.web.mini_app import MiniAppKeys
from bot.chat.web.pages import Pages
from bot.chat.web.site_files import site_files
from bot.chat.web.templates import Templates
from bot.chat.web.validators import Validated
from bot.chat.web.visits import Doorkeeper
from bot.chat.web.votes import Ballots, Votes
from bot.chat.web.whole_text import WholeText
from bot.notebook import Notebook

if TYPE_CHECKING:
    from bot.replicas.replica import Replica

__all__ = ["build"]

_STATIC = Path(__file__).parent / "static"
_MIN_COMPRESSED_BYTES = 700
_CHECKS_PER_MINUTE = 300
_THREADS = 2
"""Answers take processor time: more threads would only take turns, and the last reader would wait longer."""


def build(
    assistant: Assistant,
    notebook: Notebook | None = None,
    *,
    public_url: str | None = None,
    token: str | None = None,
    hosts: Sequence[str] = ("*",),
    per_minute: int = REQUESTS_PER_MINUTE,
    adding: Adding | None = None,
    pulse: Pulse | None = None,
    hook: Hook | None = None,
    replica: "Replica | None" = None,
) -> ASGIApp:
    """Return the application that asks `assistant`: on the public shelf; with a key, on a chat's.

    Keys come from `notebook`; without a notebook no key fits and there is nothing to vote on. `public_url` is the
    address from elsewhere: with it and the bot's `token`, pages open within Telegram too. A request for a host other
    than `hosts` is refused; `per_minute` is the number of pages and answers that one address gets in a minute. With
    `adding`, whoever knows the password adds articles to the public shelf; with `pulse`, /health tells of the other
    door; with `hook`, a platform hands over its updates here; with `replica`, limits are those of all processes together.
    """
    mini_app = bool(public_url and token)
    templates = Templates(Links(public_url or ""), _STATIC, mini_app=mini_app, adding=adding is not None)
    doorkeeper = Doorkeeper(notebook)
    ballots = Ballots(notebook) if notebook is not None else None
    rate = replica.rate if replica is not None else None
    pages = Pages(assistant, templates, doorkeeper, ballots)
    api = Api(assistant, doorkeeper, public_url, pulse, replica)
    whole_text = WholeText(assistant, templates, doorkeeper)
    routes = [*pages.routes(), *whole_text.routes(), *api.routes()]
    if notebook is not None and ballots is not None:
        init_data, site = InitData(token if mini_app else None), public_url or ""
        routes += Votes(assistant, ballots, templates, doorkeeper, init_data, site).routes()
        routes += MiniAppKeys(assistant.desk, notebook, init_data, site).routes()
    if adding is not None:
        routes += AddingPages(adding, assistant.desk.library, templates, public_url or "", rate).routes()
    rate_limit = Middleware(RateLimit, per_minute=per_minute, rate=rate)
    app = Starlette(
        routes=[
            Mount("/static", StaticFiles(directory=_STATIC)),
            *site_files(_STATIC),
            Route("/healthz", _alive),
            # what asks a process whether it is ready asks each of them, and all from one address
            Route("/readyz", api.ready, middleware=[Middleware(RateLimit, per_minute=_CHECKS_PER_MINUTE)]),
            *([hook_route(hook)] if hook is not None else ()),
            # an address with a slash too many does not exist: a redirect from it would go to whatever Host was named
            Mount("", Router(routes, redirect_slashes=False), middleware=[rate_limit, Middleware(Validated)]),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
            Middleware(GZipMiddleware, minimum_size=_MIN_COMPRESSED_BYTES, compresslevel=5),
        ],
        exception_handlers=fault_handlers(templates),
        lifespan=partial(_started, templates),
    )
    return with_security_headers(app, mini_app=mini_app)


async def _alive(_: Request) -> PlainTextResponse:
    """Say that requests are answered; no thread and no limit stands before that."""
    return PlainTextResponse("alive\n")


@asynccontextmanager
async def _started(templates: Templates, _: Starlette) -> AsyncIterator[None]:
    to_thread.current_default_thread_limiter().total_tokens = _THREADS
    templates.load()
    yield
