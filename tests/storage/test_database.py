"""Opening a database that is not ready: of a newer version, or just being made."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from articles import LIBRARY
from command_line import run
from databases import content
from sqlalchemy import Engine, event, text
from tools import leave_free

from bot.errors import LibraryUnavailable
from bot.library import Library
from bot.storage.database import open_database
from bot.storage.transaction import is_passing

WAL = "PRAGMA journal_mode=WAL"


@contextmanager
def full_disk() -> Iterator[None]:
    """Let nothing be written into a file."""
    resource = pytest.importorskip("resource", reason="Windows has no such limits")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.fixture
def newer(url: str) -> str:
    """A library with an article, written by a version that is still to come."""
    engine = open_database(url)
    Library(engine).add(LIBRARY)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    return url


def test_a_database_of_a_newer_version_is_one_line_and_left_as_it_is(newer: str) -> None:
    """It says which migration it is at and what to do."""
    before = content(newer)
    with pytest.raises(
        LibraryUnavailable, match=r"(?s)^\S+: was made by a newer version .*9999.*; run "
    ) as told:
        Library.at(newer)
    assert 1 == len(str(told.value).splitlines())
    assert before == content(newer)


@pytest.mark.parametrize(
    "arguments",
    [("list",), ("ask", "三个率先是什么"), ("export", "public", "out"), ("backup", "all.backup")],
    ids=" ".join,
)
def test_every_command_says_so_in_one_line(newer: str, arguments: tuple[str, ...]) -> None:
    """Exit status 2, and the database is as it was."""
    before = content(newer)
    done = run(*arguments, DATABASE_URL=newer)
    assert (2, "") == (done.returncode, done.stdout)
    [line] = done.stderr.splitlines()
    assert "was made by a newer version" in line
    assert before == content(newer)


def test_the_doctor_says_what_to_do(newer: str) -> None:
    """The database is ill, and the way out stands beside it."""
    done = run("doctor", "--json", DATABASE_URL=newer)
    assert 1 == done.returncode
    checks = {check["name"]: check for check in map(json.loads, done.stdout.splitlines())}
    assert not checks["database"]["ok"]
    assert checks["database"]["todo"].startswith("run the newer version")


def test_a_database_that_another_process_is_just_making_is_waited_for(tmp_path: Path) -> None:
    """The other holds the lock to write until it was asked for twice, and the database is not yet in WAL mode."""
    file = tmp_path / "zhaiyin.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("CREATE TABLE unrelated (x)")
        other.execute("BEGIN IMMEDIATE")
        statements: list[str] = []

        def trace(connection: sqlite3.Connection, _: object) -> None:
            connection.set_trace_callback(note)

        def note(statement: str) -> None:
            statements.append(statement)
            if other.in_transaction and 2 == statements.count(WAL):
                other.commit()

        event.listen(Engine, "connect", trace)
        try:
            open_database(f"sqlite:///{file}").dispose()
        finally:
            event.remove(Engine, "connect", trace)
        assert not other.in_transaction


def test_a_full_disk_is_trouble_that_may_pass(tmp_path: Path) -> None:
    """And another kind than an address at which nothing can be."""
    url = f"sqlite:///{tmp_path / 'zhaiyin.db'}"
    open_database(url).dispose()
    with full_disk(), pytest.raises(LibraryUnavailable, match="disk I/O error") as raised:
        open_database(url)
    assert is_passing(raised.value)
    assert raised.value.__cause__ is not None
    open_database(url).dispose()
    with pytest.raises(LibraryUnavailable) as raised:
        open_database(f"sqlite:///{tmp_path}")
    assert raised.value.__cause__ is None


def test_a_full_disk_is_told_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite calls it an error of the disk, and no setting helps."""
    url = f"sqlite:///{tmp_path / 'zhaiyin.db'}"
    open_database(url).dispose()
    leave_free(monkeypatch, tmp_path, 0)
    with full_disk(), pytest.raises(LibraryUnavailable, match="; make room on its disk"):
        open_database(url)


def test_what_is_written_after_another_opening_is_kept(tmp_path: Path) -> None:
    """Where an opening undid the locks of an earlier one, a process that looked in meanwhile would take the journal away."""
    file = tmp_path / "zhaiyin.db"
    engine = open_database(f"sqlite:///{file}")
    look = "import sqlite3, sys; base = sqlite3.connect(sys.argv[1]); print(*base.execute('SELECT count(*) FROM told')); base.close()"

    def seen_elsewhere() -> str:
        command = [sys.executable, "-IS", "-c", look, str(file)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE told (word TEXT)")
    open_database(f"sqlite:///{file}").dispose()
    assert "(0,)" == seen_elsewhere()
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO told VALUES ('渡口')")
    assert "(1,)" == seen_elsewhere()
    engine.dispose()
