"""Libraries: each is held to versions that were tried, and their holes are looked for."""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]


def _requirements() -> Iterator[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"].values()
    lists = [project["build-system"]["requires"], project["project"]["dependencies"], *extras]
    for line in dict.fromkeys(line for lines in lists for line in lines):
        if (requirement := Requirement(line)).name != "zhaiyin":
            yield requirement


@pytest.mark.parametrize("library", tuple(_requirements()), ids=str)
def test_each_library_has_a_newest_version_that_may_be_installed(library: Requirement) -> None:
    """And a first one; what is installed here, and tried, lies between."""
    operators = {specifier.operator for specifier in library.specifier}
    assert operators == {"=="} or operators == {">=", "<"}
    try:
        installed = version(library.name)
    except PackageNotFoundError:
        pytest.skip("not installed here")
    assert library.specifier.contains(installed, prereleases=True)


def test_holes_in_libraries_are_looked_for() -> None:
    """With every change, and every week without one."""
    workflow = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    assert re.search(r"^\s+run: .*pip-audit", workflow, re.MULTILINE)
    assert re.search(r"^  schedule:$", workflow, re.MULTILINE)
