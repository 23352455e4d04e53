"""Clients of the site, and what they read."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Literal

import httpx
import uvicorn
from starlette.types import ASGIApp
from tools import until

from bot.assistant.assistant import Assistant
from bot.assistant.desk import Desk
from bot.chat.web import Adding, build
from bot.chat.web.bounds import Bounds
from bot.chat.web.server import configured
from bot.notebook import Notebook

__all__ = ["client_of", "marked", "served", "words"]


def client_of(
    desk: Desk,
    notebook: Notebook | None = None,
    *,
    per_minute: int = 10_000,
    public_url: str | None = None,
    token: str | None = None,
    hosts: tuple[str, ...] = ("*",),
    adding: Adding | None = None,
) -> httpx.AsyncClient:
    """Return a client of the application built with these settings."""
    app = build(
        Assistant(desk, notebook),
        notebook,
        per_minute=per_minute,
        public_url=public_url,
        token=token,
        hosts=hosts,
        adding=adding,
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://zhaiyin.test")


@contextmanager
def served(
    app: ASGIApp,
    lifespan: Literal["auto", "off"] = "auto",
    *,
    bounds: Bounds | None = None,
    proxies: str = "127.0.0.1",
) -> Iterator[str]:
    """Serve the application on loopback as `zhaiyin run` does; yields its address."""
    config = configured(app, proxies, bounds or Bounds())
    config.port, config.lifespan = 0, lifespan
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    until(lambda: server.started)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


def words(html: str) -> str:
    """Return the text of HTML, without its tags."""
    return unescape(re.sub(r"<[^>]*>", "", html))


def marked(html: str) -> list[str]:
    """Return the texts that are marked as the focus, in order."""
    return [words(text) for text in re.findall(r"<mark>(.*?)</mark>", html, re.DOTALL)]
