"""A notebook in every kind of database there is."""

from collections.abc import Iterator

import pytest

from bot.answering.quoting.citation import STYLES
from bot.notebook import Notebook
from notebook.scene import Clock


@pytest.fixture
def clock() -> Clock:
    """A clock at half past nine."""
    return Clock()


@pytest.fixture
def notebook(url: str, clock: Clock) -> Iterator[Notebook]:
    """An empty notebook."""
    notebook = Notebook.at(url, styles=STYLES, now=clock)
    yield notebook
    notebook.close()
