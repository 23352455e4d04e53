"""A copy of the project, to which one file is added."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from extending.table import rows

__all__ = ["Copy"]

_ROOT = Path(__file__).parents[2]
_ADDED = Path(__file__).parent / "added"
_COPIED = ("bot", "corpus", "tests", "pyproject.toml", "CONTRIBUTING.md")


@dataclass(frozen=True, slots=True)
class Copy:
    """A folder that holds the project, and the environment of the processes that run there."""

    folder: Path
    environment: Mapping[str, str]

    @classmethod
    def at(cls, folder: Path, environment: Mapping[str, str]) -> "Copy":
        """Copy the project into `folder`, with what is compiled already, so that nothing is compiled anew."""
        for name in _COPIED:
            source = _ROOT / name
            if source.is_dir():
                shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("fixtures"))
            else:
                shutil.copy2(source, folder / name)
        return cls(folder, environment)

    @contextmanager
    def having(self, row: str, name: str, text: str | None = None) -> Iterator[None]:
        """Add the file of that name that the row of the table asks for, and nothing else; take it away again.

        Its content is `text`, or that of the file of the same name in `added/`.
        """
        [path, *_] = re.findall(r"`(bot/[^`]*<name>\.[a-z]+)`", rows(self.folder)[row])
        file = self.folder / path.replace("<name>", name)
        assert not file.exists()
        written = text if text is not None else (_ADDED / file.name).read_text(encoding="utf-8")
        file.write_text(written, encoding="utf-8")
        try:
            yield
        finally:
            file.unlink()

    def run(self, *arguments: str, data: Path, given: str = "") -> str:
        """Return what `python` with these arguments prints in the copy, `given` on its standard input.

        The bot's own data lie in `data`.
        """
        done = subprocess.run(
            [sys.executable, "-P", *arguments],
            env={
                **self.environment,
                "PYTHONPATH": f"{self.folder}:{self.folder / 'tests'}",
                "ZHAIYIN_DATA_DIR": str(data),
            },
            input=given,
            capture_output=True,
            encoding="utf-8",
            cwd=self.folder,
            timeout=120,
            check=False,
        )
        assert 0 == done.returncode, done.stderr
        return done.stdout
