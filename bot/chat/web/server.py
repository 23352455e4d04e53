"""The server of the application, alone or beside another door."""

import asyncio
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import uvicorn
from starlette.types import ASGIApp

from bot.assistant.assistant import Assistant
from bot.assistant.desk import Desk
from bot.assistant.hook import Hook
from bot.assistant.pulse import Pulse
from bot.chat.web.adding.routes import Adding
from bot.chat.web.app import build
from bot.chat.web.bounded import BoundedConnection
from bot.chat.web.bounds import Bounds
from bot.chat.web.connections import Connections
from bot.chat.web.networks import Proxies
from bot.chat.web.outline import key_terms
from bot.errors import ConfigurationError
from bot.notebook import Notebook

if TYPE_CHECKING:
    from bot.replicas.replica import Replica

__all__ = ["Address", "configured", "serve", "serve_beside"]

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_BOUNDS = Bounds()
_LAST_S = 8
"""How long requests in hand may take once the process is asked to end; the other door has twenty seconds before."""


@dataclass(frozen=True, slots=True)
class Address:
    """The address to listen on, the public address, and the proxies in front."""

    host: str
    port: int
    public_url: str | None = None
    proxies: str = "127.0.0.1"
    """Proxies that are believed when they name the client: addresses and networks, separated by commas."""

    @property
    def url(self) -> str:
        """The address for a browser on this machine."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts a request may name: on loopback only our own, so no page elsewhere can read ours."""
        if self.host not in _LOOPBACK:
            return ("*",)
        public = urlsplit(self.public_url or "").hostname
        return ("127.0.0.1", "localhost", "[::1]", *([public] if public else []))


def serve(
    assistant: Assistant,
    notebook: Notebook,
    address: Address,
    ready: Callable[[], None],
    adding: Adding | None = None,
    replica: "Replica | None" = None,
) -> None:
    """Call `ready` once a browser can connect, and serve until interrupted.

    With `adding`, articles can be added; with a `replica`, limits are those of all processes together. Raises ConfigurationError if the address cannot be had, and KeyboardInterrupt in the end.
    """
    sockets = [listen(address)]
    _warm_up(assistant.desk)
    ready()
    _server(assistant, notebook, address, adding=adding, replica=replica).run(sockets)
    # it stops when it is interrupted, but the interrupt is lost if the loop ends at that very moment
    raise KeyboardInterrupt


def serve_beside(
    assistant: Assistant,
    notebook: Notebook,
    address: Address,
    token: str | None,
    adding: Adding | None = None,
    pulse: Pulse | None = None,
    hook: Hook | None = None,
    replica: "Replica | None" = None,
) -> Callable[[], None]:
    """Serve in a thread of its own; return what finishes the requests in hand and ends that.

    `token` is the bot's, if Telegram is the other door, `pulse` tells how polling goes, and at `hook` it is told
    its updates; a `replica` shares limits with other processes. Raises ConfigurationError as `serve` does.
    """
    sockets = [listen(address)]
    server = _server(assistant, notebook, address, token, adding, pulse, hook, replica)
    thread = threading.Thread(target=server.run, args=(sockets,), name="web", daemon=True)
    thread.start()

    def end() -> None:
        server.should_exit = True
        thread.join(_LAST_S + 1)

    return end


def _server(
    assistant: Assistant,
    notebook: Notebook,
    address: Address,
    token: str | None = None,
    adding: Adding | None = None,
    pulse: Pulse | None = None,
    hook: Hook | None = None,
    replica: "Replica | None" = None,
) -> uvicorn.Server:
    app = build(
        assistant,
        notebook,
        public_url=address.public_url,
        token=token,
        hosts=address.hosts,
        adding=adding,
        pulse=pulse,
        hook=hook,
        replica=replica,
    )
    return uvicorn.Server(configured(app, address.proxies))


def configured(app: ASGIApp, proxies: str = "127.0.0.1", bounds: Bounds = _BOUNDS) -> uvicorn.Config:
    """Return the server's settings: each connection within `bounds`, `proxies` believed about whom they ask for."""
    in_front = Proxies(proxies)
    connection = partial(BoundedConnection, bounds=bounds, connections=Connections(bounds, in_front))
    # an access log would hold the text of every question, and every key
    return uvicorn.Config(
        app,
        http=cast("type[asyncio.Protocol]", connection),
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        forwarded_allow_ips=in_front.spellings,
        timeout_keep_alive=bounds.idle_s,
        timeout_graceful_shutdown=_LAST_S,
    )


def listen(address: Address) -> socket.socket:
    """Return a socket that listens there. Raises ConfigurationError if the address cannot be had."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            address.host, address.port, type=socket.SOCK_STREAM
        )[0]
        # asyncio sends at once only if the protocol is named; otherwise it waits 40 ms for an acknowledgement
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
        listener.listen(128)
    except (OSError, UnicodeError) as error:
        raise ConfigurationError(
            f"WEB_PORT: cannot serve {address.url} ({getattr(error, 'strerror', None) or 'no such host'}); "
            "set another WEB_PORT, or 0 for no web page"
        ) from error
    return listener


def _warm_up(desk: Desk) -> None:
    """Prepare the shelf and the key terms of the newest article, while the browser is being opened."""

    def prepare() -> None:
        desk.warm_up()
        for article in desk.articles()[-1:]:
            key_terms(article, desk.vocabulary)

    threading.Thread(target=prepare, name="warm", daemon=True).start()
