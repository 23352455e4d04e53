"""What Java needs to run a node: fetched and compiled once, and kept outside the project."""

import fcntl
import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

from platformdirs import user_cache_path

from opensearch.node import Installation, command

__all__ = ["NoCluster", "installation"]

_HERE = Path(__file__).parent
_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
_PROGRAMS = ("java", "javac", "jar", "mvn")
_FETCH_S = 600


class NoCluster(Exception):
    """A cluster cannot be started here; the message says why."""


def installation() -> Installation:
    """Return what nodes run from. Raises NoCluster. Whoever comes second, in another process, waits for the first."""
    if missing := [name for name in _PROGRAMS if shutil.which(name) is None]:
        raise NoCluster(f"a cluster needs a JDK and Maven; missing: {', '.join(missing)}")
    folder = user_cache_path("zhaiyin-tests") / f"opensearch-{_version()}"
    folder.mkdir(parents=True, exist_ok=True)
    made = Installation(folder / "jars", folder / "classes.jsa")
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "whole").exists():
            _make(made)
            (folder / "whole").touch()
    return made


def _version() -> str:
    """A name that changes with whatever goes into the folder."""
    java = subprocess.run(["java", "-version"], capture_output=True, check=True).stderr
    parts = (java, *(_HERE.joinpath(name).read_bytes() for name in ("pom.xml", "OneNode.java")))
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def _make(made: Installation) -> None:
    shutil.rmtree(made.jars, ignore_errors=True)
    classes = made.jars.parent / "classes"
    to = f"-DoutputDirectory={made.jars}"
    _run("mvn", "-B", "-q", "-f", _HERE / "pom.xml", _COPY, "-DincludeScope=runtime", to)
    _run("javac", "-cp", f"{made.jars}/*", "-d", classes, _HERE / "OneNode.java")
    # a jar and no folder: the archive knows classes in jars only
    _run("jar", "cf", made.jars / "one-node.jar", "-C", classes, ".")
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "network.host": "127.0.0.1",
            "http.port": 0,
            "transport.port": 0,
            "discovery.type": "single-node",
        }
        _run(
            *command(
                made.jars, Path(folder), settings, (f"-XX:ArchiveClassesAtExit={made.archive}",), owner=0
            )
        )


def _run(*command: str | Path) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=_FETCH_S)
    except subprocess.TimeoutExpired as error:
        raise NoCluster(f"{command[0]} does not end") from error
    if done.returncode:
        raise NoCluster(f"{command[0]} failed: {(done.stdout + done.stderr)[-500:]}")
