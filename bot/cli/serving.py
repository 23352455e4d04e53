"""Serving the pages, alone or beside another door, and an assistant."""

from functools import partial
from typing import TYPE_CHECKING

from bot.assistant.assistant import Assistant
from bot.cli.building import desk, tell
from bot.errors import ConfigurationError
from bot.notebook import Notebook
from bot.settings import Settings, read_settings

if TYPE_CHECKING:
    from bot.chat import web

__all__ = ["mcp", "serve_pages", "serve_pages_beside"]


def serve_pages(settings: Settings, assistant: Assistant, remembered: Notebook, hint: str) -> None:
    """Serve until interrupted; say where, and `hint`. Raises ConfigurationError where the port is taken."""
    # uvicorn and Jinja take a fifth of a second to import, and no other command needs them
    from bot.chat import web

    address = _address(settings)
    ready = partial(tell, f"open {address.url} in a browser; Ctrl-C stops it. {hint}")
    web.serve(assistant, remembered, address, ready)


def _address(settings: Settings) -> "web.Address":
    from bot.chat import web

    return web.Address(settings.web_host, settings.web_port, settings.public_url, settings.web_proxies)


def serve_pages_beside(
    settings: Settings, assistant: Assistant, remembered: Notebook, token: str | None = None
) -> None:
    """Serve beside another door, unless WEB_PORT is 0; a port that is taken is told and the other door opens.

    `token` is the bot's, where the other door is Telegram.
    """
    if settings.web_port == 0:
        return
    from bot.chat import web

    address = _address(settings)
    try:
        web.serve_beside(assistant, remembered, address, token)
    except ConfigurationError as error:
        tell(str(error))
    else:
        tell(f"the same answers in a browser: {address.url}")


def mcp() -> None:
    """Serve an assistant over the Model Context Protocol on standard input and output."""
    try:
        from bot.chat import mcp as door
    except ImportError as error:
        raise ConfigurationError(f'mcp: {error.name} is not installed; pip install "zhaiyin[mcp]"') from error
    from bot.logs import configure

    settings = read_settings()
    configure(settings.log_level)
    door.run(Assistant(desk(settings, watching=True)))
