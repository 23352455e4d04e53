"""What a test needs and a machine may lack; and waiting for what takes as long as it takes."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from bot.settings import Settings

HANG_S = 120.0
"""Ends a test that hangs; none is held to a time."""


def unavailable(reason: str) -> NoReturn:
    """Skip the test for want of a tool. Where `ZHAIYIN_CI` is set every test must run, and the test fails."""
    if os.environ.get("ZHAIYIN_CI"):
        pytest.fail(f"{reason}; where ZHAIYIN_CI is set no test is skipped for that")
    pytest.skip(reason)


def environment_in(folder: Path) -> dict[str, str]:
    """Return the environment for a `zhaiyin` process: its data under `folder`, nothing else set."""
    names = {field.upper() for field in Settings.model_fields}
    kept = {name: value for name, value in os.environ.items() if name not in names}
    return {**kept, "ZHAIYIN_DATA_DIR": str(folder / "data"), "PYTHONIOENCODING": "utf-8"}


def until(true: Callable[[], object]) -> None:
    """Return once `true()` is; raise TimeoutError if it never becomes so."""
    ends = time.monotonic() + HANG_S
    while not true():
        if time.monotonic() > ends:
            raise TimeoutError(f"not within {HANG_S:.0f} s")
        time.sleep(0.02)


def leave_free(patch: pytest.MonkeyPatch, folder: Path, free: int) -> None:
    """Let the disk of `folder` have `free` bytes left; what another test left at work elsewhere finds its own as it was."""
    found = shutil.disk_usage
    left = found(folder)._replace(free=free)
    patch.setattr(
        shutil, "disk_usage", lambda there: left if Path(there).is_relative_to(folder) else found(there)
    )
