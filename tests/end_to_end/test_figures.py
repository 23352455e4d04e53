"""Figures for Prometheus, of a bot that answers on Telegram and in the browser."""

import re
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from botapi import BotApiServer, World
from command_line import run
from serving import free_port, serving
from tools import HANG_S

ASKED, UNASKED = "三个率先是什么", "比特币多少钱"


def _figures(port: int) -> dict[str, float]:
    """Each figure by its name and labels."""
    text = httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=HANG_S).text
    return {name: float(value) for name, value in re.findall(r"^([a-z]\S*) (\S+)$", text, re.MULTILINE)}


def test_questions_seconds_and_calls_are_counted_and_nobody_is_named(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """By door and verdict; no question, name or id is among them."""
    web, port = free_port(), free_port()
    with BotApiServer(World()) as server:
        settings = {**environment, **server.environment(), "WEB_PORT": str(web), "METRICS_PORT": str(port)}
        with serving(tmp_path, settings):
            alice = server.world.user("Alice")
            server.world.say(alice, alice, ASKED)
            server.world.wait_for(lambda: server.world.sent(alice))
            asked = httpx.get(f"http://127.0.0.1:{web}/api/ask", params={"q": UNASKED}, timeout=HANG_S)
            assert 200 == asked.status_code, asked.text
            figures = _figures(port)
            text = httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=HANG_S).text
    assert 1 == figures['zhaiyin_questions_total{door="telegram",verdict="sure"}']
    assert 1 == figures['zhaiyin_questions_total{door="web",verdict="not_found"}']
    assert 2 == figures['zhaiyin_seconds_count{stage="answer"}']
    assert figures['zhaiyin_calls_total{method="sendMessage"}'] >= 1
    assert 0 == figures["zhaiyin_too_many_requests_total"]
    assert figures["zhaiyin_generation"] >= 1
    assert "zhaiyin_queue" in figures
    told = set(re.findall(r'="([^"]*)"', text))
    assert str(alice.id) not in told
    assert not [word for word in (ASKED, UNASKED, "Alice", server.world.token) if word in text]


def test_without_the_setting_nothing_of_it_is_loaded() -> None:
    """Not even where the extra is installed."""
    command = [sys.executable, "-c", "import sys, bot.cli.run; print('prometheus_client' in sys.modules)"]
    assert "False\n" == subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout


def test_a_port_that_is_taken_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """It names the setting."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("METRICS_PORT", str(taken.getsockname()[1]))
        done = run("run")
    assert 2 == done.returncode
    assert done.stderr.startswith("zhaiyin: METRICS_PORT: cannot serve 127.0.0.1:")
    assert 1 == len(done.stderr.splitlines())
