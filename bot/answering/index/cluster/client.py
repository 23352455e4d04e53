"""A cluster of OpenSearch: documents are written to it, found for tokens, and counted by the tokens in them."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, Self

from bot.answering.index.cluster.bulk import Bulk, Document
from bot.answering.index.cluster.frequencies import Frequencies
from bot.answering.index.cluster.indexes import Indexes, check_shards
from bot.answering.index.cluster.transport import Answer, Call, Transport
from bot.cluster_url import hosts_in
from bot.retrieval.found import FoundDocument

__all__ = ["Client", "Found", "Health"]

_SECONDS = 2.0
_WHOLE = {"search_type": "dfs_query_then_fetch", "allow_partial_search_results": "false"}
_TERMS, _ARTICLE = "terms", "article"
_COLUMNS = (_ARTICLE, "passage", "stamp")


class Found(NamedTuple):
    """What was found, best first, and the milliseconds that the cluster itself took."""

    documents: tuple[FoundDocument, ...]
    took_ms: int


class Health(NamedTuple):
    """How a cluster is: `green` with all copies, `yellow` with all documents, `red` with some; and its nodes."""

    status: str
    nodes: int


class Client(Indexes):
    """A cluster, for any number of threads. Everything raises ArchiveUnavailable, and nothing returns a part of an answer."""

    def __init__(
        self, url: str, *, seconds: float = _SECONDS, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """`url` is as CLUSTER_URL; what a question asks may take so many seconds. Raises ValueError if it is none."""
        super().__init__(Transport(hosts_in(url), sleep), sleep)
        self._bulk = Bulk(self._transport, sleep)
        self._frequencies = Frequencies(self._transport, seconds)
        self._seconds = seconds

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._transport.close()

    def health(self) -> Health:
        """Return how the cluster is."""
        call = Call("GET", "_cluster/health", self._seconds)
        return self._transport.answer(call, lambda told: Health(told["status"], told["number_of_nodes"]))

    def write(self, index: str, documents: Iterable[Document]) -> None:
        """Write the documents, each as far as nothing later is there; return once all are safe on every copy."""
        self._bulk.write(index, documents)

    def found(
        self, index: str, tokens: Sequence[str], limit: int, within: Sequence[int] | None = None
    ) -> list[FoundDocument]:
        """Return the best documents for the tokens, at most a thousand, of these articles or of all.

        The cluster's BM25 knows lengths roughly: its order is to be made exact.
        """
        return list(self.search(index, tokens, limit, within).documents)

    def search(
        self, index: str, tokens: Sequence[str], limit: int, within: Sequence[int] | None = None
    ) -> Found:
        """Return the same, and how long the cluster took."""
        if not tokens or (within is not None and not within):
            return Found((), 0)
        # the same copies answer each time: others may still count what was deleted
        params = {**_WHOLE, "preference": index}
        call = Call("POST", f"{index}/_search", self._seconds, params, _query(tokens, limit, within))
        return self._transport.answer(call, _found)

    def frequencies(self, index: str, tokens: Sequence[str]) -> list[int]:
        """Return in how many documents each token stands; a deleted one counts until it is merged away.

        `index` is no alias; a token holds no white space and at most 255 characters.
        """
        return self._frequencies.count(index, _TERMS, tokens) if tokens else []


def _query(tokens: Sequence[str], limit: int, within: Sequence[int] | None) -> Mapping[str, object]:
    asked: dict[str, object] = {"must": {"match": {_TERMS: " ".join(dict.fromkeys(tokens))}}}
    if within is not None:
        asked["filter"] = {"terms": {_ARTICLE: list(within)}}
    return {
        "query": {"bool": asked},
        "size": limit,
        "track_total_hits": False,
        "_source": False,
        "docvalue_fields": list(_COLUMNS),
    }


def _found(answer: Answer) -> Found:
    check_shards(answer)
    return Found(tuple(_document(hit) for hit in answer["hits"]["hits"]), answer["took"])


def _document(hit: Answer) -> FoundDocument:
    article, passage, stamp = (hit["fields"][name][0] for name in _COLUMNS)
    return FoundDocument(int(article), int(passage), int(stamp, 16))
