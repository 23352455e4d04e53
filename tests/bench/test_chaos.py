"""What `make chaos` does, for a while: a bot that is killed, cut off and lied to loses nothing."""

import sys
from pathlib import Path
from random import SystemRandom

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has neither these signals nor such limits", allow_module_level=True)

from bench.chaos.course import Course, Size
from bench.chaos.faults import AT_REST, RUNNING, STARTING


def test_nothing_asked_is_lost(tmp_path: Path, environment: dict[str, str]) -> None:
    """Nor sent twice, nor out of order or place, whatever fault strikes; from a seed that is printed."""
    seed = SystemRandom().randrange(10**6)
    print("seed", seed)
    course = Course(tmp_path, seed, Size(kills=3, questions=60, additions=9, chats=10), environment)
    tally = course.run()
    assert (dict.fromkeys(tally.promised, 0), ()) == (tally.promised, tally.examples)
    assert {*RUNNING, *STARTING, *AT_REST} == set(course.struck)
