"""The house as CONTRIBUTING draws it is the house as it stands."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def _drawn() -> set[str]:
    """The paths in the tree, like `bot/chat/web/`; a name stands below the nearest folder that is drawn further left."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## The house")[2]
    drawn, above = set[str](), list[tuple[int, str]]()
    for line in text.partition("`tests/docs/test_house.py`")[0].splitlines():
        match = re.match(r"( +)([\w.]+/?)(?: {2,}|$)", line)
        if match is None or len(match[1]) > 14:
            continue
        depth, name = len(match[1]), match[2]
        above = [(left, path) for left, path in above if left < depth]
        path = (above[-1][1] if above else "") + name
        drawn.add(path)
        if name.endswith("/"):
            above.append((depth, path))
    return drawn


def _standing() -> set[str]:
    """Every package below bot/, and the modules on its top floors."""
    packages = (file.parent.relative_to(ROOT) for file in (ROOT / "bot").rglob("__init__.py"))
    modules = (*(ROOT / "bot").glob("[!_]*.py"), *(ROOT / "bot" / "chat").glob("[!_]*.py"))
    migrations = "bot/storage/migrations/"  # Alembic's scripts are no package
    return {
        *(f"{package.as_posix()}/" for package in packages),
        *(module.relative_to(ROOT).as_posix() for module in modules),
        "bot/__main__.py",
        migrations,
    }


def test_the_tree_in_contributing_is_the_tree_on_disk() -> None:
    """A folder without a line there, or a line without a folder, fails."""
    assert _standing() == _drawn()
