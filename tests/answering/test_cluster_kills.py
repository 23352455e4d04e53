"""A node of a real cluster is killed at the worst moment: no answer is wrong, none is missing, nothing is lost."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from uuid import uuid4

import pytest
from opensearch.cluster import Cluster
from tools import until

from bot.answering.index.cluster.client import Client
from bot.answering.index.cluster.documents import index_body
from bot.answering.index.cluster.ports import Written
from bot.errors import ArchiveUnavailable
from bot.retrieval.found import FoundDocument


def _document(number: int) -> Written:
    """One that holds a token of its own, and one that all hold."""
    terms = f"t{number} all"
    return Written(
        f"{number}-0", 1, {"terms": terms, "article": number, "passage": 0, "stamp": f"{number:x}"}
    )


@pytest.fixture
def index(nodes_client: Client) -> Iterator[str]:
    """An empty index of which each node has a part."""
    name = f"zhaiyin-test-{uuid4().hex}"
    nodes_client.make(name, index_body(0, shards=3))
    yield name
    nodes_client.remove(name)


def test_questions_are_answered_while_a_node_is_killed(
    nodes: Cluster, nodes_client: Client, index: str
) -> None:
    """Five hundred of them, and the node on which most depends; one that is told to ask again soon is answered then."""
    nodes_client.write(index, map(_document, range(100)))
    nodes_client.show(index)
    nodes.wait()
    turns, killed = count(), nodes.manager

    def asked(number: int) -> tuple[list[FoundDocument], list[int]]:
        if next(turns) == 150:
            killed.kill()
        while True:
            try:
                return nodes_client.found(index, [f"t{number}"], 32), nodes_client.frequencies(
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
    nodes: Cluster, nodes_client: Client, index: str
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

    nodes_client.write(index, documents())
    nodes_client.show(index)
    _all_there(nodes_client, index)
    nodes.wait()
    nodes.nodes[1].kill()
    _all_there(nodes_client, index)


def _all_there(nodes_client: Client, index: str) -> None:
    """Hold what is found against what was written, as soon as the cluster has found itself again."""

    def answers() -> bool:
        try:
            nodes_client.found(index, ["all"], 1)
        except ArchiveUnavailable:
            return False
        return True

    until(answers)
    assert list(range(5000)) == sorted(one.article for one in nodes_client.found(index, ["all"], 10_000))
    assert [5000, 1, 1, 0] == nodes_client.frequencies(index, ["all", "t0", "t4999", "t5000"])


def test_without_any_node_nothing_is_said_not_to_be_found(
    nodes: Cluster, nodes_client: Client, index: str
) -> None:
    """What is asked then is an error; and once the nodes are back it is answered."""
    nodes_client.write(index, [_document(1)])
    nodes_client.show(index)
    for node in nodes.nodes:
        node.kill()
    for _ in range(3):
        with pytest.raises(ArchiveUnavailable, match=r"^the archive cannot be searched just now: "):
            nodes_client.found(index, ["t1"], 10)
        with pytest.raises(ArchiveUnavailable):
            nodes_client.frequencies(index, ["t1"])
    for node in nodes.nodes:
        node.start()
    nodes.wait()
    assert [FoundDocument(1, 0, 1)] == nodes_client.found(index, ["t1"], 10)
