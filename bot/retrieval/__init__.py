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
    found = {name: engine for name in _modules() if (engine := _engine_in(name)) is not None}
    return MappingProxyType(found)


def engine_named(name: str = DEFAULT) -> type[Engine]:
    """Return the engine of that name. Raises ConfigurationError, with the names there are."""
    # the others, and what is no engine, stay unloaded
    engine = _engine_in(name) if name in _modules() else None
    if engine is None:
        raise ConfigurationError(f"{name}: no engine of that name; there are: {' '.join(engines())}")
    return engine


def _modules() -> list[str]:
    return [info.name for info in iter_modules(__path__)]


def _engine_in(name: str) -> type[Engine] | None:
    """Return the engine in the module of that name; None if it holds none."""
    module = import_module(f"{__name__}.{name}")
    members = [member for title, member in vars(module).items() if title.endswith("Engine")]
    own = (one for one in members if one is not Engine and one.__module__ == module.__name__)
    return next(own, None)
