"""A site on loopback, for what is fetched."""

import ipaddress
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from bot.readers.fetching.fetch import Address

__all__ = ["Answer", "Site", "drips", "leads", "loopback", "opened", "sends"]

Answer = Callable[[BaseHTTPRequestHandler], None]


def loopback(address: Address) -> bool:
    """A policy for these tests: 127.0.0.1 alone, so that 127.0.0.2 plays the private network."""
    return address == ipaddress.ip_address("127.0.0.1")


def sends(body: bytes, kind: str = "text/html", status: int = 200, **headers: str) -> Answer:
    """A page that is sent as it is."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"Content-Type": kind, **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer


def leads(target: str, status: int = 302) -> Answer:
    """A redirect."""
    return sends(b"", status=status, Location=target)


def drips(request: BaseHTTPRequestHandler) -> None:
    """A site that sends a byte of a header now and then, and never ends."""
    while True:
        request.wfile.write(b"X")
        request.wfile.flush()
        time.sleep(0.05)


class Site:
    """A site on loopback: what it answers by path, and the requests that came."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer] = {}
        self.hosts: list[str] = []
        self.left = threading.Event()
        """Set when whoever asked did not wait for the end of an answer."""
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.hosts.append(self.headers["Host"])
                try:
                    site.pages.get(urlsplit(self.path).path, sends(b"", status=404))(self)
                except OSError:
                    self.close_connection = True
                    site.left.set()

            def log_message(self, *_: object) -> None:
                """Nothing: tests are quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"


@contextmanager
def opened() -> Iterator[Site]:
    """A site that answers until the end of the block."""
    site = Site()
    thread = threading.Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield site
    site.server.shutdown()
    site.server.server_close()
    thread.join()
