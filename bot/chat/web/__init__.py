"""The browser door: a page to ask on, a reader where every citation lands, and the same answers as JSON."""

from bot.chat.web.app import build
from bot.chat.web.server import Address, listening, serve, serve_beside

__all__ = ["Address", "build", "listening", "serve", "serve_beside"]
