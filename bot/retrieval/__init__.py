"""Engines: each scores documents for terms, in a file of its own, behind the `Engine` protocol."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from bot.errors import ConfigurationError
from bot.retrieval.engine import Engine

__all__ = ["DEFAULT", "engine_named", "engines"]

DEFAULT = "memory"
"""The engine that answers unless another one is asked for."""


@cache
def engines() -> Mapping[str, type[Engine]]:
    """Return every engine by its name, in alphabetical order.

    An engine is a class `…Engine` in a module of this folder, and is named for that module.
    """
    found: dict[str, type[Engine]] = {}
    for info in iter_modules(__path__):
        module = import_module(f"{__name__}.{info.name}")
        for name, member in vars(module).items():
            if name.endswith("Engine") and member is not Engine and member.__module__ == module.__name__:
                found[info.name] = member
    return MappingProxyType(found)


def engine_named(name: str = DEFAULT) -> type[Engine]:
    """Return the engine of that name. Raises ConfigurationError, with the names there are."""
    known = engines()
    if name not in known:
        raise ConfigurationError(f"{name}: no engine of that name; there are: {' '.join(known)}")
    return known[name]
