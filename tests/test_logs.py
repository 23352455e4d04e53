"""The log: text for people, JSON for programs, secrets for nobody."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot import logs

SECRET = 'hush"hush密'


@pytest.fixture
def written(capsys: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    """What is logged in the test, to a log that is as it was afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield capsys
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def _log_all() -> None:
    structlog.get_logger("bot.test").warning("a line\nof two", reason=f"it says {SECRET}", at=object)
    logging.getLogger("bot.test").warning("at /a?key=abcdef %s", SECRET)
    try:
        int(SECRET)
    except ValueError:
        logging.getLogger("another").exception("failed")


def test_as_json_each_event_is_an_object_on_a_line(written: pytest.CaptureFixture[str]) -> None:
    """Tracebacks and values of any kind too; nothing secret is in it."""
    logs.configure("INFO", [SECRET], as_json=True)
    _log_all()
    said = written.readouterr().err
    events = [json.loads(line) for line in said.splitlines()]
    assert ["a line\nof two", "at /a?key=*** ***", "failed"] == [event["event"] for event in events]
    assert {"warning", "error"} == {event["level"] for event in events}
    assert "base 10: '***'" in events[2]["exception"]
    assert "it says ***" == events[0]["reason"]
    assert "hush" not in said


def test_as_text_nothing_secret_is_in_it_either(written: pytest.CaptureFixture[str]) -> None:
    """Nor in its traceback."""
    logs.configure("INFO", [SECRET])
    _log_all()
    said = written.readouterr().err
    assert "base 10: '***'" in said
    assert "hush" not in said
