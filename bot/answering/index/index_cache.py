"""Indexes on disk, so that a large shelf is ready at once after a restart."""

import hashlib
import json
import logging
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from bot.answering.index.passage_index import PassageIndex
from bot.language.vocabulary import Vocabulary
from bot.model import Article
from bot.retrieval.engine import Engine
from bot.retrieval.whole_file import require_space, sweep, whole_file

__all__ = ["IndexCache", "damaged_indexes"]

_FORMAT = "8"
"""To be raised whenever terms, passages, sentences or the files change."""
_MIN_PASSAGES = 500
"""Passages from which on indexing takes longer than a person notices."""
_MAX_INDEXES = 4
_MAX_SEAL_BYTES = 50_000_000
_BYTES_A_TERM = 16
"""At most; a file holds a term once a sentence, and less the longer the shelf."""
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError, OverflowError)
"""What a file that is no index may raise."""
_log = logging.getLogger(__name__)


class IndexCache:
    """Keeps the index of exactly these articles in `folder`; without a folder, nowhere.

    An index is two files: the engine's, and a seal that tells its checksum and for what it was made.
    """

    def __init__(
        self,
        folder: Path | None,
        articles: Sequence[Article],
        vocabulary: Vocabulary,
        engine: type[Engine],
    ) -> None:
        self._engine = engine
        self._articles = len(articles)
        self._key = _key(articles, vocabulary, engine) if folder else ""
        self._stem = folder / self._key if folder else None

    def load(self) -> PassageIndex | None:
        """Return the index; None if it is not there or is not whole, which is logged."""
        if self._stem is not None:
            sweep(self._stem.parent)
        if self._stem is None or not any(map(Path.exists, _files(self._stem))):
            return None
        try:
            return self._loaded(*_files(self._stem))
        except _UNREADABLE as error:
            _log.warning("index: a kept one is damaged and is built again (%s)", _reason(error))
            return None

    def store(self, index: PassageIndex) -> None:
        """Write the index to disk if it is large, and remove the oldest ones; log it if that fails."""
        if self._stem is None or len(index.engine) < _MIN_PASSAGES:
            return
        try:
            self._stem.parent.mkdir(parents=True, exist_ok=True)
            sweep(self._stem.parent)
            require_space(self._stem.parent, index.engine.collection_length * _BYTES_A_TERM)
            self._write(index, *_files(self._stem))
            _remove_oldest(self._stem.parent)
        except OSError as error:
            _remove(self._stem)
            _log.warning("index: not kept for the next start (%s)", _reason(error))

    def _write(self, index: PassageIndex, file: Path, seal: Path) -> None:
        index.engine.save(file)
        content = json.dumps({"passages": index.passages, "checksum": _checksum(file)}).encode()
        with whole_file(seal) as out:
            out.write(self._signed(content).encode() + b"\n" + content)

    def _loaded(self, file: Path, seal: Path) -> PassageIndex:
        """Return the index in the files. Raises one of _UNREADABLE."""
        if not (seal.is_file() and file.is_file()):
            raise ValueError("a file is missing")
        if seal.stat().st_size > _MAX_SEAL_BYTES:
            raise ValueError("its seal is too long")
        signature, _, content = seal.read_bytes().partition(b"\n")
        if signature != self._signed(content).encode():
            raise ValueError("its seal is not that of this shelf")
        sealed = json.loads(content)
        if sealed["checksum"] != _checksum(file):
            raise ValueError("its checksum is another")
        index = PassageIndex(self._engine.loaded(file), tuple(sealed["passages"]))
        if len(index.passages) != self._articles or len(index.engine) != sum(index.passages):
            raise ValueError("it is not of these articles")
        with suppress(OSError):
            file.touch()  # among the newest, since it is in use
        return index

    def _signed(self, content: bytes) -> str:
        return hashlib.sha256(f"{_FORMAT} {self._key} ".encode() + content).hexdigest()


def damaged_indexes(folder: Path) -> list[Path]:
    """Return those of the engines' files in `folder` that are not what their seals say, or have none, by name."""
    stems = {file.with_suffix("") for suffix in ("*.npz", "*.json") for file in folder.glob(suffix)}
    return [file for file, seal in map(_files, sorted(stems)) if not _is_sealed(file, seal)]


def _is_sealed(file: Path, seal: Path) -> bool:
    try:
        if seal.stat().st_size > _MAX_SEAL_BYTES:
            return False
        checksum = json.loads(seal.read_bytes().partition(b"\n")[2])["checksum"]
        return bool(checksum == _checksum(file))
    except _UNREADABLE:
        return False


def _files(stem: Path) -> tuple[Path, Path]:
    """Return the engine's file and its seal."""
    return stem.with_suffix(".npz"), stem.with_suffix(".json")


def _checksum(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _key(articles: Sequence[Article], vocabulary: Vocabulary, engine: type[Engine]) -> str:
    digest = hashlib.sha256(
        f"{_FORMAT} {engine.__name__} {vocabulary.words!r} {vocabulary.synonyms!r}".encode()
    )
    for article in articles:
        digest.update(article.text_hash.encode())
    return digest.hexdigest()[:24]


def _reason(error: BaseException) -> str:
    """Return in one line what happened."""
    told = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return (told or type(error).__name__).splitlines()[0]


def _remove_oldest(folder: Path) -> None:
    newest_first = sorted(folder.glob("*.npz"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in newest_first[_MAX_INDEXES:]:
        _remove(file)


def _remove(stem: Path) -> None:
    for file in _files(stem):
        with suppress(OSError):
            file.unlink()
