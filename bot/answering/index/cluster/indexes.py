"""The indexes of a cluster: made, changed, pointed at, measured, removed."""

import time
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeVar

from bot.answering.index.cluster.transport import Answer, Call, Refused, Transport, ignored, unavailable

__all__ = ["Indexes", "Size", "check_shards"]

_SECONDS = 60.0
_TRIES, _PAUSE_S = 24, 5.0
_T = TypeVar("_T")


class Size(NamedTuple):
    """How large an index is: its documents; those in any copy that are deleted and still count; its bytes with all copies."""

    documents: int
    deleted: int
    bytes: int


class Indexes:
    """The indexes of the cluster that `transport` leads to. Everything raises ArchiveUnavailable."""

    def __init__(self, transport: Transport, sleep: Callable[[float], None] = time.sleep) -> None:
        self._transport, self._sleep = transport, sleep

    def make(self, index: str, body: Mapping[str, object]) -> None:
        """Make an index with these settings and mappings; one of that name that is there already stays as it is."""
        try:
            self._do("PUT", index, body=body)
        except Refused as error:
            # so says a call that was put again because the word of the first was lost
            if error.kind != "resource_already_exists_exception":
                raise

    def remove(self, index: str) -> None:
        """Remove an index, if it is there."""
        self._do("DELETE", index, missing_is_fine=True)

    def change(self, index: str, settings: Mapping[str, object]) -> None:
        """Change settings of an index while it is asked."""
        self._do("PUT", f"{index}/_settings", body={"index": settings})

    def show(self, index: str) -> None:
        """Let all that was written be found."""
        self._do("POST", f"{index}/_refresh", check_shards)

    def expunge(self, index: str) -> None:
        """Let nothing that was deleted remain in the index's files, nor in its statistics; that takes up to a minute.

        For half a minute a cluster keeps what was deleted for copies that were away. The index has to allow no deleted
        documents (`index.merge.policy.expunge_deletes_allowed` 0). After two minutes only what others deleted since is left.
        """
        for _ in range(_TRIES):
            self._do("POST", f"{index}/_flush", check_shards, {"force": "true"})
            self._do("POST", f"{index}/_forcemerge", check_shards, {"only_expunge_deletes": "true"})
            # a search counts by the files that were there when it last looked
            self.show(index)
            if not self.sizes(index)[index].deleted:
                return
            self._sleep(_PAUSE_S)

    def sizes(self, pattern: str) -> dict[str, Size]:
        """Return the indexes whose names fit the pattern, and how large they are."""
        return self._do("GET", f"{pattern}/_stats/docs,store", _sizes, missing_is_fine=True)

    def behind(self, alias: str) -> tuple[str, ...]:
        """Return the indexes that the alias stands for."""
        return self._do("GET", f"_alias/{alias}", lambda answer: tuple(sorted(answer)), missing_is_fine=True)

    def point(self, alias: str, index: str) -> None:
        """Let the alias stand for this index alone, in one step."""
        others = [name for name in self.behind(alias) if name != index]
        gone = [{"remove": {"index": name, "alias": alias, "must_exist": False}} for name in others]
        self._do("POST", "_aliases", body={"actions": [*gone, {"add": {"index": index, "alias": alias}}]})

    def _do(
        self,
        method: str,
        path: str,
        read: Callable[[Answer], _T] = ignored,  # type: ignore[assignment]  # of what is not read nothing is used
        params: Mapping[str, str] = {},
        body: Mapping[str, object] | None = None,
        missing_is_fine: bool = False,
    ) -> _T:
        return self._transport.answer(Call(method, path, _SECONDS, params, body), read, missing_is_fine)


def check_shards(answer: Answer) -> None:
    """Raise ArchiveUnavailable for an answer in which some part of the index had no share."""
    if answer["_shards"]["failed"] or answer.get("timed_out"):
        raise unavailable("some part of the index did not answer")


def _sizes(answer: Answer) -> dict[str, Size]:
    return {name: _size(stats) for name, stats in answer.get("indices", {}).items()}


def _size(stats: Answer) -> Size:
    total = stats["total"]
    return Size(
        stats["primaries"]["docs"]["count"], total["docs"]["deleted"], total["store"]["size_in_bytes"]
    )
