"""What is old is forgotten also where there is only the page in the browser."""

import threading
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.cli.remembering import forget_daily
from bot.errors import LibraryUnavailable
from bot.notebook import WEB, Notebook


class _Broken(Notebook):
    """A notebook that cannot forget today."""

    def forget_older_than(self, days: int) -> None:
        raise LibraryUnavailable("the library's database failed; try again")


def _url(folder: Path) -> str:
    return f"sqlite:///{folder / 'zhaiyin.db'}"


def _same(moment: datetime) -> datetime:
    return moment


def test_what_is_older_goes_and_the_rest_stays(tmp_path: Path) -> None:
    """At once, not a day after the start."""
    now = datetime.now(UTC)
    for days, question in ((91, "旧问题"), (1, "新问题")):
        moment = now - timedelta(days=days)
        writing = Notebook.at(_url(tmp_path), styles=(), now=partial(_same, moment))
        writing.note_unanswered(WEB, "public", question)
        writing.close()
    notebook, stopped = Notebook.at(_url(tmp_path), styles=()), threading.Event()
    stopped.set()
    forget_daily(notebook, 90, stopped)
    assert [("新问题",)] == [gap.questions for gap in notebook.gaps(WEB, days=3650)]
    notebook.close()


def test_a_failure_is_told_and_ends_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In a line, without a traceback."""
    notebook, stopped = _Broken.at(_url(tmp_path), styles=()), threading.Event()
    stopped.set()
    forget_daily(notebook, 90, stopped)
    assert "zhaiyin: the library's database failed; try again\n" == capsys.readouterr().err
    notebook.close()
