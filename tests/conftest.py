"""What every test is held to: a data folder of its own, no settings from outside, loopback only."""

import gc
import ipaddress
import os
import re
import signal
import socket
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from articles import LIBRARY
from databases import Copies, NoPostgres, database, postgres, sqlite
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, Pool, event
from stocked import stocked
from tools import HANG_S, environment_in, unavailable

from bot.library import Library
from bot.settings import Settings
from bot.storage.database import open_database

# machines differ, and the first example of a property loads dictionaries; fixtures that examples share are meant to be shared
_CHECKS = (HealthCheck.too_slow, HealthCheck.function_scoped_fixture)
# half of what is usual, to keep the suite short; `make test-long` tries twenty times as many
settings.register_profile(
    "zhaiyin", max_examples=50, deadline=None, print_blob=True, suppress_health_check=_CHECKS
)
settings.register_profile("long", settings.get_profile("zhaiyin"), max_examples=1000)
settings.load_profile(os.environ.get("ZHAIYIN_HYPOTHESIS", "zhaiyin"))

if TYPE_CHECKING:
    from opensearch.cluster import Cluster

    from bot.answering.index.cluster.client import Client

_numbers = count()

SHARED = Path(__file__).parents[2] / "shared"


def pytest_configure() -> None:
    """Let a module be compiled once: otherwise each of the hundreds of processes of a run may do it anew."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two more than there are processors: many tests mostly wait, for processes, servers and browsers."""
    return (os.cpu_count() or 1) + 2


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever needs a cluster says so by its fixtures; `make test-cluster` runs it and `make test` does not."""
    for item in items:
        if {"nodes", "cluster_url"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("cluster")


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what stays to the end, modules and tests: to look at it takes 0.3 s each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the test's own. Pytest's has a link beside it, which takes longer to renew than most tests take."""
    name = re.sub(r"\W", "_", request.node.name)[:30]
    return tmp_path_factory.mktemp(f"{name}{next(_numbers)}", numbered=False)


@pytest.fixture(autouse=True)
def _clean_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the person who runs the tests reaches them."""
    for name in (*(field.upper() for field in Settings.model_fields), "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ZHAIYIN_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def _patient_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a slow machine, too, a question is answered from the shelf as it is now."""
    monkeypatch.setattr("bot.assistant.desk._PATIENCE_S", HANG_S)
    monkeypatch.setattr("bot.assistant.held_shelves._MAX_REST_S", 0)


@pytest.fixture(autouse=True)
def _patient_door(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a slow machine, too, Telegram tells in time who is an admin."""
    # tests of everything else need not load the library for it
    if "bot.chat.telegram.door" in sys.modules:
        monkeypatch.setattr("bot.chat.telegram.door._PATIENCE_S", HANG_S)


@pytest.fixture(autouse=True)
def _ending() -> Iterator[None]:
    """A test that hangs fails after ten minutes. No other test is held to a time."""
    if sys.platform == "win32":
        yield
        return

    def fail(*_: object) -> None:
        raise TimeoutError("this test hangs")

    before = signal.signal(signal.SIGALRM, fail)
    signal.alarm(600)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture(autouse=True, scope="session")
def _loopback_only() -> Iterator[None]:
    """A connection to anywhere but this machine is refused."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = address[0] if isinstance(address, tuple) else str(address)
            if not ipaddress.ip_address("127.0.0.1" if host == "localhost" else host).is_loopback:
                raise OSError(f"tests may only connect to loopback, not {host}")
        connect(self, address)  # type: ignore[arg-type]  # passed on as it came

    socket.socket.connect = guarded  # type: ignore[method-assign, assignment]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


@pytest.fixture(autouse=True, scope="session")
def _hasty_sqlite() -> Iterator[None]:
    """What tests write need not outlive a power cut: to wait for the disk takes longer than most of them."""

    def hasten(connection: object, *_: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.execute("PRAGMA synchronous=OFF")

    event.listen(Pool, "checkout", hasten)
    yield
    event.remove(Pool, "checkout", hasten)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the real article and question sets; the test is skipped where it is absent."""
    if not (SHARED / "article").is_dir():
        pytest.skip(
            "needs ../shared with the real article and question sets, which are not part of the project"
        )
    return SHARED


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The environment for a `zhaiyin` process: its data under `tmp_path`, with a new library; nothing else set."""
    (tmp_path / "data").mkdir()
    sqlite(tmp_path / "data" / "zhaiyin.db")
    return environment_in(tmp_path)


@pytest.fixture(scope="session")
def server() -> Iterator[Engine]:
    """A PostgreSQL of this test process alone; the test is skipped where there can be none."""
    try:
        with postgres() as server:
            yield server.engine
    except NoPostgres as error:
        unavailable(str(error))


@pytest.fixture(scope="session")
def nodes() -> Iterator["Cluster"]:
    """Three nodes of OpenSearch that a test may kill, if it brings them back; skipped where there can be none."""
    from opensearch.cluster import cluster
    from opensearch.installation import NoCluster

    if "CLUSTER_TEST_URL" in os.environ:
        pytest.skip("kills nodes, and those at CLUSTER_TEST_URL are somebody's")
    try:
        with cluster() as nodes:
            yield nodes
    except NoCluster as error:
        unavailable(str(error))


@pytest.fixture
def nodes_client(nodes: "Cluster") -> Iterator["Client"]:
    """A client of all nodes, patient enough for a machine that has much else to do; all nodes are back in the end."""
    from bot.answering.index.cluster.client import Client

    with Client(nodes.url, seconds=HANG_S) as client:
        yield client
    for node in nodes.nodes:
        if not node.is_running:
            node.start()
    nodes.wait()


@pytest.fixture(scope="session")
def cluster_url(request: pytest.FixtureRequest) -> str:
    """What CLUSTER_URL would be for a cluster of three nodes, or for the one at CLUSTER_TEST_URL."""
    if given := os.environ.get("CLUSTER_TEST_URL"):
        return given
    nodes: Cluster = request.getfixturevalue("nodes")
    return nodes.url


@pytest.fixture(scope="session")
def copies(server: Engine) -> Iterator[Copies]:
    """Databases in PostgreSQL with every table and nothing in them."""
    with database(server, "migrated") as address:
        open_database(address).dispose()
        with closing(Copies(server, "migrated")) as copies:
            yield copies


KINDS = ["sqlite", "postgresql"]


@pytest.fixture(params=KINDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without a table, once in SQLite and once in PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'zhaiyin.db'}"
    else:
        with database(request.getfixturevalue("server"), f"test_{uuid4().hex}") as address:
            yield address


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with nothing in its tables, once in SQLite and once in PostgreSQL."""
    with _new(request, tmp_path / "zhaiyin.db") as address:
        yield address


@pytest.fixture(params=KINDS)
def second_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of another such database, once in SQLite and once in PostgreSQL."""
    with _new(request, tmp_path / "second.db") as address:
        yield address


@contextmanager
def _new(request: pytest.FixtureRequest, file: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield sqlite(file)
        return
    copies: Copies = request.getfixturevalue("copies")
    with copies.lent() as address:
        yield address


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library with one article on the public shelf, where a folder or a module has no other."""
    library = Library.at(stocked(tmp_path / "zhaiyin.db", LIBRARY))
    yield library
    library.close()
