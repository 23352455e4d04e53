"""What a test needs and a machine may lack."""

import os
from typing import NoReturn

import pytest


def unavailable(reason: str) -> NoReturn:
    """Skip the test for want of a tool. Where `ZHAIYIN_CI` is set every test must run, and the test fails."""
    if os.environ.get("ZHAIYIN_CI"):
        pytest.fail(f"{reason}; where ZHAIYIN_CI is set no test is skipped for that")
    pytest.skip(reason)
