"""A bot that polls leaves a webhook alone, unless it is told otherwise."""

from pathlib import Path

import pytest
from botapi import BotApiServer, World
from command_line import run
from processes import finished
from serving import free_port, serving

HOOK = "http://127.0.0.1:9/hook"


def test_it_says_so_in_one_line_and_stops(environment: dict[str, str], tmp_path: Path) -> None:
    """The webhook stays; what to do is said."""
    with BotApiServer(World()) as server:
        server.world.webhook = {"url": HOOK}
        settings = {**environment, **server.environment(), "WEB_PORT": "0"}
        done = finished("run", environment=settings, folder=tmp_path)
        assert HOOK == server.world.webhook["url"]
    [line] = [line for line in done.stderr.splitlines() if "webhook" in line]
    assert "zhaiyin: a webhook is set for this bot" in line
    assert ["--webhook", "--polling"] == [word.strip(",") for word in line.split() if word.startswith("--")]
    assert 2 == done.returncode
    assert "Traceback" not in done.stderr


def test_it_is_removed_if_that_is_wanted(environment: dict[str, str], tmp_path: Path) -> None:
    """With `--polling`; what was asked meanwhile is answered."""
    with BotApiServer(World()) as server:
        world, alice = server.world, server.world.user("Alice")
        world.webhook = {"url": HOOK}
        world.say(alice, alice, "三个率先是什么")
        settings = {**environment, **server.environment(), "WEB_PORT": str(free_port())}
        with serving(tmp_path, settings, "--polling"):
            world.wait_for(lambda: world.sent(alice))
        assert {} == world.webhook


def test_one_cannot_have_both(monkeypatch: pytest.MonkeyPatch) -> None:
    """In one line."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:a")
    done = run("run", "--webhook", "--polling")
    assert 2 == done.returncode
    assert 1 == len(done.stderr.splitlines())
