"""The client of a cluster where something fails: another host is asked, or one error is raised; never is a part returned."""

import json
import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from opensearch.scripted import CUT, Asked, Said, scripted

from bot.answering.index.cluster.client import Client
from bot.answering.index.cluster.ports import Written
from bot.errors import ArchiveUnavailable
from bot.retrieval.found import FoundDocument

_NOBODY = "http://127.0.0.1:9"
_SHARDS = {"total": 1, "successful": 1, "skipped": 0, "failed": 0}
_HIT = {
    "_id": "a-0",
    "_score": 1.5,
    "fields": {"article": [7], "passage": [0], "stamp": ["000000000000002a"]},
}
_FOUND = Said(200, {"took": 3, "timed_out": False, "_shards": _SHARDS, "hits": {"hits": [_HIT]}})
_ONE_SHARD = Said(200, {"shards": [[{"shard": 0}]]})
_COUNTED = Said(
    200, {"docs": [{"term_vectors": {"terms": {"terms": {"aa": {"doc_freq": 5, "term_freq": 1}}}}}]}
)


@pytest.fixture
def client() -> Iterator[Callable[..., Client]]:
    """A client for these hosts that does not wait before it asks again."""
    made = list[Client]()

    def make(*urls: str) -> Client:
        made.append(Client(",".join(urls), sleep=lambda _: None))
        return made[-1]

    yield make
    for one in made:
        one.close()


def _partial(**changed: object) -> Said:
    assert isinstance(_FOUND.body, dict)
    return Said(200, {**_FOUND.body, **changed})


_FAULTS = {
    "a connection that breaks": CUT,
    "too many at once": Said(429, {"error": {"type": "rejected_execution_exception"}, "status": 429}),
    "no answer of all shards": Said(
        503, {"error": {"type": "search_phase_execution_exception"}, "status": 503}
    ),
    "a gateway's page": Said(502, b"<html>bad gateway</html>"),
    "a page in place of the answer": Said(200, b"<html>welcome</html>"),
    "another object": Said(200, {"hello": "world"}),
    "a list": Said(200, [1, 2]),
    "half an answer": Said(200, b'{"took": 3, "hits": {"hi'),
    "a shard that failed": _partial(_shards={**_SHARDS, "failed": 1}),
    "time that ran out": _partial(timed_out=True),
    "a hit without its fields": _partial(hits={"hits": [{"_id": "a-0"}]}),
    "a stamp that is none": _partial(hits={"hits": [{**_HIT, "fields": {**_HIT["fields"], "stamp": ["?"]}}]}),  # type: ignore[dict-item]  # the fields are an object
}


@pytest.mark.parametrize("fault", _FAULTS.values(), ids=_FAULTS)
def test_after_a_fault_the_same_is_asked_of_another_host(fault: Said, client: Callable[..., Client]) -> None:
    """And what it says is the answer."""
    with scripted(fault, _FOUND) as one:
        found = client(one.url).found("i", ["aa"], 10)
        assert [FoundDocument(7, 0, 42)] == found
        assert 2 == len(one.asked)


@pytest.mark.parametrize("fault", _FAULTS.values(), ids=_FAULTS)
def test_a_fault_that_stays_is_one_error(fault: Said, client: Callable[..., Client]) -> None:
    """It says in one line that the archive cannot be searched, and that is never an answer without hits."""
    with scripted(fault) as one, pytest.raises(ArchiveUnavailable) as raised:
        client(one.url, _NOBODY).found("i", ["aa"], 10)
    assert str(raised.value).startswith("the archive cannot be searched just now: ")
    assert "\n" not in str(raised.value)


def _told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what the log was told of hosts."""
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def test_a_host_that_is_gone_is_asked_last(
    client: Callable[..., Client], caplog: pytest.LogCaptureFixture
) -> None:
    """Once it was found gone, no question waits for it."""
    with scripted(_FOUND) as one:
        asking = client(_NOBODY, one.url)
        assert 20 == sum(len(asking.found("i", ["aa"], 10)) for _ in range(20))
    assert 1 == len(_told(caplog))


def test_a_host_that_hangs_is_given_up() -> None:
    """It takes connections and never answers; whoever asks is told, and does not hang as well."""
    with socket.create_server(("127.0.0.1", 0)) as hung:
        url = f"http://127.0.0.1:{hung.getsockname()[1]}"
        with (
            Client(url, seconds=0.05) as asking,
            pytest.raises(ArchiveUnavailable, match="not answer in time"),
        ):
            asking.found("i", ["aa"], 10)


def test_a_host_that_comes_back_is_one_line(
    client: Callable[..., Client], caplog: pytest.LogCaptureFixture
) -> None:
    """However many questions failed meanwhile."""
    with scripted(CUT, CUT, CUT, CUT, _FOUND) as one:
        asking = client(one.url)
        for _ in range(2):
            with pytest.raises(ArchiveUnavailable, match="broke off"):
                asking.found("i", ["aa"], 10)
        assert 2 == sum(len(asking.found("i", ["aa"], 10)) for _ in range(2))
    lost, back = _told(caplog)
    assert ("broke off" in lost, "is back" in back) == (True, True)


def test_a_fault_of_the_request_is_not_put_to_every_host(client: Callable[..., Client]) -> None:
    """An index that is missing is missing for all: one error at once."""
    with scripted(Said(404, {"error": {"type": "index_not_found_exception"}, "status": 404})) as one:
        with pytest.raises(ArchiveUnavailable, match="404 index_not_found_exception"):
            client(one.url, one.url + "/").found("i", ["aa"], 10)
        assert 1 == len(one.asked)


def test_all_shards_are_asked_and_none_may_fail_in_part(client: Callable[..., Client]) -> None:
    """With statistics of the whole index; a second try may go to any copies."""
    with scripted(CUT, _FOUND) as one:
        client(one.url).found("i", ["aa", "bb", "aa"], 10, within=[3, 4])
        first, second = one.asked
    assert "search_type=dfs_query_then_fetch" in first.path
    assert "allow_partial_search_results=false" in first.path
    assert [True, False] == ["preference=i" in asked.path for asked in (first, second)]
    bool_query = json.loads(second.body)["query"]["bool"]
    assert {"match": {"terms": "aa bb"}} == bool_query["must"]
    assert {"terms": {"article": [3, 4]}} == bool_query["filter"]


def test_nothing_is_asked_where_nothing_can_be_found(client: Callable[..., Client]) -> None:
    """No tokens, or no articles to look at."""
    asking = client(_NOBODY)
    assert ([], [], []) == (
        asking.found("i", [], 10),
        asking.found("i", ["aa"], 10, within=[]),
        asking.frequencies("i", []),
    )


_UNCOUNTED = {
    "a shard's error in an answer that is fine": Said(
        200, {"docs": [{"error": {"type": "no_shard_available"}}]}
    ),
    "fewer shards than there are": Said(200, {"docs": []}),
    "no counts": Said(200, {"docs": [{"found": True}]}),
}


@pytest.mark.parametrize("fault", _UNCOUNTED.values(), ids=_UNCOUNTED)
def test_a_frequency_is_never_0_because_a_shard_failed(fault: Said, client: Callable[..., Client]) -> None:
    """It is asked again, and an error if that does not help."""
    with scripted(_ONE_SHARD, _ONE_SHARD, fault, _COUNTED) as one:
        assert [5, 0] == client(one.url).frequencies("i", ["aa", "bb"])
    with scripted(_ONE_SHARD, _ONE_SHARD, fault) as one, pytest.raises(ArchiveUnavailable):
        client(one.url).frequencies("i", ["aa", "bb"])


def _items(*statuses: int | str) -> Said:
    """What became of documents: each a status, or the error of one that can never be written."""
    items = [
        {
            "index": {
                "_id": str(place),
                "status": status,
                **({"error": {"type": "rejected"}} if status > 299 else {}),
            }
        }
        if isinstance(status, int)
        else {"index": {"_id": str(place), "status": 400, "error": {"type": status, "reason": "…"}}}
        for place, status in enumerate(statuses)
    ]
    return Said(200, {"took": 1, "errors": True, "items": items})


def _documents(number: int) -> list[Written]:
    return [Written(str(place), 3, {"terms": f"t{place}"}) for place in range(number)]


def _ids(asked: Asked) -> list[str]:
    heads = [json.loads(line) for line in asked.body.splitlines()][::2]
    return [head["index"]["_id"] for head in heads]


@pytest.mark.parametrize(
    "fault",
    [CUT, Said(429, {}), Said(503, {}), Said(200, {"items": []}), _items(429, 503, 429)],
    ids=["cut", "429", "503", "no items", "every item"],
)
def test_documents_that_were_not_taken_are_sent_again(fault: Said, client: Callable[..., Client]) -> None:
    """All of them, as they were, until the cluster says of each that it is safe."""
    with scripted(fault, _items(200, 201, 200)) as one:
        client(one.url).write("i", _documents(3))
        assert [["0", "1", "2"]] * 2 == [_ids(asked) for asked in one.asked]


def test_only_the_documents_that_were_not_taken_are_sent_again(client: Callable[..., Client]) -> None:
    """What is done is done; a later version, or nothing to delete, is as good as done."""
    with scripted(_items(201, 429, 409, 503), _items(200, 429), _items(201)) as one:
        client(one.url).write("i", _documents(4))
        assert [["0", "1", "2", "3"], ["1", "3"], ["3"]] == [_ids(asked) for asked in one.asked]


def test_a_document_that_can_never_be_written_is_an_error(client: Callable[..., Client]) -> None:
    """It names the document, and not what stands in it."""
    with scripted(_items(200, "mapper_parsing_exception")) as one:
        with pytest.raises(ArchiveUnavailable, match=r"document 1 is refused: 400 mapper_parsing_exception$"):
            client(one.url).write("i", _documents(2))
        assert 1 == len(one.asked)


def test_documents_go_in_chunks_that_a_cluster_likes(client: Callable[..., Client]) -> None:
    """At most five hundred, at most five megabytes, in their order."""

    def taken(asked: Asked) -> Said:
        return _items(*[201] * len(_ids(asked)))

    with scripted(taken) as one:
        client(one.url).write("i", _documents(1201))
        client(one.url).write("i", [Written(str(place), 1, {"terms": "长" * 600_000}) for place in range(5)])
        assert [500, 500, 201, 2, 2, 1] == [len(_ids(asked)) for asked in one.asked]


def test_a_document_is_written_with_its_version(client: Callable[..., Client]) -> None:
    """So that to send it twice, or late, does no harm; without a document the id is deleted."""
    deleted = Said(
        200, {"items": [{"index": {"status": 201}}, {"delete": {"status": 404, "result": "not_found"}}]}
    )
    with scripted(deleted) as one:
        client(one.url).write("i", [Written("a-0", 7, {"terms": "aa"}), Written("a-1", 8, None)])
        lines = [json.loads(line) for line in one.asked[0].body.splitlines()]
    external = {"version_type": "external_gte"}
    assert [
        {"index": {"_id": "a-0", "version": 7, **external}},
        {"terms": "aa"},
        {"delete": {"_id": "a-1", "version": 8, **external}},
    ] == lines


def test_a_name_that_is_pointed_at_an_index_twice_is_moved_once(client: Callable[..., Client]) -> None:
    """The word of the first time may be lost: making and pointing may be done again."""
    there = Said(400, {"error": {"type": "resource_already_exists_exception"}})
    with scripted(CUT, there, Said(200, {"old": {}, "i": {}}), Said(200, {"acknowledged": True})) as one:
        asking = client(one.url)
        asking.make("i", {})
        asking.point("name", "i")
        actions = json.loads(one.asked[-1].body)["actions"]
    assert [
        {"remove": {"index": "old", "alias": "name", "must_exist": False}},
        {"add": {"index": "i", "alias": "name"}},
    ] == actions


@pytest.mark.parametrize("user", ["user:hidden", "apikey:hidden"])
def test_a_password_reaches_the_cluster_and_nothing_else(
    user: str, client: Callable[..., Client], caplog: pytest.LogCaptureFixture
) -> None:
    """No error and no log shows it."""
    caplog.set_level(logging.DEBUG)
    with scripted(Said(401, {"error": {"type": "security_exception"}})) as one:
        asking = client(one.url.replace("//", f"//{user}@"), f"http://{user}@127.0.0.1:9")
        with pytest.raises(ArchiveUnavailable) as raised:
            asking.found("i", ["aa"], 10)
        assert one.asked[0].head["Authorization"].split()[0] in {"Basic", "ApiKey"}
        with (
            closing(client(f"http://{user}@127.0.0.1:9")) as nobody,
            pytest.raises(ArchiveUnavailable) as lost,
        ):
            nobody.health()
    assert "hidden" not in f"{raised.value} {lost.value} {caplog.text}"
