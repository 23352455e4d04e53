"""Connections to allowed addresses only, all of which end at one deadline."""

import ipaddress
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.errors import NotPublic, Unreachable
from bot.readers.file import MAX_BYTES

__all__ = ["Address", "CheckedNetwork", "Deadline", "Limits", "is_public"]

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Networks that Python 3.11 calls global and that are not, or that embed IPv4 addresses.
_NOT_PUBLIC = tuple(
    map(
        ipaddress.ip_network,
        "192.0.0.0/24 192.88.99.0/24 198.18.0.0/15 100.64.0.0/10 240.0.0.0/4 100::/64 2001::/23 2001:db8::/32 3fff::/20 fec0::/10 5f00::/16".split(),
    )
)
# A public number, but in a cloud it is the host's own server.
_CLOUD_HOST = ipaddress.ip_address("168.63.129.16")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.ip_network("64:ff9b:1::/48")


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a fetch, beyond which it is refused."""

    redirects: int = 5
    size_bytes: int = MAX_BYTES
    """Also after decompression."""
    time_s: float = 15.0
    """In all, from looking up the name to the last byte, redirects included."""


class Deadline:
    """The time when a fetch must be done; `name` is the address as messages show it."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name, self.limits = name, limits
        self._end = time.monotonic() + limits.time_s

    def left(self) -> float:
        """Return the seconds left. Raises Unreachable if there are none."""
        if (left := self._end - time.monotonic()) <= 0:
            raise self.over()
        return left

    def over(self) -> Unreachable:
        """Return the error to raise for a fetch that took too long."""
        return Unreachable(
            f"{self.name}: took longer than {self.limits.time_s:g} s to fetch; try again later, or send the file"
        )


def is_public(address: Address) -> bool:
    """Return whether `address` is on the public internet; an IPv4 one inside it counts."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64_LOCAL:
            return False
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    if address.is_multicast or address.is_reserved or address.is_unspecified or not address.is_global:
        return False
    if address == _CLOUD_HOST:
        return False
    return not any(address.version == network.version and address in network for network in _NOT_PUBLIC)


class CheckedNetwork:
    """A NetworkBackend for httpcore that connects to a name if all its addresses are allowed."""

    def __init__(self, deadline: Deadline, is_allowed: Callable[[Address], bool]) -> None:
        self._deadline, self._is_allowed = deadline, is_allowed

    def connect_tcp(self, host: str, port: int, **_: object) -> "_Stream":
        """Return a connection to `host`. Raises NotPublic if not all addresses are allowed."""
        addresses = _look_up(host, port, self._deadline)
        name = self._deadline.name
        if not addresses:
            raise Unreachable(f"{name}: there is no site of that name; check the address")
        if not all(map(self._is_allowed, addresses)):
            raise NotPublic(f"{name}: leads into a private network; only public addresses are read")
        return _Stream(self._first(addresses, port), self._deadline)

    def _first(self, addresses: list[Address], port: int) -> Any:
        """Return a connection to the first address that accepts one."""
        import httpcore

        for address in addresses[:-1]:
            with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return httpcore.SyncBackend().connect_tcp(str(address), port, self._deadline.left() / 2)
        return httpcore.SyncBackend().connect_tcp(str(addresses[-1]), port, self._deadline.left())


class _Stream:
    """A NetworkStream for httpcore that ends at the deadline, even if a site drips."""

    def __init__(self, stream: Any, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, **_: object) -> bytes:
        """Return what came, at most `max_bytes`; empty at the end."""
        received: bytes = self._stream.read(max_bytes, self._deadline.left())
        return received

    def write(self, buffer: bytes, **_: object) -> None:
        """Send `buffer`."""
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        """End the connection."""
        self._stream.close()

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, **_: object) -> "_Stream":
        """Return the connection under TLS, for the site's name and not for its address."""
        return _Stream(
            self._stream.start_tls(ssl_context, server_hostname, self._deadline.left()), self._deadline
        )

    def get_extra_info(self, info: str) -> Any:
        """Return what the connection below knows."""
        return self._stream.get_extra_info(info)


def _look_up(host: str, port: int, deadline: Deadline) -> list[Address]:
    """Return the addresses of `host`, looked up in a thread: the system takes no time limit."""
    entries: list[Any] = []

    def look_up() -> None:
        with suppress(OSError, UnicodeError):
            entries.extend(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(deadline.left())
    deadline.left()
    return list(dict.fromkeys(ipaddress.ip_address(entry[4][0].partition("%")[0]) for entry in entries))
