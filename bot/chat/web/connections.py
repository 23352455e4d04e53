"""Who is connected; where there are too many, the one that keeps us waiting longest makes room."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol

from bot.chat.web.bounds import Bounds
from bot.chat.web.networks import Proxies, network_of

__all__ = ["Connection", "Connections"]


class Connection(Protocol):
    """A connection, as far as another may have to give way."""

    @property
    def waiting(self) -> tuple[int, float] | None:
        """What it keeps us waiting for, the least worth first, and since when; None while it is answered."""

    def drop(self) -> None:
        """End it at once."""


class Connections:
    """The connections to one server, never more than its `bounds` say; `proxies` may have all of them."""

    def __init__(self, bounds: Bounds, proxies: Proxies) -> None:
        self._bounds, self._proxies = bounds, proxies
        self._by_network: defaultdict[str, set[Connection]] = defaultdict(set)

    def admit(self, connection: Connection, host: str) -> bool:
        """Take the connection in; return whether there is room for it, or one of those that wait has made some."""
        theirs = self._by_network.get(network_of(host), set())
        if (
            host not in self._proxies
            and len(theirs) >= self._bounds.per_network
            and not self._part_of(theirs)
        ):
            return False
        if len(self) >= self._bounds.connections and not self._part_of_any():
            return False
        self._by_network[network_of(host)].add(connection)
        return True

    def leave(self, connection: Connection, host: str) -> None:
        """Let the connection go, which may be gone already."""
        network = network_of(host)
        if network in self._by_network:
            self._by_network[network].discard(connection)
            if not self._by_network[network]:
                del self._by_network[network]

    def __len__(self) -> int:
        return sum(map(len, self._by_network.values()))

    def _part_of_any(self) -> bool:
        """Let one go, of those who have the most of them first."""
        most_first = sorted(self._by_network.values(), key=len, reverse=True)
        return any(self._part_of(theirs) for theirs in most_first)

    def _part_of(self, theirs: Iterable[Connection]) -> bool:
        """Let the one go that keeps us waiting longest; return whether there is one."""
        waiting = [(since, connection) for connection in theirs if (since := connection.waiting) is not None]
        if not waiting:
            return False
        _, longest = min(waiting, key=lambda pair: pair[0])
        longest.drop()
        return True
