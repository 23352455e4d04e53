"""Which of many files were added before somebody interrupted it, so that the same command goes on there."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

__all__ = ["Ledger", "ledger"]

_MOST_BYTES = 50_000_000


class Ledger:
    """The files that were added, each with its size and its time of change, one a line in `file`."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._done: set[str] = set()
        with suppress(OSError, ValueError):
            if file.stat().st_size <= _MOST_BYTES:
                self._done = set(file.read_text("utf-8").splitlines())

    def has(self, source: str) -> bool:
        """Return whether the file was added, and has not changed since."""
        return _stamp(source) in self._done

    def note(self, source: str) -> None:
        """Note that the file was added; if the disk does not take it, it will be looked at again."""
        with suppress(OSError), self._file.open("a", encoding="utf-8") as out:
            out.write(_stamp(source) + "\n")


@contextmanager
def ledger(folder: Path, command: Sequence[str]) -> Iterator[Ledger]:
    """Yield the ledger of the command, by its arguments; it is thrown away once the command is through."""
    file = folder / f"adding-{sha256(json.dumps(command).encode()).hexdigest()[:16]}"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    yield Ledger(file)
    with suppress(OSError):
        file.unlink(missing_ok=True)


def _stamp(source: str) -> str:
    """Return a line that is another once the file changed."""
    try:
        found = Path(source).stat()
    except (OSError, ValueError):
        return json.dumps([source])
    return json.dumps([str(Path(source).absolute()), found.st_size, found.st_mtime_ns])
