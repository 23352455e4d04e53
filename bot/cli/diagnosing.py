"""The command that checks everything the bot needs: doctor."""

from collections.abc import Iterable
from dataclasses import asdict

import typer

from bot.cli.building import AsJson, print_json
from bot.cli.checks import Check, checks

__all__ = ["doctor"]

WELL, WRONG = 0, 1
_MARKS = {True: "✓", False: "✗", None: "–"}


def doctor(as_json: AsJson = False) -> None:
    """Check everything the bot needs and say what to do. Exit status 0: all is well, 1: something is wrong."""
    found = []
    for check in checks():
        found.append(check)
        _show(check, as_json)
    if not as_json:
        _show_checklist(found)
    raise typer.Exit(WRONG if any(check.ok is False for check in found) else WELL)


def _show(check: Check, as_json: bool) -> None:
    if as_json:
        print_json(asdict(check))
        return
    print(f"{_MARKS[check.ok]} {check.name}: {check.detail}", flush=True)
    if check.todo:
        print(f"  → {check.todo}", flush=True)


def _show_checklist(found: Iterable[Check]) -> None:
    at = "@BotFather: "
    todos = [check.todo.removeprefix(at) for check in found if check.todo and check.todo.startswith(at)]
    print("\nAt @BotFather there is nothing to do." if not todos else "\nTo do at @BotFather:")
    for todo in todos:
        print(f"  ☐ {todo}")
