"""Backups that would be the database itself, and databases that are damaged or gone."""

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from articles import LIBRARY, NOTE
from command_line import run

from bot.assistant.desk import Desk
from bot.errors import LibraryUnavailable
from bot.library import Library
from bot.model import Question, is_found
from bot.retrieval.memory import MemoryEngine
from bot.settings import read_settings
from bot.storage.database import open_database
from bot.storage.transaction import transaction


def _database() -> Path:
    run("list")
    return read_settings().zhaiyin_data_dir / "zhaiyin.db"


def _by_link(file: Path) -> Path:
    Path("link").symlink_to(file)
    return Path("link")


def _by_hard_link(file: Path) -> Path:
    os.link(file, "hard")
    return Path("hard")


@pytest.mark.parametrize("command", ["backup", "restore"])
@pytest.mark.parametrize(
    "spelled",
    [
        lambda file: file,
        lambda file: Path(os.path.relpath(file)),
        lambda file: file.parent / ".." / file.parent.name / file.name,
        lambda file: file.with_name("zhaiyin.db-wal"),
        _by_link,
        _by_hard_link,
    ],
)
def test_the_database_itself_is_no_backup(command: str, spelled: Callable[[Path], Path]) -> None:
    """However it is named; what it holds stays."""
    file = _database()
    before = run("list", "--json").stdout
    done = run(command, str(spelled(file)), "--force" if command == "backup" else "--yes")
    assert (2, 1) == (done.returncode, len(done.stderr.splitlines()))
    assert before == run("list", "--json").stdout


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _overwritten(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[8192:] = b"\xa5" * (len(content) - 8192)
    file.write_bytes(content)


def _undecodable(file: Path) -> None:
    with closing(sqlite3.connect(file)) as database:
        database.execute("UPDATE articles SET published = 'some day', headings = '{'")
        database.commit()


@pytest.mark.parametrize("damage", [_cut, _overwritten, _undecodable])
def test_a_damaged_backup_is_told_and_not_restored(damage: Callable[[Path], None], tmp_path: Path) -> None:
    """By `--verify` and by `restore`, in a line; one that is whole is told to be."""
    before = run("list", "--json").stdout
    assert 0 == run("backup", "kept").returncode
    whole = run("backup", "kept", "--verify")
    assert (0, "whole: kept, 1 article, 0 answers\n") == (whole.returncode, whole.stdout)
    damage(tmp_path / "kept")
    for arguments in (("backup", "kept", "--verify"), ("restore", "kept", "--yes")):
        done = run(*arguments)
        assert (2, 1) == (done.returncode, len(done.stderr.splitlines()))
        assert done.stderr.startswith("zhaiyin: kept: ")
    assert before == run("list", "--json").stdout


@pytest.mark.parametrize(
    "damaged",
    ["published = 'some day'", "headings = '{'", "added_at = 'once'", "title = CAST(x'ff' AS TEXT)"],
)
def test_a_row_that_cannot_be_read_is_left_out(
    damaged: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A line in the log names it; the others answer."""
    with closing(Library.at(f"sqlite:///{tmp_path}/z.db")) as library:
        library.add(LIBRARY)
        library.add(NOTE)
        with closing(sqlite3.connect(tmp_path / "z.db")) as database:
            database.execute(f"UPDATE articles SET {damaged} WHERE id = ?", (NOTE.id,))
            database.commit()
        assert [LIBRARY.id] == [article.id for article in library.articles()]
        assert is_found(Desk(library, MemoryEngine).ask(Question("图书馆每周开放多久")))
    assert {True} == {NOTE.id in record.getMessage() for record in caplog.records}


def test_a_database_that_is_gone_is_not_replaced_by_an_empty_one(tmp_path: Path) -> None:
    """What is known goes on answering, and no file appears in its place."""
    file = tmp_path / "z.db"
    with closing(Library.at(f"sqlite:///{file}")) as library:
        library.add(LIBRARY)
        desk = Desk(library, MemoryEngine)
        asked = Question("图书馆每周开放多久")
        assert is_found(desk.ask(asked))
        for name in tmp_path.glob("z.db*"):
            name.unlink()
        with pytest.raises(LibraryUnavailable, match="is gone"):
            library.articles()
        assert is_found(desk.ask(asked))
    assert not file.exists()


def test_a_database_that_was_replaced_while_it_is_open_is_the_one_that_is_used(tmp_path: Path) -> None:
    """Nothing is written into the file that has no name any more, and what the other has is asked at once."""
    file = tmp_path / "z.db"
    with closing(Library.at(f"sqlite:///{file}")) as library:
        library.add(LIBRARY)
        desk = Desk(library, MemoryEngine)
        assert is_found(desk.ask(Question("图书馆每周开放多久")))
        with closing(Library.at(f"sqlite:///{tmp_path}/other.db")) as other:
            for article in (LIBRARY, NOTE):
                other.add(article)
            other.remove(LIBRARY.id)
        for name in tmp_path.glob("z.db*"):
            name.unlink()
        (tmp_path / "other.db").replace(file)
        assert [NOTE.id] == [article.id for article in desk.articles()]
        library.add(LIBRARY)
    with closing(Library.at(f"sqlite:///{file}")) as library:
        assert {LIBRARY.id, NOTE.id} == {article.id for article in library.articles()}


def test_a_database_that_may_only_be_read_is_told_with_what_to_do(tmp_path: Path) -> None:
    """What is there is answered; who adds, and `doctor`, are told who must be let write."""
    (tmp_path / "a.txt").write_text("灯塔\n\n灯塔高二十八米，每晚七点点灯。\n", encoding="utf-8")
    # whoever may do anything, may write; a file that SQLite itself takes for read-only is so for everybody
    url = f"sqlite:///file:{tmp_path}/z.db?mode=ro&uri=true"
    Library.at(f"sqlite:///{tmp_path}/z.db").close()
    added = run("add", "a.txt", DATABASE_URL=url)
    assert (2, 1) == (added.returncode, len(added.stderr.splitlines()))
    assert added.stderr.endswith("; let this account write its file and folder\n")
    checks = map(json.loads, run("doctor", "--json", DATABASE_URL=url).stdout.splitlines())
    [database] = [check for check in checks if check["name"] == "database"]
    assert (False, "let this account write its file and folder") == (database["ok"], database["todo"])


@pytest.mark.parametrize("hasty", [False, True])
def test_a_connection_that_could_only_read_is_given_up(tmp_path: Path, hasty: bool) -> None:
    """Once the file may be written again a running bot writes, without a restart."""
    engine = open_database(f"sqlite:///{tmp_path}/z.db")
    with closing(Library(engine)) as library:
        with engine.connect() as connection:
            # as of one that was opened while nothing could be written
            connection.exec_driver_sql("PRAGMA query_only=ON")
        with pytest.raises(LibraryUnavailable, match="readonly"), transaction(engine, hasty=hasty) as refused:
            refused.exec_driver_sql("DELETE FROM articles")
        library.add(LIBRARY)
        assert [LIBRARY.id] == [article.id for article in library.articles()]


@pytest.mark.parametrize("name", ["z.db-wal", "z.db-shm"])
def test_journals_that_were_made_of_a_file_to_read_follow_its_mode(tmp_path: Path, name: str) -> None:
    """Once the file may be written again, so may they."""
    with closing(Library.at(f"sqlite:///{tmp_path}/z.db")) as library:
        library.add(LIBRARY)
        (tmp_path / name).chmod(0o400)
        Library.at(f"sqlite:///{tmp_path}/z.db").close()
        assert 0o600 == (tmp_path / name).stat().st_mode & 0o777


def test_what_is_written_is_for_its_owner_alone(tmp_path: Path) -> None:
    """Whatever the umask: backups and exports too; one who shares a folder keeps it as it is."""
    before = os.umask(0)
    try:
        for arguments in (("list",), ("backup", "kept"), ("export", "public", "out")):
            assert 0 == run(*arguments).returncode
    finally:
        os.umask(before)
    data = read_settings().zhaiyin_data_dir
    made = [data, *data.rglob("*"), tmp_path / "kept", tmp_path / "out", *(tmp_path / "out").iterdir()]
    assert {0} == {path.stat().st_mode & 0o077 for path in made}


def test_a_folder_that_holds_more_than_ours_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the database in it is for its owner alone."""
    tmp_path.chmod(0o755)
    monkeypatch.setenv("ZHAIYIN_DATA_DIR", str(tmp_path))
    (tmp_path / "other").touch(0o644)
    assert 0 == run("list").returncode
    modes = [path.stat().st_mode & 0o777 for path in (tmp_path, tmp_path / "other", tmp_path / "zhaiyin.db")]
    assert [0o755, 0o644, 0o600] == modes
