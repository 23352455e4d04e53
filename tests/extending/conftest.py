"""One copy of the project for all rows that one process of the tests tries."""

import os

import pytest

from bot.settings import Settings
from extending.copied import Copy


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A copy of the project, with no settings from outside."""
    names = {field.upper() for field in Settings.model_fields}
    kept = {name: value for name, value in os.environ.items() if name not in names}
    return Copy.at(tmp_path_factory.mktemp("project"), {**kept, "PYTHONIOENCODING": "utf-8"})
