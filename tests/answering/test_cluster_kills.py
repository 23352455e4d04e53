"""A node of a real cluster is killed at the worst moment: no answer is wrong, none is missing, nothing is lost."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import NamedTuple
from uuid import uuid4

import pytest
from opensearch.cluster import Cluster
from tools import HANG_S, until

from bot.answering.index.cluster.client import Client
from bot.errors import ArchiveUnavailable
from bot.retrieval.found import FoundDocument

_BODY = {
    "settings": {"number_of_shards": 3, "number_of_replicas": 1},
    "mappings": {
        "dynamic": "strict",
        "_source": {"enabled": False},
        "properties": {
            "terms": {"type": "text", "analyzer": "whitespace", "index_options": "freqs"},
            "article": {"type": "long"},
            "passage": {"type": "integer"},
            "stamp": {"type": "keyword"},
        },
    },
}


class Written(NamedTuple):
    """A document to be written."""

    id: str
    version: int
    document: Mapping[str, object] | None


def _document(number: int) -> Written:
    """One that holds a token of its own, and one that all hold."""
    terms = f"t{number} all"
    return Written(
        f"{number}-0", 1, {"terms": terms, "article": number, "passage": 0, "stamp": f"{number:x}"}
    )


@pytest.fixture
def client(nodes: Cluster) -> Iterator[Client]:
    """A client of all nodes, patient enough for a machine that has much else to do; all nodes are back in the end."""
    with Client(nodes.url, seconds=HANG_S) as client:
        yield client
    for node in nodes.nodes:
        if not node.is_running:
            node.start()
    nodes.wait()


@pytest.fixture
def index(client: Client) -> Iterator[str]:
    """An empty index of which each node has a part."""
    name = f"zhaiyin-test-{uuid4().hex}"
    client.make(name, _BODY)
    yield name
    client.remove(name)


def test_questions_are_answered_while_a_node_is_killed(nodes: Cluster, client: Client, index: str) -> None:
    """Five hundred of them, and the node on which most depends; one that is told to ask again soon is answered then."""
    client.write(index, map(_document, range(100)))
    client.show(index)
    nodes.wait()
    turns, killed = count(), nodes.manager

    def asked(number: int) -> tuple[list[FoundDocument], list[int]]:
        if next(turns) == 150:
            killed.kill()
        while True:
            try:
                return client.found(index, [f"t{number}"], 32), client.frequencies(
                    index, [f"t{number}", "all"]
                )
            except ArchiveUnavailable:
                continue

    with ThreadPoolExecutor(4) as pool:
        numbers = [number % 100 for number in range(500)]
        answers = list(pool.map(asked, numbers))
    assert [([FoundDocument(number, 0, number)], [1, 100]) for number in numbers] == answers
    killed.start()
    nodes.wait()
    assert ([FoundDocument(7, 0, 7)], [1, 100]) == asked(7)


def test_nothing_is_lost_of_what_is_indexed_while_a_node_is_killed(
    nodes: Cluster, client: Client, index: str
) -> None:
    """Of five thousand articles each is there once: on the nodes that were left, and on the one that came back."""

    def documents() -> Iterator[Written]:
        for number in range(5000):
            if number == 1700:
                # a part whose copy is still being made would be away with its node
                nodes.wait()
                nodes.nodes[0].kill()
            if number == 3400:
                nodes.nodes[0].start()
            yield _document(number)

    client.write(index, documents())
    client.show(index)
    _all_there(client, index)
    nodes.wait()
    nodes.nodes[1].kill()
    _all_there(client, index)


def _all_there(client: Client, index: str) -> None:
    """Hold what is found against what was written, as soon as the cluster has found itself again."""

    def answers() -> bool:
        try:
            client.found(index, ["all"], 1)
        except ArchiveUnavailable:
            return False
        return True

    until(answers)
    assert list(range(5000)) == sorted(one.article for one in client.found(index, ["all"], 10_000))
    assert [5000, 1, 1, 0] == client.frequencies(index, ["all", "t0", "t4999", "t5000"])


def test_without_any_node_nothing_is_said_not_to_be_found(nodes: Cluster, client: Client, index: str) -> None:
    """What is asked then is an error; and once the nodes are back it is answered."""
    client.write(index, [_document(1)])
    client.show(index)
    for node in nodes.nodes:
        node.kill()
    for _ in range(3):
        with pytest.raises(ArchiveUnavailable, match=r"^the archive cannot be searched just now: "):
            client.found(index, ["t1"], 10)
        with pytest.raises(ArchiveUnavailable):
            client.frequencies(index, ["t1"])
    for node in nodes.nodes:
        node.start()
    nodes.wait()
    assert [FoundDocument(1, 0, 1)] == client.found(index, ["t1"], 10)
