"""Files read in processes of their own, forked from one that has the readers loaded."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from programs import installed
from samples import docx, paragraph, zipped
from tools import until

from bot.errors import Damaged, TooComplex
from bot.readers import File
from bot.readers.worker import process, read_safely
from bot.readers.worker.environment import own_environment, program_environment

PROSE = "渡口在河湾的南边，夏天水涨，船要绕过三块石头。"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
NEVER_ENDS = "import signal\nwhile True: signal.pause()"


def runs(pid: int) -> bool:
    """Whether there is a process of that number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_worker_is_killed_when_its_time_is_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says how long it was given."""
    monkeypatch.setenv("PATH", str(installed(tmp_path / "bin", "soffice", NEVER_ENDS)), prepend=os.pathsep)
    with pytest.raises(TooComplex, match=r"^a\.doc: took longer than 0\.05 s to read; "):
        read_safely(File("a.doc", OLE), timeout_s=0.05)


def test_nothing_goes_on_when_whoever_asked_is_killed(tmp_path: Path) -> None:
    """Neither the worker nor the program that it called, however long that would have taken."""
    noting = f"import os, pathlib\npathlib.Path({str(tmp_path / 'new')!r}).write_text(str(os.getpid()))\n"
    noting += f"os.rename({str(tmp_path / 'new')!r}, {str(tmp_path / 'pid')!r})\n"
    code = "from bot.readers import File\nfrom bot.readers.worker import read_safely\n"
    code += f"read_safely(File('a.doc', {OLE!r}))"
    folder = installed(tmp_path / "bin", "soffice", noting + NEVER_ENDS)
    environment = {**program_environment(), "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    with subprocess.Popen([sys.executable, "-c", code], env=environment) as asker:
        until((tmp_path / "pid").exists)
        asker.kill()
    until(lambda: not runs(int((tmp_path / "pid").read_text())))


def test_a_worker_that_breaks_is_told_by_its_status(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is refused, and nothing else suffers."""
    code = "import os, signal\nos.kill(os.getppid(), signal.SIGSEGV)"
    monkeypatch.setenv("PATH", str(installed(tmp_path / "bin", "soffice", code)), prepend=os.pathsep)
    with pytest.raises(Damaged, match=r"^a\.doc: broke its reader \(status -11\); "):
        read_safely(File("a.doc", OLE))


def test_files_are_read_though_the_server_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is being read then is read to its end; for the next file there is another server."""
    (tmp_path / "made.docx").write_bytes(docx(paragraph(PROSE)))
    code = f"""
import os, pathlib, shutil, signal, sys
os.kill(os.getsid(0), signal.SIGKILL)
shutil.copy({str(tmp_path / "made.docx")!r}, pathlib.Path(sys.argv[-1]).with_suffix(".docx"))"""
    monkeypatch.setenv("PATH", str(installed(tmp_path / "bin", "soffice", code)), prepend=os.pathsep)
    assert [PROSE] * 3 == [
        read_safely(File(name, data)).article.text
        for name, data in [("a.doc", OLE), ("b.md", PROSE.encode()), ("c.md", PROSE.encode())]
    ]


def test_files_in_an_archive_are_read_though_the_server_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that reads an archive asks the server for others, and starts one if there is none any more."""
    (tmp_path / "made.docx").write_bytes(docx(paragraph(PROSE)))
    code = f"""
import os, pathlib, shutil, signal, sys
os.kill(os.getsid(0), signal.SIGKILL)
shutil.copy({str(tmp_path / "made.docx")!r}, pathlib.Path(sys.argv[-1]).with_suffix(".docx"))"""
    monkeypatch.setenv("PATH", str(installed(tmp_path / "bin", "soffice", code)), prepend=os.pathsep)
    reading = read_safely(File("a.zip", zipped({"a.doc": OLE, "b.md": PROSE.encode()})))
    assert [PROSE, PROSE] == [article.text for article in reading.articles]


def test_a_worker_can_be_started_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a system cannot fork it reads just so, and its time is bounded."""
    monkeypatch.setattr("bot.readers.worker.done", process.done)
    assert PROSE == read_safely(File("a.md", PROSE.encode())).article.text
    with pytest.raises(TooComplex, match="longer than 0 s"):
        read_safely(File("a.md", PROSE.encode()), timeout_s=0)


def test_worker_sees_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """A token in the environment is handed to no process that reads what strangers send."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:secret")
    assert "1:secret" not in {*program_environment().values(), *own_environment().values()}
