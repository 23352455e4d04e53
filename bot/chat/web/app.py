"""The web application: pages, JSON and static files behind one set of headers and limits."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from anyio import to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount, Router
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from bot.assistant.assistant import Assistant
from bot.assistant.links import Links
from bot.chat.web.api import Api
from bot.chat.web.faults import faults
from bot.chat.web.headers import secured
from bot.chat.web.init_data import InitData
from bot.chat.web.limits import Limited
from bot.chat.web.mini_app import MiniAppKeys
from bot.chat.web.opening import Doorkeeper
from bot.chat.web.pages import Pages
from bot.chat.web.templates import Templates
from bot.chat.web.votes import Ballots, Votes
from bot.notebook import Notebook

__all__ = ["build"]

_STATIC = Path(__file__).parent / "static"
_PER_MINUTE = 120
_THREADS = 2
"""Answers take processor time, not waiting: more threads than these only take turns, and the last one waits longer."""


def build(
    assistant: Assistant,
    notebook: Notebook | None = None,
    *,
    public_url: str | None = None,
    token: str | None = None,
    hosts: Sequence[str] = ("*",),
    per_minute: int = _PER_MINUTE,
) -> ASGIApp:
    """The application that asks `assistant`: on the public shelf, and on a chat's own with a key from `notebook`.

    Without a notebook there is nothing to vote on and no key fits.

    `public_url` is where others reach it: with the bot's `token` pages open within Telegram too. A request for a host other than `hosts` is refused;
    `per_minute` is how many pages and answers one address gets in a minute.
    """
    mini_app = bool(public_url and token)
    templates = Templates(Links(public_url or ""), _STATIC, mini_app=mini_app)
    doorkeeper = Doorkeeper(notebook)
    ballots = Ballots(notebook) if notebook is not None else None
    pages, api = Pages(assistant, templates, doorkeeper, ballots), Api(assistant, doorkeeper)
    routes = [*pages.routes(), *api.routes()]
    if notebook is not None and ballots is not None:
        init_data, site = InitData(token if mini_app else None), public_url or ""
        routes += Votes(assistant, ballots, templates, doorkeeper, init_data, site).routes()
        routes += MiniAppKeys(assistant.desk, notebook, init_data, site).routes()
    limited = Middleware(Limited, per_minute=per_minute)
    app = Starlette(
        routes=[
            Mount("/static", StaticFiles(directory=_STATIC)),
            # an address with a slash too many is none: what would be sent on from there is whatever Host was named
            Mount("", Router(routes, redirect_slashes=False), middleware=[limited]),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)],
        exception_handlers=faults(templates),
        lifespan=partial(_started, templates),
    )
    return secured(app, mini_app=mini_app)


@asynccontextmanager
async def _started(templates: Templates, _: Starlette) -> AsyncIterator[None]:
    to_thread.current_default_thread_limiter().total_tokens = _THREADS
    templates.load()
    yield
