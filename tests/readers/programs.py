"""Small programs that stand for large ones, which are not installed where the tests run."""

import sys
from pathlib import Path

__all__ = ["installed"]


def installed(folder: Path, name: str, code: str) -> Path:
    """Write the Python `code` as a program of that `name` into `folder`, and return the folder, to be put on PATH."""
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(f"#!{sys.executable}\n{code}\n", encoding="utf-8")
    program.chmod(0o755)
    return folder
