"""The browser door: the chat, the reader that every citation leads to, answers as JSON."""

from bot.chat.web.adding.routes import Adding
from bot.chat.web.app import build
from bot.chat.web.server import Address, listen, serve, serve_beside

__all__ = ["Adding", "Address", "build", "listen", "serve", "serve_beside"]
