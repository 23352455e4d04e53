"""The libraries that only one format needs: imported when it is read, and missed with the line that installs them."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.errors import ReaderMissing

__all__ = ["optional_import"]


@contextmanager
def optional_import(name: str, library: str, extra: str) -> Iterator[None]:
    """A block that imports `library` to read the file `name`; raises ReaderMissing where it is missing."""
    try:
        yield
    except ImportError as error:
        raise ReaderMissing(f'{name}: needs {library}; pip install "zhaiyin[{extra}]"') from error
