"""A search cluster in memory: it finds as OpenSearch does, forgets as late, and is away when it is told to be."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log1p

from bot.answering.index.cluster.client import Health
from bot.answering.index.cluster.indexes import Size
from bot.answering.index.cluster.ports import Written
from bot.errors import ArchiveUnavailable
from bot.retrieval.engine import K1, B
from bot.retrieval.found import FoundDocument

__all__ = ["MemoryCluster"]


class _Stored:
    """A document: its version, its tokens, and where it stands; without tokens once it is deleted."""

    def __init__(self, version: int, document: Mapping[str, object] | None) -> None:
        self.version, self.document = version, document
        self.tokens = Counter(str(document["terms"]).split() if document else ())

    @property
    def found(self) -> FoundDocument:
        """What a search returns of it."""
        assert self.document is not None
        article, passage, stamp = (self.document[name] for name in ("article", "passage", "stamp"))
        return FoundDocument(int(str(article)), int(str(passage)), int(str(stamp), 16))


class MemoryCluster:
    """Indexes by name, with the names that stand for one, and what was asked; `is_away` refuses everything.

    What is named in `breaks_off_after` is done, but no word of it comes.
    """

    def __init__(self) -> None:
        self.indexes: dict[str, dict[str, _Stored]] = {}
        self.aliases: dict[str, str] = {}
        self.is_away = False
        self.breaks_off_after = ""
        self.asked: list[str] = []

    def make(self, index: str, _body: Mapping[str, object]) -> None:
        """Make an index."""
        self._ask("make")
        self.indexes[index] = {}

    def remove(self, index: str) -> None:
        """Delete an index; one that is not there is no error."""
        self._ask("remove")
        self.indexes.pop(index, None)

    def point(self, alias: str, index: str) -> None:
        """Let the name stand for this index."""
        self._ask("point")
        self.aliases[alias] = index

    def write(self, index: str, documents: Sequence[Written]) -> None:
        """Write the documents, each as far as nothing later is there."""
        self._ask("write")
        there = self.indexes[index]
        for one in documents:
            if one.id not in there or there[one.id].version <= one.version:
                there[one.id] = _Stored(one.version, one.document)
        if self.breaks_off_after == "write":
            raise ArchiveUnavailable("the archive cannot be searched just now: it broke off")

    def show(self, _index: str) -> None:
        """Let what was written be found, which it is already."""
        self._ask("show")

    def expunge(self, _index: str) -> None:
        """Let nothing remain of what was deleted; nothing does."""
        self._ask("expunge")

    def sizes(self, pattern: str) -> dict[str, Size]:
        """Return the index of that name, and how large it is."""
        self._ask("sizes")
        return {pattern: Size(len(self._there(pattern)), 0, 1_000)} if pattern in self.indexes else {}

    def health(self) -> Health:
        """Return that all is well."""
        self._ask("health")
        return Health("green", 1)

    def found(
        self, index: str, tokens: Sequence[str], limit: int, within: Sequence[int] | None
    ) -> list[FoundDocument]:
        """Return the best documents for the tokens by BM25, of these articles or of all."""
        self._ask("found")
        there = self._there(index)
        size, mean = len(there), sum(one.tokens.total() for one in there) / max(1, len(there))
        often = {token: sum(token in one.tokens for one in there) for token in tokens}
        idf = {token: log1p((size - often[token] + 0.5) / (often[token] + 0.5)) for token in tokens}
        wanted = None if within is None else set(within)
        scored = [
            (-sum(idf[token] * _weight(one.tokens, token, mean) for token in tokens), one.found)
            for one in there
            if any(token in one.tokens for token in tokens)
            and (wanted is None or one.found.article in wanted)
        ]
        return [found for _, found in sorted(scored)[:limit]]

    def frequencies(self, index: str, tokens: Sequence[str]) -> list[int]:
        """Return in how many documents each token stands."""
        self._ask("frequencies")
        total = Counter(token for one in self._there(index) for token in one.tokens)
        return [total[token] for token in tokens]

    def _there(self, index: str) -> list[_Stored]:
        return [one for one in self.indexes[index].values() if one.document is not None]

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if self.is_away:
            raise ArchiveUnavailable("the archive cannot be searched just now; ask again soon")


def _weight(tokens: Counter[str], token: str, mean: float) -> float:
    often = tokens[token]
    return often * (K1 + 1) / (often + K1 * (1 - B + B * tokens.total() / mean))
