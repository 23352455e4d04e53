"""Indexes kept on disk, so that a large shelf is ready at once after a restart."""

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from bot.answering.index.counting import Counted
from bot.language.vocabulary import Vocabulary
from bot.model import Article
from bot.retrieval.engine import Engine

__all__ = ["Kept"]

_FORMAT = "4"
"""Changes whenever terms, passages, sentences or the files do."""
_WORTH_KEEPING = 500
"""Passages from which on counting takes longer than a person notices."""
_MOST = 4


class Kept:
    """The index of exactly these articles, in a folder, or nowhere where there is none."""

    def __init__(
        self,
        folder: Path | None,
        articles: Sequence[Article],
        vocabulary: Vocabulary,
        engine: type[Engine],
    ) -> None:
        self._engine = engine
        self._stem = folder / _key(articles, vocabulary, engine) if folder else None

    def found(self) -> Counted | None:
        """The index; None where it is not kept, and for a file that is broken."""
        if self._stem is None:
            return None
        with suppress(OSError, ValueError, KeyError, TypeError):
            sizes = json.loads(self._stem.with_suffix(".json").read_text(encoding="utf-8"))
            engine = self._engine.loaded(self._stem.with_suffix(".npz"))
            if len(engine) == sum(sizes["passages"]):
                return Counted(engine, tuple(sizes["passages"]))
        return None

    def keep(self, counted: Counted) -> None:
        """Keep the index where it is large, and let go of the oldest ones; where nothing can be written, nothing is kept."""
        if self._stem is None or len(counted.engine) < _WORTH_KEEPING:
            return
        with suppress(OSError):
            self._stem.parent.mkdir(parents=True, exist_ok=True)
            counted.engine.save(self._stem.with_suffix(".npz"))
            sizes = {"passages": counted.passages}
            self._stem.with_suffix(".json").write_text(json.dumps(sizes), encoding="utf-8")
            _let_go(self._stem.parent)


def _key(articles: Sequence[Article], vocabulary: Vocabulary, engine: type[Engine]) -> str:
    digest = hashlib.sha256(
        f"{_FORMAT} {engine.__name__} {vocabulary.words!r} {vocabulary.synonyms!r}".encode()
    )
    for article in articles:
        digest.update(article.text_hash.encode())
    return digest.hexdigest()[:24]


def _let_go(folder: Path) -> None:
    newest_first = sorted(folder.glob("*.npz"), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in newest_first[_MOST:]:
        old.unlink(missing_ok=True)
        old.with_suffix(".json").unlink(missing_ok=True)
