"""When a door last heard from its platform."""

from bot.assistant.pulse import Pulse


def test_it_is_alive_for_two_minutes_after_a_beat() -> None:
    """Before the first one it is not."""
    now = [100.0]
    pulse = Pulse(lambda: now[0])
    assert (None, False) == (pulse.seconds, pulse.is_alive)
    pulse.beat()
    for passed, alive in ((0, True), (120, True), (121, False)):
        now[0] = 100.0 + passed
        assert (passed, alive) == (pulse.seconds, pulse.is_alive)
