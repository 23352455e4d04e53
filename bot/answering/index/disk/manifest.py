"""What a folder with an index says of itself: which files count, and of which state of the shelf they are."""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.retrieval.whole_file import whole_file

__all__ = ["FORMAT", "MANIFEST", "UNKNOWN", "Manifest", "read_manifest", "write_manifest"]

FORMAT = 7
"""To be raised whenever tables or terms in tantivy change; postings that are kept are not cut anew for it."""
MANIFEST = "manifest.json"
"""The name of its file."""
UNKNOWN = -1
"""The commit of an index that has none yet, or comes from a version that did not note it."""
_MOST_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class Manifest:
    """The state of an index; the folder of another `format` or `seal` is built anew."""

    format: int
    seal: str
    """What tells the vocabulary by which texts were cut."""
    generation: int
    """It grows with every change of the files."""
    revision: int
    """The shelf's, all of which is in the index."""
    is_complete: bool
    """Whether all of the shelf's articles are in it; otherwise it is being built."""
    terms: str
    """The folder in it that tantivy keeps."""
    layers: tuple[str, ...]
    """The files with the tables, the earliest first."""
    articles: int
    passages: int
    removed: int = 0
    """Articles that are gone from the shelf, whose terms still lie in the folder."""
    committed: int = UNKNOWN
    """What tantivy calls the commit that holds just these articles."""


def read_manifest(folder: Path) -> Manifest | None:
    """Return what the folder says; None if it says nothing that can be read."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        file = folder / MANIFEST
        if file.stat().st_size > _MOST_BYTES:
            return None
        manifest = Manifest(**json.loads(file.read_bytes()))
        layers = tuple(map(str, manifest.layers))
        is_sound = manifest.format == FORMAT and all(
            Path(name).name == name for name in (manifest.terms, *layers)
        )
        return Manifest(**{**asdict(manifest), "layers": layers}) if is_sound else None
    return None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Let the folder say so from now on. Raises OSError."""
    with whole_file(folder / MANIFEST) as out:
        out.write(json.dumps(asdict(manifest)).encode())
