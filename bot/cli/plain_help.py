"""Help in the words of the people who read it: an option that is merely set has no type."""

from collections.abc import Iterable
from typing import Any

from typer.core import TyperCommand, TyperGroup, TyperOption

__all__ = ["PlainCommand", "PlainGroup"]

_Click = Any
"""A context or parameters of Typer's own copy of click, which has no public name."""


class PlainCommand(TyperCommand):
    """A command whose flags say nothing of Python's types."""

    def get_params(self, ctx: _Click) -> _Click:
        """Return the parameters, those for completion and help too."""
        return _plain(super().get_params(ctx))


class PlainGroup(TyperGroup):
    """The same for all commands together."""

    def get_params(self, ctx: _Click) -> _Click:
        """Return the parameters, those for completion and help too."""
        return _plain(super().get_params(ctx))


def _plain(parameters: Iterable[object]) -> list[object]:
    """Return the parameters; Typer shows a flag without a name for its value as `<bool>`."""
    plain = list(parameters)
    for parameter in plain:
        if isinstance(parameter, TyperOption) and parameter.is_flag:
            parameter.metavar = ""
    return plain
