"""Libraries that only one format needs: if one is missing, the error names the line that installs it."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.errors import ReaderMissing

__all__ = ["optional_import"]


@contextmanager
def optional_import(name: str, library: str, extra: str) -> Iterator[None]:
    """Wrap the import of `library`, needed to read the file `name`. Raises ReaderMissing if it is missing."""
    try:
        yield
    except ImportError as error:
        raise ReaderMissing(f'{name}: needs {library}; pip install "zhaiyin[{extra}]"') from error
