"""`zhaiyin password`: the file that opens adding in the browser."""

import os
import pty
import re
import select
import stat
from pathlib import Path

import pytest
from command_line import run
from processes import start
from tools import until

from bot.assistant.password import Password

TYPED = "four old chairs and a lamp"


def test_the_hash_of_what_comes_through_a_pipe_is_written_for_its_owner_alone(tmp_path: Path) -> None:
    """It opens to that password; the password itself stands nowhere."""
    file = tmp_path / "password"
    done = run("password", str(file), typed=f"{TYPED}\r\n")
    assert (0, f"written: {file}\n") == (done.returncode, done.stdout)
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)
    assert Password.at(file).matches(TYPED)
    assert TYPED not in file.read_text(encoding="ascii") + done.stderr


def test_without_a_file_the_hash_is_printed() -> None:
    """One line, for whoever puts it into a secret of their own."""
    [line] = run("password", typed=TYPED).stdout.splitlines()
    assert Password(line).matches(TYPED)


def test_a_file_that_is_there_is_written_over_only_if_that_is_meant(tmp_path: Path) -> None:
    """By --force; then it is the owner's alone, too."""
    file = tmp_path / "password"
    file.write_text("kept", encoding="ascii")
    refused = run("password", str(file), typed=TYPED)
    assert (2, "kept") == (refused.returncode, file.read_text(encoding="ascii"))
    assert "--force" in refused.stderr
    assert 0 == run("password", str(file), "--force", typed=TYPED).returncode
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)
    assert Password.at(file).matches(TYPED)


@pytest.mark.parametrize(("typed", "where"), [("short", "password"), (TYPED, "nowhere/password")])
def test_what_cannot_be_is_one_line(tmp_path: Path, typed: str, where: str) -> None:
    """A short password, a folder that is not there; nothing is written."""
    done = run("password", str(tmp_path / where), typed=typed)
    assert 2 == done.returncode
    assert 1 == len(done.stderr.splitlines())
    assert [] == [file for file in tmp_path.rglob("password") if file.is_file()]


def test_at_a_terminal_it_is_asked_for_twice_and_not_shown(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """If the two differ, it is asked for again."""
    ours, theirs = pty.openpty()
    shown = tmp_path / "shown"
    with shown.open("wb") as out:
        process = start(
            "password", "hash", environment=environment, folder=tmp_path, stdin=theirs, stdout=out, stderr=out
        )
        for times, typed in enumerate((TYPED, "another one of these", TYPED, TYPED), 1):
            until(lambda times=times: _asked(shown) >= times)  # type: ignore[misc]
            os.write(ours, f"{typed}\n".encode())
        assert 0 == process.wait()
    # the terminal would show what is typed on its own side
    echoed = os.read(ours, 1000) if select.select([ours], [], [], 0)[0] else b""
    os.close(ours)
    os.close(theirs)
    assert Password.at(tmp_path / "hash").matches(TYPED)
    assert TYPED not in shown.read_text(encoding="utf-8") + echoed.decode()


def _asked(shown: Path) -> int:
    """How often it was asked for: what is typed before is thrown away."""
    return len(re.findall("Password: |Once more: ", shown.read_text(encoding="utf-8")))
