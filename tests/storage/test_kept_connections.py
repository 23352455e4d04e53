"""The connections that threads keep to SQLite's file."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.errors import LibraryUnavailable
from bot.storage.database import open_database
from bot.storage.kept_connections import reading
from bot.storage.transaction import translated


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An engine of a file."""
    engine = open_database(f"sqlite:///{tmp_path}/z.db")
    yield engine
    engine.dispose()


def _kept(engine: Engine) -> sqlite3.Connection:
    with reading(engine) as connection:
        return connection


def _is_open(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("SELECT 1")
    except sqlite3.ProgrammingError:
        return False
    return True


def test_a_thread_keeps_its_connection_until_it_ends(engine: Engine) -> None:
    """No other thread has it, and what it reads is what was written last."""
    own, others = _kept(engine), list[sqlite3.Connection]()
    thread = threading.Thread(target=lambda: others.extend(_kept(engine) for _ in range(2)))
    thread.start()
    thread.join()
    assert own is _kept(engine)
    assert others[0] is others[1] is not own
    assert (True, False) == (_is_open(own), _is_open(others[0]))


def test_it_remembers_little_of_the_file(engine: Engine) -> None:
    """Less than a megabyte, in kilobytes with a minus: each thread that asks has a connection."""
    [(size,)] = _kept(engine).execute("PRAGMA cache_size").fetchall()
    assert -1_000 < size < 0


def test_it_holds_up_nobody_who_writes(engine: Engine) -> None:
    """A reader between two questions has no lock, and does not keep the journal from being emptied."""
    reader = _kept(engine)
    assert [("ok",)] == reader.execute("PRAGMA quick_check").fetchall()
    with closing(sqlite3.connect(str(engine.url.database), timeout=0, isolation_level=None)) as writer:
        writer.execute("INSERT INTO shelves (name, revision) VALUES ('s', 7)")
        assert (0, 0, 0) == writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    assert [(7,)] == reader.execute("SELECT revision FROM shelves WHERE name = 's'").fetchall()


def test_an_engine_that_is_disposed_of_lets_go_of_them_all(engine: Engine) -> None:
    """Those of other threads, too, but for one that reads just then; who reads after that has a new one."""
    kept, may_end = threading.Event(), threading.Event()
    others = list[sqlite3.Connection]()

    def read() -> None:
        others.append(_kept(engine))
        kept.set()
        may_end.wait()

    thread = threading.Thread(target=read)
    thread.start()
    kept.wait()
    with reading(engine) as own:
        engine.dispose()
        assert (True, False) == (_is_open(own), _is_open(others[0]))
    assert not _is_open(own)
    may_end.set()
    thread.join()
    assert _is_open(_kept(engine))


def test_one_that_failed_is_not_used_again(engine: Engine) -> None:
    """Whatever the reason was."""
    own = _kept(engine)
    with pytest.raises(LibraryUnavailable), translated(engine), reading(engine) as connection:
        connection.execute("SELECT 1 FROM nowhere")
    assert own is not _kept(engine)
    _kept(engine).close()
    with pytest.raises(LibraryUnavailable), translated(engine), reading(engine) as connection:
        connection.execute("SELECT 1")
    assert _is_open(_kept(engine))


def test_a_file_that_took_the_place_of_another_is_read(engine: Engine, tmp_path: Path) -> None:
    """And one that is gone is told."""
    own, file = _kept(engine), tmp_path / "z.db"
    open_database(f"sqlite:///{tmp_path}/other.db").dispose()
    (tmp_path / "other.db").replace(file)
    assert own is not _kept(engine)
    file.unlink()
    with pytest.raises(LibraryUnavailable, match="is gone"), translated(engine), reading(engine):
        pass
