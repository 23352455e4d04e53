"""The table of what a start takes."""

import os

import pytest

from bench.start import PEER, processor_s, table


def test_each_command_stands_beside_the_peer() -> None:
    """By medians, in milliseconds of processor time."""
    assert [f"| {PEER} | 500 | 1.00 × |", "| other | 750 | 1.50 × |"] == table(
        {PEER: [0.4, 0.5, 9.0], "other": [0.75, 0.7, 0.8]}
    ).splitlines()[2:]


def test_a_command_that_fails_is_not_measured() -> None:
    """It would be taken for a fast one."""
    assert processor_s(("-c", "pass"), os.environ) > 0
    with pytest.raises(RuntimeError, match="status 3"):
        processor_s(("-c", "raise SystemExit(3)"), os.environ)
