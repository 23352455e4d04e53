"""The client of a cluster against a real one: what is written is found, counted and forgotten as it should be."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random
from uuid import uuid4

import pytest
from tools import HANG_S

from bot.answering.index.cluster.client import Client
from bot.answering.index.cluster.documents import index_body
from bot.answering.index.cluster.ports import Written
from bot.errors import ArchiveUnavailable
from bot.retrieval.found import FoundDocument


def _document(article: int, terms: str, version: int = 1) -> Written:
    stamp = f"{article:016x}"
    return Written(
        f"{article}-0", version, {"terms": terms, "article": article, "passage": 0, "stamp": stamp}
    )


@pytest.fixture
def client(cluster_url: str) -> Iterator[Client]:
    """A client of the cluster."""
    # a machine that has much else to do may take longer than a question may
    with Client(cluster_url, seconds=HANG_S) as client:
        yield client


@pytest.fixture
def index(client: Client) -> Iterator[str]:
    """An empty index of three shards."""
    yield from _made(client, 3)


@pytest.fixture
def small_index(client: Client) -> Iterator[str]:
    """An empty index of one shard."""
    yield from _made(client, 1)


def _made(client: Client, shards: int) -> Iterator[str]:
    name = f"zhaiyin-test-{uuid4().hex}"
    client.make(name, index_body(0, shards))
    yield name
    client.remove(name)


def test_what_was_written_is_found_best_first(client: Client, index: str) -> None:
    """With its article, its passage and its stamp; also among some articles alone."""
    client.write(index, [_document(1, "aa bb"), _document(2, "aa aa bb"), _document(3, "cc")])
    client.show(index)
    two, one = FoundDocument(2, 0, 2), FoundDocument(1, 0, 1)
    assert [two, one] == client.found(index, ["aa"], 10)
    assert [two] == client.found(index, ["aa"], 1)
    assert [one] == client.found(index, ["aa", "cc"], 10, within=[1])
    assert [] == client.found(index, ["dd"], 10)


@pytest.mark.parametrize("kind", ["small_index", "index"])
def test_terms_are_counted_over_all_shards(kind: str, client: Client, request: pytest.FixtureRequest) -> None:
    """Exactly, be there one or three, and one that stands nowhere is 0."""
    index: str = request.getfixturevalue(kind)
    random = Random(7)
    texts = [" ".join(random.choices("abcdefgh", k=5)) for _ in range(400)]
    client.write(index, [_document(number, text) for number, text in enumerate(texts)])
    client.show(index)
    counts = Counter(term for text in texts for term in set(text.split()))
    assert [*(counts[term] for term in "abcdefgh"), 0] == client.frequencies(index, [*"abcdefgh", "z"])


def test_more_terms_than_go_into_one_call_are_counted(client: Client, index: str) -> None:
    """As for a shelf that asks which of all words with a meaning stand on it."""
    client.write(index, [_document(1, "t0 t7000"), _document(2, "t7000 t12000")])
    client.show(index)
    counted = client.frequencies(index, [f"t{number}" for number in range(12_001)])
    assert {0: 1, 7000: 2, 12_000: 1} == {place: count for place, count in enumerate(counted) if count}


def test_scores_are_by_the_statistics_of_all_shards(client: Client, index: str) -> None:
    """A term that is rare in the index counts more than a common one, wherever the documents lie."""
    common = [_document(number, "aa xx") for number in range(2, 200)]
    client.write(index, [_document(1, "bb xx"), *common])
    client.show(index)
    assert FoundDocument(1, 0, 1) == client.found(index, ["aa", "bb"], 5)[0]


def test_an_earlier_version_does_not_undo_a_later_one(client: Client, index: str) -> None:
    """However late it comes; the same version may come twice."""
    client.write(index, [_document(1, "new", 5)])
    client.write(index, [_document(1, "new", 5), Written("2-0", 5, None)])
    client.write(index, [_document(1, "old", 4), Written("1-0", 3, None), _document(2, "old", 4)])
    client.show(index)
    assert [FoundDocument(1, 0, 1)] == client.found(index, ["new", "old"], 10)


def test_what_was_deleted_is_not_found_and_expunged_not_counted(client: Client, index: str) -> None:
    """Until it is expunged it may still count."""
    client.write(index, [_document(number, f"aa t{number}") for number in range(50)])
    client.show(index)
    client.write(index, [Written(f"{number}-0", 2, None) for number in range(20)])
    client.show(index)
    assert 30 == len(client.found(index, ["aa"], 100))
    client.expunge(index)
    client.show(index)
    assert [30, 0] == client.frequencies(index, ["aa", "t3"])
    assert (30, 0) == client.sizes(index)[index][:2]


def test_an_alias_is_of_one_index_at_any_time(client: Client, index: str) -> None:
    """It moves in one step, and searches through it never fail meanwhile."""
    alias, other = f"{index}-name", f"{index}-other"
    client.make(other, index_body(0, 1))
    client.write(index, [_document(1, "aa")])
    client.write(other, [_document(2, "aa")])
    client.show(index)
    client.show(other)
    client.point(alias, index)

    def asked(_: int) -> list[int]:
        return [found.article for found in client.found(alias, ["aa"], 10)]

    with ThreadPoolExecutor(4) as pool:
        answers = pool.map(asked, range(100))
        client.point(alias, other)
        assert set(map(tuple, answers)) <= {(1,), (2,)}
    assert (other,) == client.behind(alias)
    client.remove(other)
    assert () == client.behind(alias)


def test_an_index_may_be_made_and_removed_twice(client: Client) -> None:
    """The word of the first time may be lost."""
    name = f"zhaiyin-test-{uuid4().hex}"
    for _ in range(2):
        client.make(name, index_body(0, 1))
    assert {name} == set(client.sizes(name))
    for _ in range(2):
        client.remove(name)
    assert {} == client.sizes(name)


def test_an_index_that_is_not_there_is_an_error_and_not_an_empty_one(client: Client) -> None:
    """Nothing is found in it, but that is not for want of passages."""
    with pytest.raises(ArchiveUnavailable):
        client.found("zhaiyin-test-of-nobody", ["aa"], 10)
    with pytest.raises(ArchiveUnavailable):
        client.frequencies("zhaiyin-test-of-nobody", ["aa"])


def test_many_threads_ask_and_write_at_once(client: Client, index: str) -> None:
    """With one client."""
    client.write(index, [_document(0, "aa")])
    client.show(index)

    def done(number: int) -> int:
        client.write(index, [_document(number, f"bb t{number}")])
        return len(client.found(index, ["aa"], 10)) + client.frequencies(index, ["aa"])[0]

    with ThreadPoolExecutor(16) as pool:
        assert {2} == set(pool.map(done, range(1, 33)))
    client.show(index)
    assert [32] == client.frequencies(index, ["bb"])
