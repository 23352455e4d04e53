"""A library in every kind of database there is."""

from collections.abc import Iterator

import pytest

from bot.library import Library


@pytest.fixture
def library(url: str) -> Iterator[Library]:
    """An empty library."""
    library = Library.at(url)
    yield library
    library.close()
