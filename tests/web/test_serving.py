"""`zhaiyin run` as a process that serves the pages."""

import asyncio
import os
import pty
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from botapi import BotApiServer, World
from processes import Process, start
from tools import HANG_S, until

from bot.assistant.password import hash_of
from bot.chat.web import Address, listen

TYPED = "four old chairs and a lamp"


@pytest.fixture
def port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
        return number


@contextmanager
def _running(folder: Path, environment: dict[str, str], *, typed: int | None = None) -> Iterator[Process]:
    """Run `zhaiyin run` until the test is done: at a terminal, or with `typed` as standard input."""
    ours, theirs = pty.openpty()
    with (folder / "log").open("wb") as log:
        process = start(
            "run",
            environment=environment,
            folder=folder,
            stdin=theirs if typed is None else typed,
            stdout=log,
            stderr=log,
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait()
            os.close(ours)
            os.close(theirs)


def _fetched(url: str) -> httpx.Response:
    """What is served at `url` once something is."""
    until(lambda: _listens(httpx.URL(url)))
    return httpx.get(url, timeout=HANG_S)


def _listens(url: httpx.URL) -> bool:
    with socket.socket() as client:
        return client.connect_ex((url.host, url.port)) == 0


def test_run_at_a_terminal_serves_the_pages_and_says_where(
    environment: dict[str, str], tmp_path: Path, port: int
) -> None:
    """And how to set up Telegram; Ctrl-C ends it without a traceback; no question is logged."""
    with _running(tmp_path, {**environment, "WEB_PORT": str(port), "LOG_LEVEL": "DEBUG"}) as process:
        url = f"http://127.0.0.1:{port}"
        assert "三个率先" in _fetched(f"{url}/?q=三个率先").text
        assert 400 == httpx.get(url, headers={"host": "evil.example"}).status_code
        process.send_signal(signal.SIGINT)
        assert 130 == process.wait()
    said = (tmp_path / "log").read_text(encoding="utf-8")
    assert url in said
    assert "TELEGRAM_BOT_TOKEN" in said
    assert "Traceback" not in said
    assert "三个率先" not in said
    assert "%E4" not in said


def test_a_service_serves_the_pages_too(environment: dict[str, str], tmp_path: Path, port: int) -> None:
    """It has no terminal, and nothing to read."""
    settings = {**environment, "WEB_PORT": str(port)}
    with _running(tmp_path, settings, typed=subprocess.DEVNULL):
        assert {"status": "ok", "articles": 1} == _fetched(f"http://127.0.0.1:{port}/health").json()


def test_beside_questions_through_a_pipe_the_pages_are_served(
    environment: dict[str, str], tmp_path: Path, port: int
) -> None:
    """Until the questions end."""
    settings = {**environment, "WEB_PORT": str(port)}
    typed, keyboard = os.pipe()
    with _running(tmp_path, settings, typed=typed) as process:
        os.close(typed)
        assert {"status": "ok", "articles": 1} == _fetched(f"http://127.0.0.1:{port}/health").json()
        os.write(keyboard, "作者是谁\n".encode())
        os.close(keyboard)
        assert 0 == process.wait()
    said = (tmp_path / "log").read_text(encoding="utf-8")
    assert "作者：李春奎" in said
    assert "TELEGRAM_BOT_TOKEN" in said
    assert "Traceback" not in said


def test_a_port_that_is_taken_is_one_clear_line(
    environment: dict[str, str], tmp_path: Path, port: int
) -> None:
    """It names the setting, and the status is that of every other wrong use."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with _running(tmp_path, {**environment, "WEB_PORT": str(port)}) as process:
            assert 2 == process.wait()
    [line] = (tmp_path / "log").read_text(encoding="utf-8").splitlines()
    assert line.startswith(f"zhaiyin: WEB_PORT: cannot serve http://127.0.0.1:{port}")


def test_with_a_password_articles_are_added(environment: dict[str, str], tmp_path: Path, port: int) -> None:
    """The file is the one that the setting names."""
    file = tmp_path / "password"
    file.write_text(hash_of(TYPED), encoding="ascii")
    with _running(tmp_path, {**environment, "WEB_PORT": str(port), "WEB_PASSWORD_FILE": str(file)}):
        url = f"http://127.0.0.1:{port}"
        assert 'name="password"' in _fetched(f"{url}/add").text
        entered = httpx.post(
            f"{url}/add/enter", data={"password": TYPED}, headers={"origin": url}, timeout=HANG_S
        )
    assert (303, True) == (entered.status_code, "set-cookie" in entered.headers)


def test_a_password_in_the_clear_is_one_clear_line(
    environment: dict[str, str], tmp_path: Path, port: int
) -> None:
    """The bot does not start without the page that its operator wants; the password is not shown."""
    file = tmp_path / "password"
    file.write_text(TYPED, encoding="ascii")
    with _running(
        tmp_path, {**environment, "WEB_PORT": str(port), "WEB_PASSWORD_FILE": str(file)}
    ) as process:
        assert 2 == process.wait()
    [line] = (tmp_path / "log").read_text(encoding="utf-8").splitlines()
    assert line.startswith("zhaiyin: WEB_PASSWORD_FILE: ")
    assert TYPED not in line


@pytest.mark.parametrize(("proxies", "another"), [("127.0.0.0/8", 200), ("192.0.2.1", 429)])
def test_a_server_in_front_says_for_whom_it_asks(
    proxies: str, another: int, environment: dict[str, str], tmp_path: Path, port: int
) -> None:
    """Each reader has a limit of their own; of whom nobody trusts, all have one."""
    with _running(tmp_path, {**environment, "WEB_PORT": str(port), "WEB_PROXIES": proxies}):
        url = f"http://127.0.0.1:{port}/health"
        _fetched(url)
        with httpx.Client() as client:
            # some more than the limit: if a minute ends among them, the new one lets a few through
            mine, others = (
                {client.get(url, headers={"x-forwarded-for": reader}).status_code for _ in range(count)}
                for reader, count in (("203.0.113.1", 150), ("203.0.113.2", 20))
            )
        assert 429 in mine
        assert another in others
        assert (429 in others) == (another == 429)


async def test_an_answer_on_a_connection_kept_open_is_sent_at_once() -> None:
    """It does not wait for the reader's acknowledgement of what was sent before, which takes 40 ms."""
    at_once: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def connected(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        accepted = writer.get_extra_info("socket")
        at_once.set_result(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    async with await asyncio.start_server(connected, sock=listen(Address("127.0.0.1", 0))) as server:
        _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        assert await at_once
        writer.close()
        await writer.wait_closed()


@pytest.mark.parametrize("taken", [False, True])
def test_with_a_token_the_pages_are_served_beside_telegram(
    taken: bool, environment: dict[str, str], tmp_path: Path, port: int
) -> None:
    """A port that is taken keeps nobody from answering on Telegram."""
    with socket.socket() as other, BotApiServer(World()) as server:
        if taken:
            other.bind(("127.0.0.1", port))
            other.listen()
        settings = {**environment, **server.environment(), "WEB_PORT": str(port)}
        with _running(tmp_path, settings, typed=subprocess.DEVNULL):
            alice = server.world.user("Alice")
            server.world.say(alice, alice, "三个率先是什么")
            server.world.wait_for(lambda: server.world.sent(alice))
            if not taken:
                health = _fetched(f"http://127.0.0.1:{port}/health").json()
                assert ("ok", 1, True) == (health["status"], health["articles"], health["polling"]["ok"])
    said = (tmp_path / "log").read_text(encoding="utf-8")
    assert taken == ("WEB_PORT: cannot serve" in said)
    assert "Traceback" not in said


def test_while_telegram_cannot_be_reached_the_pages_are_open(
    environment: dict[str, str], tmp_path: Path, port: int
) -> None:
    """From the start; /health says that polling does not work, and once it does, that it does."""
    url = f"http://127.0.0.1:{port}/health"
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        telegram = f"http://127.0.0.1:{closed.getsockname()[1]}"
        settings = {**environment, "WEB_PORT": str(port), "TELEGRAM_BOT_TOKEN": "1:a"}
        with _running(tmp_path, {**settings, "TELEGRAM_API_BASE_URL": telegram}, typed=subprocess.DEVNULL):
            assert {"ok": False, "seconds_since": None} == _fetched(url).json()["polling"]


def test_asked_to_end_it_leaves_no_journal(environment: dict[str, str], tmp_path: Path, port: int) -> None:
    """And what it leaves is for its owner alone, also what was there before; who asked sees the signal."""
    data = tmp_path / "data"
    data.chmod(0o755)
    (data / "old.backup").write_bytes(b"old")
    (data / "old.backup").chmod(0o644)
    with _running(tmp_path, {**environment, "WEB_PORT": str(port)}) as process:
        _fetched(f"http://127.0.0.1:{port}/?q=三个率先")
        process.terminate()
        assert -signal.SIGTERM == process.wait()
    there = {path.name: path.stat().st_mode & 0o777 for path in (data, *data.rglob("*"))}
    assert 0o600 == there["zhaiyin.db"]
    assert not {"zhaiyin.db-wal", "zhaiyin.db-shm"} & there.keys()
    assert {0} == {mode & 0o077 for mode in there.values()}


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),
        ("::1", "http://[::1]:80"),
        ("::", "http://[::1]:80"),
        ("box.example", "http://box.example:80"),
    ],
)
def test_the_address_said_is_one_a_browser_can_open(host: str, url: str) -> None:
    """Also if it listens on every address."""
    assert url == Address(host, 80).url


@pytest.mark.parametrize(("host", "anyone"), [("127.0.0.1", False), ("localhost", False), ("0.0.0.0", True)])
def test_only_on_loopback_the_host_is_held_to_our_own_names(host: str, anyone: bool) -> None:
    """Elsewhere nobody knows what name others reach it by."""
    assert anyone == (("*",) == Address(host, 80).hosts)
