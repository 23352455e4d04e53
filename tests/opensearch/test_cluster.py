"""The cluster of the tests behaves as a cluster does when a node is lost."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
from tools import HANG_S, until

from opensearch.cluster import Cluster


def _ask(url: str, path: str, **params: str) -> httpx.Response:
    return httpx.get(f"{url}/{path}", params=params, timeout=HANG_S, trust_env=False)


def test_three_nodes_are_one_green_cluster(cluster_url: str) -> None:
    """Each of them says so."""
    # other tests use it too, and an index that was just made has no copies yet
    waiting = {"wait_for_status": "green", "timeout": "60s"}
    answers = [_ask(url, "_cluster/health", **waiting).json() for url in cluster_url.split(",")]
    assert [("green", 3)] * 3 == [(answer["status"], answer["number_of_nodes"]) for answer in answers]


def test_a_node_that_was_killed_is_missed_and_comes_back(nodes: Cluster) -> None:
    """The other two go on without it; started again it is one of three."""
    nodes.nodes[0].kill()
    assert (
        _ask(nodes.urls[1], "_cluster/health", wait_for_nodes="2", timeout="60s").json()["number_of_nodes"]
        == 2
    )
    nodes.nodes[0].start()
    nodes.wait()
    assert _ask(nodes.urls[0], "_cluster/health").json()["number_of_nodes"] == 3


_OWNER = """
import sys, time
from pathlib import Path
from opensearch.installation import installation
from opensearch.node import Node
folder = Path(sys.argv[1])
node = Node(installation(), folder, {"discovery.type": "single-node", "network.host": "127.0.0.1",
    "http.port": 0, "transport.port": 0, "node.name": "alone"})
node.start()
print(node.pid, flush=True)
time.sleep(600)
"""


def test_a_node_ends_with_the_process_that_started_it(nodes: Cluster, tmp_path: Path) -> None:
    """However that ended."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-c", _OWNER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as owner:
        assert owner.stdout is not None
        pid = int(owner.stdout.readline())
        owner.send_signal(signal.SIGKILL)
    until(lambda: not Path(f"/proc/{pid}/cmdline").exists() or not Path(f"/proc/{pid}/cmdline").read_bytes())
