"""Printing for commands: JSON, and lines beside the output."""

import json
import sys
from collections.abc import Mapping

__all__ = ["counted", "print_aside", "print_json"]


def print_aside(line: str) -> None:
    """Print a line for the person at the terminal on standard error, apart from the output."""
    print(f"zhaiyin: {line}", file=sys.stderr)


def counted(number: int, thing: str) -> str:
    """Return the number with the name of the thing, in the plural unless there is one: `1 article`, `2 articles`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def print_json(value: Mapping[str, object]) -> None:
    """Print one JSON object on one line, without waiting for more."""
    print(json.dumps(value, ensure_ascii=False), flush=True)
