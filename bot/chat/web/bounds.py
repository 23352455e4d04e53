"""The bounds of a connection: how long it may wait, how much it may send before it is heard, how many there may be."""

from dataclasses import dataclass

__all__ = ["Bounds"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bounds for every connection, with or without a server in front.

    A proxy in front has bounds of its own; without one, these are all that keeps a stranger from holding the door.
    """

    head_s: float = 10.0
    """How long the head of a request may take, from the connection's or the request's first byte."""
    body_s: float = 30.0
    """How long its body may take, or an answer until its reader takes more of it, beside what its size earns."""
    slowest_bytes_per_s: int = 8_000
    """So many bytes earn a body or an answer one second more."""
    idle_s: int = 5
    """How long a connection may rest between two requests."""
    last_s: float = 5.0
    """How long a connection that ends may take to hand over what it has left."""
    head_bytes: int = 65_536
    head_lines: int = 100
    connections: int = 256
    per_network: int = 64
    """Of `connections`, those of one address, or of one /64 network of IPv6; proxies may have all of them."""
