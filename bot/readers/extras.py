"""Libraries that only one format needs; the error for a missing one says how to install it."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.errors import ReaderMissing
from bot.extras import how_to_install

__all__ = ["optional_import"]


@contextmanager
def optional_import(name: str, library: str, extra: str) -> Iterator[None]:
    """Wrap the import of `library`, which the file `name` needs. Raises ReaderMissing."""
    try:
        yield
    except ImportError as error:
        raise ReaderMissing(f"{name}: needs {library}; {how_to_install(extra)}") from error
