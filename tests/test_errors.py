"""The error tree as it is drawn, and as it is."""

import re
from collections.abc import Iterator

from bot import errors


def _drawn() -> Iterator[tuple[int, str]]:
    """Yield the depth and the name of each line of the drawing."""
    for indent, name in re.findall(r"^( *)(?:· )?([A-Z]\w+)$", errors.__doc__ or "", re.MULTILINE):
        yield len(indent) // 2, name


def _tree(kind: type[Exception], depth: int = 0) -> Iterator[tuple[int, str]]:
    """Yield the depth and the name of each error from `kind` down, in the order of their definition."""
    yield depth, kind.__name__
    for below in kind.__subclasses__():
        if below.__module__ == errors.__name__:
            yield from _tree(below, depth + 1)


def test_the_tree_is_drawn_as_it_is() -> None:
    """Whoever opens the file sees all errors, and which of them are kinds of which."""
    assert list(_tree(errors.ZhaiyinError)) == list(_drawn())


def test_every_error_is_exported() -> None:
    """In alphabetical order, as everything else is."""
    assert sorted(name for _, name in _tree(errors.ZhaiyinError)) == errors.__all__
