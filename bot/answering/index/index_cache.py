"""Indexes on disk, so that a large shelf is ready at once after a restart."""

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from bot.answering.index.passage_index import PassageIndex
from bot.language.vocabulary import Vocabulary
from bot.model import Article
from bot.retrieval.engine import Engine

__all__ = ["IndexCache"]

_FORMAT = "5"
"""To be raised whenever terms, passages, sentences or the files change."""
_MIN_PASSAGES = 500
"""Passages from which on indexing takes longer than a person notices."""
_MAX_INDEXES = 4


class IndexCache:
    """Keeps the index of exactly these articles in `folder`; without a folder, nowhere."""

    def __init__(
        self,
        folder: Path | None,
        articles: Sequence[Article],
        vocabulary: Vocabulary,
        engine: type[Engine],
    ) -> None:
        self._engine = engine
        self._stem = folder / _key(articles, vocabulary, engine) if folder else None

    def load(self) -> PassageIndex | None:
        """Return the index; None if it is not there or its file is broken."""
        if self._stem is None:
            return None
        with suppress(OSError, ValueError, KeyError, TypeError):
            sizes = json.loads(self._stem.with_suffix(".json").read_text(encoding="utf-8"))
            engine = self._engine.loaded(self._stem.with_suffix(".npz"))
            if len(engine) == sum(sizes["passages"]):
                return PassageIndex(engine, tuple(sizes["passages"]))
        return None

    def store(self, index: PassageIndex) -> None:
        """Write the index to disk if it is large and that succeeds, and remove the oldest ones."""
        if self._stem is None or len(index.engine) < _MIN_PASSAGES:
            return
        with suppress(OSError):
            self._stem.parent.mkdir(parents=True, exist_ok=True)
            index.engine.save(self._stem.with_suffix(".npz"))
            sizes = {"passages": index.passages}
            self._stem.with_suffix(".json").write_text(json.dumps(sizes), encoding="utf-8")
            _remove_oldest(self._stem.parent)


def _key(articles: Sequence[Article], vocabulary: Vocabulary, engine: type[Engine]) -> str:
    digest = hashlib.sha256(
        f"{_FORMAT} {engine.__name__} {vocabulary.words!r} {vocabulary.synonyms!r}".encode()
    )
    for article in articles:
        digest.update(article.text_hash.encode())
    return digest.hexdigest()[:24]


def _remove_oldest(folder: Path) -> None:
    newest_first = sorted(folder.glob("*.npz"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in newest_first[_MAX_INDEXES:]:
        file.unlink(missing_ok=True)
        file.with_suffix(".json").unlink(missing_ok=True)
