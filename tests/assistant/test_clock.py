"""The platform's time, whatever this machine's clock says."""

import threading
from datetime import UTC, datetime

from bot.assistant.clock import PlatformClock


def test_until_the_platform_tells_it_the_time_is_this_machines() -> None:
    """Also if its answers do not tell."""
    clock = PlatformClock(lambda: 5000.0, lambda: 7.0)
    before = clock.now()
    clock.note(None)
    assert (5000.0, 5000.0) == (before, clock.now())


def test_a_clock_that_is_wrong_or_jumps_is_no_matter() -> None:
    """Once the platform told the time, only how much passed since is taken from this machine."""
    wrong, steady = [9e9], [100.0]
    clock = PlatformClock(lambda: wrong[0], lambda: steady[0])
    clock.note(1_700_000_000)
    wrong[0], steady[0] = 0.0, 160.0
    assert 1_700_000_060 == clock.now()
    assert datetime.fromtimestamp(1_700_000_060, UTC) == clock.moment()


def test_the_time_does_not_go_back_and_forth_with_each_answer() -> None:
    """Answers tell whole seconds, and some come late; only a platform that is really earlier sets it back."""
    steady = [100.0]
    clock = PlatformClock(lambda: 0.0, lambda: steady[0])
    times = []
    for passed, told in (
        (100.2, 1000),
        (100.9, 1000),
        (101.1, 1000),
        (101.4, 1001),
        (101.6, 998),
        (101.7, 1003),
    ):
        steady[0] = passed
        clock.note(told)
        times.append(clock.now())
    assert sorted(times) == times
    assert 1003 == times[-1]
    clock.note(500)
    assert 500 == clock.now()


def test_what_deletes_waits_for_the_time() -> None:
    """It goes on once the platform answered."""
    clock, waited = PlatformClock(), threading.Event()

    def wait() -> None:
        clock.wait()
        waited.set()

    threading.Thread(target=wait, daemon=True).start()
    early = waited.is_set()
    clock.note(1_700_000_000)
    assert (False, True) == (early, waited.wait(30))
