"""Three nodes that are one cluster, on free ports of loopback."""

import random
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from opensearch.installation import NoCluster, installation
from opensearch.node import Installation, Node

__all__ = ["Cluster", "cluster"]

_NODES = 3
_GREEN_S = 240
_TRIES = 3
_PORTS = range(20_000, 32_000)
"""Below those that systems give away: a node that is brought back finds its port free."""
_SETTINGS = {
    "cluster.name": "zhaiyin-tests",
    "network.host": "127.0.0.1",
    "action.auto_create_index": "false",
    "cluster.routing.allocation.disk.threshold_enabled": "false",
}


class Cluster:
    """The nodes, all of them started; each can be killed, and started again."""

    def __init__(self, made: Installation, folder: Path, java: tuple[str, ...]) -> None:
        ports = _free_ports(2 * _NODES)
        http, transport = ports[:_NODES], ports[_NODES:]
        names = [f"n{number}" for number in range(1, _NODES + 1)]
        shared = {
            **_SETTINGS,
            "discovery.seed_hosts": ",".join(f"127.0.0.1:{port}" for port in transport),
            "cluster.initial_cluster_manager_nodes": ",".join(names),
        }
        self.urls = tuple(f"http://127.0.0.1:{port}" for port in http)
        """Where each node answers, in the order of `nodes`."""
        self.nodes = tuple(
            Node(
                made,
                folder / name,
                {**shared, "node.name": name, "http.port": http[place], "transport.port": transport[place]},
                java,
            )
            for place, name in enumerate(names)
        )
        for node in self.nodes:
            node.start()

    @property
    def url(self) -> str:
        """What CLUSTER_URL would be."""
        return ",".join(self.urls)

    def wait(self) -> None:
        """Return once all nodes are one green cluster, whoever was started again. Raises NoCluster."""
        ends = time.monotonic() + _GREEN_S
        while not self._is_green():
            if ended := [node for node in self.nodes if not node.is_running]:
                raise NoCluster(f"a node ended: {ended[0].said}")
            if time.monotonic() > ends:
                raise NoCluster(f"the cluster is not green: {self.nodes[0].said}")
            time.sleep(0.1)

    @property
    def manager(self) -> Node:
        """The node that keeps the others' accounts: it is missed most."""
        answer = httpx.get(
            f"{self.urls[0]}/_cat/cluster_manager", params={"h": "node"}, timeout=60, trust_env=False
        )
        return next(node for node in self.nodes if node.name == answer.text.strip())

    def end(self) -> None:
        """End whatever runs of it."""
        for node in self.nodes:
            node.kill()

    def _is_green(self) -> bool:
        asked = {"wait_for_status": "green", "wait_for_nodes": str(_NODES), "timeout": "5s"}
        try:
            # each for itself: one that was brought back may not know of the others yet
            for url in self.urls:
                answer = httpx.get(f"{url}/_cluster/health", params=asked, timeout=20, trust_env=False)
                if answer.status_code != 200:
                    return False
        except httpx.HTTPError:
            return False
        return True


@contextmanager
def cluster(heap_mb: int = 384, *java: str) -> Iterator[Cluster]:
    """A green cluster with as much heap a node, which is gone in the end. Raises NoCluster."""
    made = installation()
    heap = (f"-Xms{heap_mb}m", f"-Xmx{heap_mb}m")
    with tempfile.TemporaryDirectory(prefix="zhaiyin-opensearch-", ignore_cleanup_errors=True) as name:
        started = _started(made, Path(name), (*heap, *java))
        try:
            yield started
        finally:
            started.end()


def _started(made: Installation, folder: Path, java: tuple[str, ...]) -> Cluster:
    """A green cluster; another one if a port was taken while the nodes started."""
    for tried in range(_TRIES):
        new = Cluster(made, folder / str(tried), java)
        try:
            new.wait()
        except BaseException as error:
            new.end()
            if isinstance(error, NoCluster) and "Address already in use" in str(error):
                continue
            raise
        return new
    raise NoCluster("no ports were free")


def _free_ports(number: int) -> list[int]:
    free = list[int]()
    for port in random.sample(_PORTS, len(_PORTS)):
        with socket.socket() as tried:
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
        free.append(port)
        if len(free) == number:
            return free
    raise NoCluster("no ports are free")
