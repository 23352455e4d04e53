"""The table of CONTRIBUTING that says what to write."""

import re
from pathlib import Path

__all__ = ["rows"]

_ROW = re.compile(r"^\| (an? [^|]+?) \| ([^|]+) \| [^|]+ \|$", re.MULTILINE)


def rows(root: Path) -> dict[str, str]:
    """Return what to write for each thing to add, in the order of the table."""
    text = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = text[text.index("| to add | write |") :].split("\n\n")[0]
    return {match[1]: match[2] for match in _ROW.finditer(table)}
