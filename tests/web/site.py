"""Clients of the site, and what they read."""

import re
from html import unescape

import httpx

from bot.chat.desk import Desk
from bot.chat.web import built
from bot.notebook import Notebook

__all__ = ["client_of", "marked", "words"]


def client_of(
    desk: Desk,
    notebook: Notebook | None = None,
    *,
    per_minute: int = 10_000,
    public_url: str | None = None,
    hosts: tuple[str, ...] = ("*",),
) -> httpx.AsyncClient:
    """A client of the application built so."""
    app = built(desk, notebook, per_minute=per_minute, public_url=public_url, hosts=hosts)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://zhaiyin.test")


def words(html: str) -> str:
    """The text of a piece of HTML."""
    return unescape(re.sub(r"<[^>]*>", "", html))


def marked(html: str) -> list[str]:
    """The texts that are marked as the focus, in order."""
    return [words(found) for found in re.findall(r"<mark>(.*?)</mark>", html, re.DOTALL)]
