"""Outages in the log."""

from structlog.testing import capture_logs

from bot.chat.telegram.transport.outage import Outage


def test_an_outage_is_two_lines_whatever_fails_late() -> None:
    """What fails right after its end was begun before; what fails later is another outage."""
    now = [100.0]
    outage = Outage("the sea", lambda: now[0], 10)
    with capture_logs() as lines:
        for passed, works in (
            (0, False),
            (1, False),
            (2, True),
            (3, False),
            (3, True),
            (20, False),
            (30, True),
            (31, True),
        ):
            now[0] = 100.0 + passed
            if works:
                outage.is_over()
            else:
                outage.note("storm")
    away, back = "the sea is out of reach; trying again", "the sea is back"
    assert [(away, None), (back, 2), (away, None), (back, 10)] == [
        (line["event"], line.get("seconds")) for line in lines
    ]


def test_trouble_that_goes_on_is_told_after_all() -> None:
    """Also if it began again right after the end."""
    now = [100.0]
    outage = Outage("the sea", lambda: now[0], 10)
    with capture_logs() as lines:
        outage.note("storm")
        outage.is_over()
        for passed in (1, 5, 11, 12):
            now[0] = 100.0 + passed
            outage.note("storm")
    assert 3 == len(lines)
