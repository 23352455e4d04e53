"""A server on loopback that answers as it is told, for what a real cluster does only now and then."""

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

__all__ = ["CUT", "Asked", "Said", "Scripted", "scripted"]


class Asked(NamedTuple):
    """A request: its method, its path with all parameters, its head, its body."""

    method: str
    path: str
    head: dict[str, str]
    body: str


class Said(NamedTuple):
    """What is answered: a status, and JSON or a body of any kind."""

    status: int
    body: object


CUT = Said(0, None)
"""No answer at all: the connection ends."""


class Scripted(ThreadingHTTPServer):
    """Answers with each of `says` in turn, and then with the last of them for good; `asked` is what came."""

    daemon_threads = True

    def __init__(self, says: Sequence[Said | Callable[[Asked], Said]]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked = list[Asked]()
        self._says = says
        self._turn = threading.Lock()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_port}"

    def answer(self, asked: Asked) -> Said:
        """Return what is answered now."""
        with self._turn:
            said = self._says[min(len(self.asked), len(self._says) - 1)]
            self.asked.append(asked)
        return said if isinstance(said, Said) else said(asked)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that has gone."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Scripted

    def _do(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        said = self.server.answer(Asked(self.command, self.path, dict(self.headers.items()), body))
        if said == CUT:
            self.close_connection = True
            return
        content = said.body if isinstance(said.body, bytes) else json.dumps(said.body).encode()
        self.send_response(said.status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = _do  # noqa: N815  # as the library looks for them

    def log_message(self, *_: object) -> None:
        """Write no log."""


@contextmanager
def scripted(*says: Said | Callable[[Asked], Said]) -> Iterator[Scripted]:
    """A server that answers with these, in turn."""
    with Scripted(says) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
