"""Writing many documents: in chunks, no faster than the cluster takes them, and not done before each is safe."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from bot.answering.index.cluster.transport import Answer, Call, Refused, Transport, unavailable
from bot.errors import ArchiveUnavailable

__all__ = ["Bulk", "Document"]

_MAX_BYTES, _MAX_DOCUMENTS = 5_000_000, 500
_SECONDS = 60.0
_PATIENCE_S = 120.0
"""How long nothing may be taken before it is given up: a node that was lost is replaced in a fraction of it."""
_PAUSE_S, _MAX_PAUSE_S = 0.1, 5.0
# by the wait for a copy that is not there the cluster tells sooner than a connection is given up
_PARAMS = {"timeout": "30s"}
_AGAIN = frozenset({408, 429, 500, 502, 503, 504})


class Document(Protocol):
    """What is to be written under an id, or deleted if it is None; what is there in a later version stays."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def document(self) -> Mapping[str, object] | None: ...


class Bulk:
    """Writes to the cluster that `transport` leads to."""

    def __init__(self, transport: Transport, sleep: Callable[[float], None] = time.sleep) -> None:
        self._transport, self._sleep = transport, sleep

    def write(self, index: str, documents: Iterable[Document]) -> None:
        """Return once every document is safe on all copies of the index. Raises ArchiveUnavailable; some may be done then.

        To write them again is harmless.
        """
        for chunk in _chunks(documents):
            self._finish(index, [one for one, _ in chunk], [lines for _, lines in chunk])

    def _finish(self, index: str, documents: Sequence[Document], lines: Sequence[bytes]) -> None:
        """Put what was not taken again, after longer and longer pauses. Raises ArchiveUnavailable."""
        ends, pause = time.monotonic() + _PATIENCE_S, _PAUSE_S
        waiting = dict(zip(range(len(lines)), lines, strict=True))
        while True:
            left, fault = self._tried(index, documents, waiting)
            if not left:
                return
            if len(left) < len(waiting):
                ends = time.monotonic() + _PATIENCE_S
            elif time.monotonic() > ends:
                raise fault
            waiting = left
            self._sleep(pause)
            pause = min(2 * pause, _MAX_PAUSE_S)

    def _tried(
        self, index: str, documents: Sequence[Document], waiting: Mapping[int, bytes]
    ) -> tuple[dict[int, bytes], ArchiveUnavailable]:
        """Return what is still to be done, and why. Raises ArchiveUnavailable for what can never be."""
        call = Call("POST", f"{index}/_bulk", _SECONDS, _PARAMS, b"".join(waiting.values()))
        try:
            outcomes = self._transport.answer(call, lambda answer: _outcomes(answer, len(waiting)))
        except Refused:
            raise
        except ArchiveUnavailable as error:
            return dict(waiting), error
        left = dict[int, bytes]()
        fault = unavailable("documents were not taken")
        for place, outcome in zip(waiting, outcomes, strict=True):
            if outcome.is_passing:
                left[place], fault = waiting[place], unavailable(f"documents were not taken: {outcome}")
            elif not outcome.is_done:
                raise unavailable(f"the document {documents[place].id} is refused: {outcome}")
        return left, fault


class _Outcome(NamedTuple):
    kind: str
    status: int

    @property
    def is_done(self) -> bool:
        # in conflict: a newer version is there; missing: what is to be removed is gone
        return 200 <= self.status < 300 or self.status == 409 or (self.status == 404 and not self.kind)

    @property
    def is_passing(self) -> bool:
        return self.status in _AGAIN

    def __str__(self) -> str:
        return f"{self.status} {self.kind}".rstrip()


def _outcomes(answer: Answer, number: int) -> list[_Outcome]:
    """Return what became of each document, in order. Raises ArchiveUnavailable unless all are told of."""
    items = answer.get("items")
    if not isinstance(items, list) or len(items) != number:
        raise unavailable("the cluster does not tell what became of documents")
    return [_outcome(item) for item in items]


def _outcome(item: Any) -> _Outcome:  # an element of a JSON array
    """Return what became of the document. Raises ArchiveUnavailable if that is not said."""
    told = next(iter(item.values()), None) if isinstance(item, dict) else None
    if not isinstance(told, dict) or not isinstance(told.get("status"), int):
        raise unavailable("the cluster does not tell what became of a document")
    error = told.get("error")
    kind = error.get("type", "error") if isinstance(error, dict) else ("error" if error else "")
    return _Outcome(str(kind), told["status"])


def _chunks(documents: Iterable[Document]) -> Iterator[list[tuple[Document, bytes]]]:
    """Yield the documents with their lines, no chunk larger than a cluster likes."""
    chunk, size = list[tuple[Document, bytes]](), 0
    for one in documents:
        lines = _lines(one)
        if chunk and (size + len(lines) > _MAX_BYTES or len(chunk) == _MAX_DOCUMENTS):
            yield chunk
            chunk, size = [], 0
        chunk.append((one, lines))
        size += len(lines)
    if chunk:
        yield chunk


def _lines(one: Document) -> bytes:
    does = "delete" if one.document is None else "index"
    head = {does: {"_id": one.id, "version": one.version, "version_type": "external_gte"}}
    said = [head] if one.document is None else [head, one.document]
    return b"".join(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n" for line in said)
