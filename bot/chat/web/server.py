"""Serving the application on an address, alone or beside another door."""

import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import uvicorn

from bot.assistant.assistant import Assistant
from bot.assistant.desk import Desk
from bot.chat.web.app import build
from bot.chat.web.outline import key_terms
from bot.errors import ConfigurationError
from bot.notebook import Notebook

__all__ = ["Address", "serve", "serve_beside"]

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_MOST_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen, where others reach it, and through whom."""

    host: str
    port: int
    public_url: str | None = None
    proxies: str = "127.0.0.1"
    """Who is believed when it says for whom it asks: addresses and networks, parted by commas."""

    @property
    def url(self) -> str:
        """Where a browser on this machine finds it."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names a request may ask for: on loopback only our own, so that no page elsewhere can read along."""
        if self.host not in _LOOPBACK:
            return ("*",)
        public = urlsplit(self.public_url or "").hostname
        return ("127.0.0.1", "localhost", "[::1]", *([public] if public else []))


def serve(assistant: Assistant, notebook: Notebook, address: Address, ready: Callable[[], None]) -> None:
    """Call `ready` once a browser can connect, and serve until interrupted.

    Raises ConfigurationError where the address cannot be had, and KeyboardInterrupt in the end.
    """
    sockets = [listening(address)]
    _warm(assistant.desk)
    ready()
    _server(assistant, notebook, address).run(sockets)
    # whoever stops it interrupts it, but the interrupt can be lost where the loop ends at that very moment
    raise KeyboardInterrupt


def serve_beside(assistant: Assistant, notebook: Notebook, address: Address, token: str | None) -> None:
    """Serve in a thread of its own, until the process ends; `token` is the bot's, where it is served beside one.

    Raises ConfigurationError as `serve` does.
    """
    sockets = [listening(address)]
    server = _server(assistant, notebook, address, token)
    threading.Thread(target=server.run, args=(sockets,), name="web", daemon=True).start()


def _server(
    assistant: Assistant, notebook: Notebook, address: Address, token: str | None = None
) -> uvicorn.Server:
    app = build(assistant, notebook, public_url=address.public_url, token=token, hosts=address.hosts)
    # an access log would hold the text of every question, and every key
    return uvicorn.Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            ws="none",
            forwarded_allow_ips=address.proxies,
            limit_concurrency=_MOST_AT_ONCE,
            timeout_graceful_shutdown=3,
        )
    )


def listening(address: Address) -> socket.socket:
    """A socket that listens there. Raises ConfigurationError where the address cannot be had."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(
            address.host, address.port, type=socket.SOCK_STREAM
        )[0]
        # with its protocol named: only then asyncio sends at once, instead of waiting 40 ms for an acknowledgement
        found = socket.socket(family, kind, protocol)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(where)
        found.listen(128)
    except OSError as error:
        raise ConfigurationError(
            f"WEB_PORT: cannot serve {address.url} ({error.strerror or error}); "
            "set another WEB_PORT, or 0 for no web page"
        ) from error
    return found


def _warm(desk: Desk) -> None:
    """Make the shelf ready before the first question, and what the first reader waits for, while the browser is opened."""

    def ready() -> None:
        desk.warm_up()
        for article in desk.articles()[-1:]:
            key_terms(article, desk.vocabulary)

    threading.Thread(target=ready, name="warm", daemon=True).start()
