"""Large shelves by the `zhaiyin` command: adding many files, the indexes and their health."""

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from command_line import run
from processes import start
from serving import free_port
from tools import unavailable, until

from bot.readers.worker import read_safely

_LARGE = {"ZHAIYIN_DISK_CHARACTERS": "50"}


def _notes(folder: Path, count: int) -> None:
    folder.mkdir()
    for number in range(count):
        text = f"第{number}次会议\n\n这次会议讨论了第{number}座桥怎么修，预算是{number + 3}万元。\n"
        (folder / f"note{number}.txt").write_text(text, encoding="utf-8")


def _health(shelf: str = "club", **variables: str) -> tuple[int, dict[str, Any]]:
    done = run("index", "--json", "--shelf", shelf, **(_LARGE | variables))
    return done.returncode, json.loads(done.stdout)


def test_a_folder_that_makes_a_shelf_large_is_indexed_when_it_is_added(tmp_path: Path) -> None:
    """Nobody who asks waits for it; `index` shows that it is current, `doctor` knows it."""
    _notes(tmp_path / "notes", 5)
    run("add", "notes", "--shelf", "club", **_LARGE)
    status, health = _health()
    assert (0, "current", 5, 1) == (status, health["state"], health["articles"], health["generation"])
    assert health["passages"] >= 5
    assert health["bytes"] > 0
    asked = run("ask", "第三座桥的预算是多少", "--shelf", "club", **_LARGE)
    assert "预算是6万元" in asked.stdout
    told = [json.loads(line) for line in run("doctor", "--json", **_LARGE).stdout.splitlines()]
    assert [True] == [check["ok"] for check in told if check["name"] == "index"]


def test_an_index_that_cannot_be_built_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    """Its place is a link to a disk that is not there: what was added is on the shelf, and is found in memory."""
    _notes(tmp_path / "notes", 3)
    data = {**_LARGE, "ZHAIYIN_DATA_DIR": str(tmp_path / "data")}
    run("add", "notes", "--shelf", "club", **data)
    [tables] = (tmp_path / "data").rglob("*.tables")
    tables.parent.rename(tmp_path / "away")
    tables.parent.symlink_to(tmp_path / "nowhere")
    (tmp_path / "notes" / "lamp.txt").write_text("灯塔\n\n灯塔高二十八米，每晚七点点灯。\n", encoding="utf-8")
    added = run("add", "notes", "--shelf", "club", **data)
    assert (0, "4 files: 1 added") == (added.returncode, added.stdout[:16])
    assert "the index of 'club' is not built" in added.stderr
    rebuilt = run("index", "--rebuild", "--shelf", "club", **data)
    assert (2, 1) == (rebuilt.returncode, len(rebuilt.stderr.splitlines()))
    assert "二十八米" in run("ask", "灯塔有多高", "--shelf", "club", **data).stdout


def test_who_ends_a_long_addition_finds_the_terminal_as_it_was(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    """The cursor is hidden beside a bar, and shown again; the process ends as whoever asked expects."""
    _notes(tmp_path / "notes", 300)
    ours, theirs = pty.openpty()
    shown = bytearray()

    def is_begun() -> bool:
        shown.extend(os.read(ours, 10_000))
        return shown.count(b"adding") > 2

    with os.fdopen(theirs, "wb", buffering=0) as terminal, (tmp_path / "out").open("wb") as out:
        there = {**environment, "TERM": "xterm"}
        adding = start("add", "notes", environment=there, folder=tmp_path, stdout=out, stderr=terminal)
        until(is_begun)
        adding.send_signal(signal.SIGTERM)
        assert -signal.SIGTERM == adding.wait()
        os.set_blocking(ours, False)
        with suppress(BlockingIOError):
            while True:
                shown.extend(os.read(ours, 10_000))
    os.close(ours)
    assert shown.rindex(b"\x1b[?25h") > shown.rindex(b"\x1b[?25l")


def test_a_small_shelf_has_no_index_and_needs_none(tmp_path: Path) -> None:
    """That is well, and building one is told to be for nothing."""
    _notes(tmp_path / "notes", 1)
    run("add", "notes", "--shelf", "club")
    done = run("index", "--shelf", "club", "--rebuild")
    assert (0, "in memory") == (done.returncode, " ".join(done.stdout.splitlines()[1].split()[1:3]))
    assert "asked in memory" in done.stderr


def test_a_damaged_index_is_told_and_rebuilt_on_demand(tmp_path: Path) -> None:
    """A byte of its tables that changed is noticed; the status of the command says so too."""
    _notes(tmp_path / "notes", 3)
    data = {"ZHAIYIN_DATA_DIR": str(tmp_path / "data")}
    run("add", "notes", "--shelf", "club", **_LARGE, **data)
    [tables] = (tmp_path / "data").rglob("*.tables")
    content = bytearray(tables.read_bytes())
    content[content.index("会议".encode())] ^= 1
    tables.write_bytes(content)
    assert (1, "damaged") == (_health(**data)[0], _health(**data)[1]["state"])
    assert 0 == run("index", "--rebuild", "--shelf", "club", **_LARGE, **data).returncode
    assert "current" == _health(**data)[1]["state"]


@pytest.mark.parametrize("place", [".", "terms-*", "lock"])
def test_an_index_that_refuses_this_account_is_not_taken_for_damaged(
    tmp_path: Path, environment: dict[str, str], place: str
) -> None:
    """`index` and `doctor` say so, and a question is answered; once it may be written, all is well by itself."""
    _notes(tmp_path / "notes", 3)
    there = {**environment, **_LARGE}
    run("add", "notes", "--shelf", "club", **there)
    [manifest] = (tmp_path / "data").rglob("manifest.json")
    [closed] = manifest.parent.glob(place) if place != "." else [manifest.parent]
    closed.chmod(0o500)
    [told] = _without_privileges(there, "index", "--json", "--shelf", "club").stdout.splitlines()
    assert "access refused" == json.loads(told)["state"]
    checks = [json.loads(line) for line in _without_privileges(there, "doctor", "--json").stdout.splitlines()]
    [index] = [check for check in checks if check["name"] == "index"]
    assert f"{manifest.parent} refuses this account" in index["detail"]
    asked = _without_privileges(there, "ask", "第二座桥的预算是多少", "--shelf", "club")
    assert (0, True) == (asked.returncode, "预算是5万元" in asked.stdout)
    closed.chmod(0o700)
    assert (0, "current") == (_health(**there)[0], _health(**there)[1]["state"])


def _without_privileges(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Return the result of the command where modes of files count, as they do not for root."""
    command = [sys.executable, "-m", "bot", *arguments]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            unavailable("there is no setpriv, and modes do not count for root")
        command = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--", *command]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_what_was_interrupted_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files that were added before are not read again; one that changed since is."""
    _notes(tmp_path / "notes", 4)
    (tmp_path / "notes" / "note9.txt").write_bytes(b"")  # one that fails, so that nothing is forgotten
    read = read_safely
    taken: list[str] = []

    def interrupted(file: Any) -> Any:
        taken.append(file.name)
        if len(taken) == 3:
            raise KeyboardInterrupt
        return read(file)

    monkeypatch.setattr("bot.cli.add.read_safely", interrupted)
    assert 130 == run("add", "notes").returncode
    (tmp_path / "notes" / "note0.txt").write_text("改过的会议记录\n\n这次改成修船坞，预算九万元。\n", "utf-8")
    done = run("add", "notes")
    assert "going on after 1 file" in done.stderr
    assert ["note0.txt", "note2.txt", "note3.txt", "note9.txt"] == taken[3:]
    assert done.stdout.startswith("5 files: 3 added, 0 replaced, 1 already there, 1 failed")


def test_a_large_shelf_is_asked_in_a_cluster_where_there_is_one(tmp_path: Path, cluster_url: str) -> None:
    """Its index is built by whoever adds much, follows what is added and removed, and is known to `doctor`."""
    there = {**_LARGE, "CLUSTER_URL": cluster_url}
    _notes(tmp_path / "notes", 5)
    run("add", "notes", "--shelf", "club", **there)
    status, health = _health(CLUSTER_URL=cluster_url)
    assert (0, "current", 5) == (status, health["state"], health["articles"])
    assert "预算是6万元" in run("ask", "第三座桥的预算是多少", "--shelf", "club", **there).stdout
    (tmp_path / "more.txt").write_text("灯塔\n\n灯塔高二十八米，每晚七点点灯。\n", encoding="utf-8")
    run("add", "more.txt", "--shelf", "club", **there)
    assert "二十八米" in run("ask", "灯塔有多高", "--shelf", "club", **there).stdout
    assert 0 == run("index", "--rebuild", "--shelf", "club", **there).returncode
    told = [json.loads(line) for line in run("doctor", "--json", **there).stdout.splitlines()]
    assert [True, True] == [check["ok"] for check in told if check["name"] in ("cluster", "index")]


def test_a_cluster_that_is_away_is_told_by_every_command(tmp_path: Path) -> None:
    """The shelf is not taken for one that has no answer; small ones answer."""
    away = {**_LARGE, "CLUSTER_URL": f"http://127.0.0.1:{free_port()}"}
    _notes(tmp_path / "notes", 5)
    run("add", "notes/note1.txt", "--shelf", "small")
    run("add", "notes", "--shelf", "club")
    asked = run("ask", "第三座桥的预算是多少", "--shelf", "club", **away)
    assert (2, "", True) == (asked.returncode, asked.stdout, "cannot be searched just now" in asked.stderr)
    small = {**away, "ZHAIYIN_DISK_CHARACTERS": "10000"}
    assert "预算是4万元" in run("ask", "第一座桥的预算是多少", "--shelf", "small", **small).stdout
    told = [json.loads(line) for line in run("doctor", "--json", **away).stdout.splitlines()]
    assert [False] == [check["ok"] for check in told if check["name"] == "cluster"]
