"""What browsers and crawlers ask every site for by its name: its icon, and what they may read."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse
from starlette.routing import Route

__all__ = ["site_files"]

_ICONS = {"/favicon.ico": "favicon.ico", "/apple-touch-icon.png": "apple-touch-icon.png"}
_ROBOTS = """User-agent: *
Disallow: /answer
Disallow: /verify
Disallow: /api/
"""
"""Answers are as many as there are questions; the pages that people pass on stay open, since previews obey this too."""


def site_files(static: Path) -> list[Route]:
    """Return the routes of the icons in `static` and of robots.txt."""

    def icon(request: Request) -> FileResponse:
        return FileResponse(static / _ICONS[request.url.path])

    def robots(_: Request) -> PlainTextResponse:
        return PlainTextResponse(_ROBOTS)

    return [*(Route(path, icon) for path in _ICONS), Route("/robots.txt", robots)]
