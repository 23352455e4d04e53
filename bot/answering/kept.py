"""Indexes kept on disk, so that a large shelf is ready at once after a restart."""

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.language.vocabulary import Vocabulary
from bot.model import Article
from bot.retrieval.engine import Engine

__all__ = ["Counts", "kept_or_built"]

_FORMAT = "1"
"""Changes whenever terms, passages or the files do."""
_WORTH_KEEPING = 500
"""Passages from which on building takes longer than a person notices."""
_MOST = 8


@dataclass(frozen=True, slots=True)
class Counts:
    """What a shelf's passages come to, all in all."""

    terms: int
    sentences: int


def kept_or_built(
    folder: Path | None,
    articles: Sequence[Article],
    vocabulary: Vocabulary,
    engine: type[Engine],
    build: Callable[[], tuple[Engine, Counts]],
) -> tuple[Engine, Counts]:
    """The engine and counts for exactly these articles: from `folder` where they are kept there, else built.

    What was built for a large shelf is kept; a file that is broken or cannot be written is as good as none.
    """
    if folder is None:
        return build()
    stem = folder / _key(articles, vocabulary, engine)
    with suppress(OSError, ValueError, KeyError, TypeError):
        counts = Counts(**json.loads(stem.with_suffix(".json").read_text(encoding="utf-8")))
        return engine.loaded(stem.with_suffix(".npz")), counts
    built, counts = build()
    if len(built) >= _WORTH_KEEPING:
        with suppress(OSError):
            _keep(stem, built, counts)
    return built, counts


def _key(articles: Sequence[Article], vocabulary: Vocabulary, engine: type[Engine]) -> str:
    digest = hashlib.sha256(
        f"{_FORMAT} {engine.__name__} {vocabulary.words!r} {vocabulary.synonyms!r}".encode()
    )
    for article in articles:
        digest.update(article.text_hash.encode())
    return digest.hexdigest()[:24]


def _keep(stem: Path, built: Engine, counts: Counts) -> None:
    stem.parent.mkdir(parents=True, exist_ok=True)
    built.save(stem.with_suffix(".npz"))
    stem.with_suffix(".json").write_text(json.dumps(asdict(counts)), encoding="utf-8")
    newest_first = sorted(stem.parent.glob("*.npz"), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in newest_first[_MOST:]:
        old.unlink(missing_ok=True)
        old.with_suffix(".json").unlink(missing_ok=True)
