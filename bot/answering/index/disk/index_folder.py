"""The folder of an index on disk: what it says of itself, who is at it, and what is cleared away in it."""

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic, sleep
from uuid import uuid4

from bot.answering.index.disk.layer import Layer, read_layer, write_layer
from bot.answering.index.disk.manifest import FORMAT, MANIFEST, Manifest, read_manifest, write_manifest
from bot.answering.index.disk.tables import Tables
from bot.retrieval.arrays_file import is_whole
from bot.retrieval.found import Finder
from bot.retrieval.found_writer import IndexBusy
from bot.retrieval.whole_file import locked, require_space, sweep

__all__ = ["DAMAGED", "IndexFolder", "is_refused"]

_BUILDING, _CHANGING = "building", "lock"
"""The files that are locked by who builds an index anew, and by who changes the one that is there."""
_PATIENCE_S, _PAUSE_S = 60.0, 0.02
"""How long a build waits for whoever changes the index, which takes a tenth of a second."""

DAMAGED = (OSError, ValueError, KeyError, TypeError, IndexError, OverflowError)
"""What reading a damaged folder may raise."""
_REFUSED = {
    *(errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EFBIG),
    *(errno.EMFILE, errno.ENFILE, errno.ENOMEM),
}
_NUMBER = re.compile(r"(?:os error |Os { code: |\[Errno )(\d+)")
"""How tantivy and Python write down which error of the system's it was."""
_LEFT_UNTOLD = re.compile(r"An index writer was killed|Worker thread failed")
"""What tantivy tells of an error in the thread that writes what is new, and reads nothing of what is there."""


def is_refused(error: Exception) -> bool:
    """Return whether somebody may not write, or the disk, the files or the memory are used up: what is there may be whole."""
    number = _NUMBER.search(str(error))
    told = int(number[1]) if number else getattr(error, "errno", None)
    return told in _REFUSED or _LEFT_UNTOLD.search(str(error)) is not None


def _is_ours(file: Path) -> bool:
    """Return whether this account may use the file as an index does: folders and locks are written, the rest is replaced."""
    is_folder, is_lock = file.is_dir(), file.suffix == ".lock" or file.name in (_BUILDING, _CHANGING)
    wanted = os.R_OK | (os.W_OK if is_folder or is_lock else 0) | (os.X_OK if is_folder else 0)
    # what was cleared away meanwhile is nobody's
    return os.access(file, wanted) or not _is_there(file)


def _is_there(file: Path) -> bool:
    """Return whether there is such a file, as far as this account may look."""
    with suppress(OSError):
        return file.exists()
    return False


@dataclass(frozen=True)
class IndexFolder:
    """The folder at `path`; of what is in it, only what bears `seal` counts."""

    path: Path
    seal: str

    def manifest(self) -> Manifest | None:
        """Return what the folder says of itself; None if it holds no index of this form and vocabulary."""
        manifest = read_manifest(self.path)
        return manifest if manifest is not None and manifest.seal == self.seal else None

    def layers(self, manifest: Manifest) -> list[Layer]:
        """Return the tables that the manifest names, the earliest first. Raises one of DAMAGED."""
        return [read_layer(self.path / name) for name in manifest.layers]

    def tables(self, manifest: Manifest) -> Tables:
        """Return the same, looked through as one. Raises one of DAMAGED."""
        return Tables(self.layers(manifest), self.seal)

    def terms(self, manifest: Manifest) -> Path:
        """Return the folder of the terms."""
        return self.path / manifest.terms

    def is_whole(self) -> bool:
        """Return whether every byte of the tables is as it was written, and tantivy can open its own."""
        while (manifest := self.manifest()) is not None:
            with suppress(*DAMAGED):
                is_sound = all(is_whole(self.path / name) for name in manifest.layers)
                if is_sound and len(Finder(self.terms(manifest))) >= manifest.passages:
                    return True
            # whoever changes the index removes the tables that he replaces
            if self.manifest() == manifest:
                return False
        return False

    @property
    def is_ours(self) -> bool:
        """Whether this account may read and change all of it; one that is not there, whether it may be made."""
        if not _is_there(self.path):
            there = next(filter(_is_there, self.path.parents))
            return os.access(there, os.R_OK | os.W_OK | os.X_OK)
        return all(map(_is_ours, (self.path, *self.path.rglob("*"))))

    def begin(self) -> Manifest:
        """Return the manifest of a new index beside what is there, and make the folder of its terms. Raises OSError."""
        self.clear(is_builder=True)
        require_space(self.path, 0)
        manifest = Manifest(FORMAT, self.seal, 0, -1, False, f"terms-{uuid4().hex[:12]}", (), 0, 0)
        self.terms(manifest).mkdir(parents=True)
        return manifest

    def write(self, layer: Layer) -> str:
        """Write a table, and return the name of its file, by which a manifest will know it. Raises OSError."""
        name = f"{uuid4().hex[:12]}.tables"
        write_layer(self.path / name, layer)
        return name

    def publish(self, manifest: Manifest, *, is_builder: bool = False) -> Manifest:
        """Let the folder say so from now on, with the next generation, and clear away what it said before."""
        before = read_manifest(self.path)
        tables = self.tables(manifest)
        manifest = replace(
            manifest,
            generation=(before.generation if before is not None else 0) + 1,
            articles=len(tables.register),
            passages=tables.passages,
        )
        self._freed(MANIFEST)
        write_manifest(self.path, manifest)
        self.clear(is_builder=is_builder)
        return manifest

    def clear(self, *, is_builder: bool = False) -> None:
        """Remove what no manifest names any more, and what a kill left; whoever has it open keeps it. Raises OSError."""
        with suppress(FileNotFoundError, IsADirectoryError):
            # one that cannot be read just now is none that names nothing
            (self.path / MANIFEST).open("rb").close()
        manifest = read_manifest(self.path)
        terms_too = is_builder or not self.is_being_built
        counted = {manifest.terms, *manifest.layers} if manifest is not None else set()
        for there in self.path.iterdir():
            is_terms = there.name.startswith("terms-") and terms_too
            if there.name not in counted and (there.suffix == ".tables" or is_terms):
                with suppress(OSError):
                    shutil.rmtree(there) if there.is_dir() else there.unlink()
        sweep(self.path)

    def delete(self) -> None:
        """Delete the folder, unless somebody builds the index in it."""
        if self.path.exists():
            with suppress(OSError, IndexBusy), self.building(), self.changing(patiently=True):
                shutil.rmtree(self.path)

    @property
    def is_being_built(self) -> bool:
        """Whether somebody builds the index anew."""
        try:
            with locked(self._freed(_BUILDING)):
                return False
        except BlockingIOError:
            return True

    @contextmanager
    def building(self) -> Iterator[None]:
        """Be the only one, over all processes, that builds the index anew. Raises IndexBusy."""
        with self._alone(_BUILDING, 0.0):
            yield

    @contextmanager
    def changing(self, *, patiently: bool = False) -> Iterator[None]:
        """Be the only one, over all processes, that changes what is there. Raises IndexBusy, if `patiently` after a minute."""
        with self._alone(_CHANGING, _PATIENCE_S if patiently else 0.0):
            yield

    def _freed(self, name: str) -> Path:
        """Return the path of a file in the folder, which no folder is in the place of. Raises OSError."""
        file = self.path / name
        if file.is_dir():
            shutil.rmtree(file)
        return file

    @contextmanager
    def _alone(self, name: str, patience_s: float) -> Iterator[None]:
        if self.path.is_file():
            self.path.unlink()  # whatever it is, it is no index
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        until = monotonic() + patience_s
        with ExitStack() as held:
            while True:
                try:
                    held.enter_context(locked(self._freed(name)))
                    break
                except BlockingIOError as error:
                    if monotonic() >= until:
                        raise IndexBusy(self.path.name) from error
                    sleep(_PAUSE_S)
            yield
