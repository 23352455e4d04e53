"""`zhaiyin doctor`: check everything the bot needs."""

from collections.abc import Iterable
from dataclasses import asdict

import typer

from bot.cli.checks import Check, checks
from bot.cli.options import AsJson
from bot.cli.output import print_json

__all__ = ["doctor"]

WELL, WRONG = 0, 1
_AT_BOTFATHER = "@BotFather: "
_MARKS = {True: "✓", False: "✗", None: "–"}


def doctor(as_json: AsJson = False) -> None:
    """Check everything the bot needs and say what to do. Exit status 0: all well, 1: not."""
    done = []
    for check in checks():
        done.append(check)
        _show(check, as_json)
    if not as_json:
        _show_checklist(done)
    raise typer.Exit(WRONG if any(check.ok is False for check in done) else WELL)


def _show(check: Check, as_json: bool) -> None:
    if as_json:
        print_json(asdict(check))
        return
    print(f"{_MARKS[check.ok]} {check.name}: {check.detail}", flush=True)
    if check.todo:
        print(f"  → {check.todo}", flush=True)


def _show_checklist(done: Iterable[Check]) -> None:
    todos = [check.todo or "" for check in done]
    todos = [todo.removeprefix(_AT_BOTFATHER) for todo in todos if todo.startswith(_AT_BOTFATHER)]
    print("\nAt @BotFather there is nothing to do." if not todos else "\nTo do at @BotFather:")
    for todo in todos:
        print(f"  ☐ {todo}")
