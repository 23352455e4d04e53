"""In how many documents terms stand: every shard of an index tells it for itself, in one call."""

import threading
from collections.abc import Mapping, Sequence

from bot.answering.index.cluster.transport import Answer, Call, Transport, unavailable

__all__ = ["Frequencies"]

_MAX_TERMS = 5_000
_MAX_ROUTINGS = 10_000
"""Among so many values there is a routing to each of a hundred shards, as good as surely."""
_ASKED = {"term_statistics": True, "offsets": False, "positions": False, "payloads": False}


class Frequencies:
    """Asks the cluster that `transport` leads to, from any number of threads; each call may take `seconds`."""

    def __init__(self, transport: Transport, seconds: float) -> None:
        self._transport, self._seconds = transport, seconds
        self._routings = dict[str, tuple[str, ...]]()
        self._learning = threading.Lock()

    def count(self, index: str, field: str, terms: Sequence[str]) -> list[int]:
        """Return for each term in how many documents' field it stands. Raises ArchiveUnavailable."""
        routings = self._known(index)
        counted = dict[str, int]()
        for start in range(0, len(terms), _MAX_TERMS):
            # a document that is not there, made of the terms, for each shard: it tells what it knows of such terms
            text = " ".join(dict.fromkeys(terms[start : start + _MAX_TERMS]))
            documents = [{"doc": {field: text}, "routing": routing, **_ASKED} for routing in routings]
            params = {"preference": index}
            call = Call("POST", f"{index}/_mtermvectors", self._seconds, params, {"docs": documents})
            counted |= self._transport.answer(call, lambda answer: _added(answer, field, len(routings)))
        return [counted.get(term, 0) for term in terms]

    def _known(self, index: str) -> tuple[str, ...]:
        """Return one routing to each shard of the index, which never has more or fewer of them."""
        with self._learning:
            known = self._routings.get(index)
        if known is None:
            known = self._learned(index)
            with self._learning:
                self._routings[index] = known
        return known

    def _learned(self, index: str) -> tuple[str, ...]:
        wanted = len(self._shards(index, {}))
        found = dict[int, str]()
        for number in range(_MAX_ROUTINGS):
            found.setdefault(self._shards(index, {"routing": str(number)})[0], str(number))
            if len(found) == wanted:
                return tuple(found.values())
        raise unavailable(f"no way leads to each shard of {index}")

    def _shards(self, index: str, params: Mapping[str, str]) -> list[int]:
        call = Call("GET", f"{index}/_search_shards", self._seconds, params)
        return self._transport.answer(call, _numbers)


def _numbers(answer: Answer) -> list[int]:
    numbers = [copies[0]["shard"] for copies in answer["shards"]]
    # of an index that is missing nothing else is said
    if not numbers:
        raise unavailable("the index is missing")
    return numbers


def _added(answer: Answer, field: str, shards: int) -> dict[str, int]:
    """Return what the shards counted together. Raises ArchiveUnavailable if one of them did not."""
    documents = answer["docs"]
    if len(documents) != shards:
        raise unavailable("not every part of the index counted")
    counted = dict[str, int]()
    for document in documents:
        # a shard that failed says so here, in an answer that is fine otherwise
        if "error" in document:
            raise unavailable(f"a part of the index did not count: {document['error']['type']}")
        told = document["term_vectors"]
        for term, found in told[field]["terms"].items() if told else ():
            counted[term] = counted.get(term, 0) + found.get("doc_freq", 0)
    return counted
