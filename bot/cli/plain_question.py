"""A question as most are asked, told from its arguments alone: Typer takes longer to load than an answer to find."""

import os
from collections.abc import Mapping, Sequence
from typing import NamedTuple

__all__ = ["PlainQuestion", "plain_question"]

_COMMAND, _AS_JSON, _OPTION = "ask", "--json", "-"
_COMPLETION = "_COMPLETE"
"""How the variable ends by which a shell asks to complete a command, rather than to run it."""


class PlainQuestion(NamedTuple):
    """A question to the public shelf, and whether its answer is wanted as JSON."""

    text: str
    as_json: bool


def plain_question(
    arguments: Sequence[str], environment: Mapping[str, str] = os.environ
) -> PlainQuestion | None:
    """Return the question that the arguments of `zhaiyin` ask; None if they want anything else, or might be wrong.

    Then Typer reads them, which tells what is wrong.
    """
    words = [argument for argument in arguments[1:] if argument != _AS_JSON]
    is_plain = arguments[:1] == [_COMMAND] and bool(words) and not any(map(_is_option, words))
    # Windows has no shell that finds files for *; Typer does it there
    if not is_plain or os.name == "nt" or any(name.endswith(_COMPLETION) for name in environment):
        return None
    return PlainQuestion(" ".join(words), len(words) < len(arguments) - 1)


def _is_option(argument: str) -> bool:
    """Return whether it may be one, or stands for standard input."""
    return argument.startswith(_OPTION)
