"""What is old is forgotten at the start and every day, whichever doors are open."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from articles import LIBRARY
from databases import sqlite

from bot.assistant.desk import Desk
from bot.assistant.privacy import Privacy
from bot.assistant.retention import Retention
from bot.errors import LibraryUnavailable
from bot.library import Library
from bot.model import PUBLIC
from bot.notebook import WEB, Notebook
from bot.retrieval.memory import MemoryEngine

DAYS = 90


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A database with one article."""
    url = sqlite(tmp_path / "zhaiyin.db")
    library = Library.at(url)
    library.add(LIBRARY)
    library.close()
    return url


@pytest.fixture
def desk(url: str) -> Iterator[Desk]:
    """Where the article is asked."""
    library = Library.at(url)
    yield Desk(library, MemoryEngine)
    library.close()


def _note(url: str, question: str, days_ago: int) -> None:
    moment = datetime.now(UTC) - timedelta(days=days_ago)
    notebook = Notebook.at(url, styles=(), now=partial(_same, moment))
    notebook.note_unanswered(WEB, PUBLIC, question)
    notebook.close()


def _same(moment: datetime) -> datetime:
    return moment


def _report(_: LibraryUnavailable) -> None:
    raise AssertionError("nothing fails here")


class _Counting(Privacy):
    """Counts how often it forgets, and ends the retention after `most` times."""

    def __init__(self, desk: Desk, notebook: Notebook, most: int) -> None:
        super().__init__(desk, notebook)
        self.times, self._most = 0, most
        self.retention: Retention | None = None

    def forget_older_than(self, days: int) -> None:
        """Forget, as the real one does."""
        self.times += 1
        if self.times == self._most and self.retention is not None:
            self.retention.stop()
        super().forget_older_than(days)


class _Broken(Privacy):
    """Cannot forget today."""

    def forget_older_than(self, days: int) -> None:
        """Fail."""
        raise LibraryUnavailable(f"the library's database failed ({days}); try again")


def test_what_is_older_goes_and_the_rest_stays(url: str, desk: Desk) -> None:
    """At once, not a day after the start."""
    _note(url, "旧问题", 91)
    _note(url, "新问题", 1)
    notebook = Notebook.at(url, styles=())
    retention = Retention(Privacy(desk, notebook), DAYS, _report)
    retention.stop()
    retention.run()
    assert [("新问题",)] == [gap.questions for gap in notebook.gaps(WEB, days=3650)]
    notebook.close()


def test_it_goes_on_until_it_is_stopped(url: str, desk: Desk) -> None:
    """Once every pause, in a thread of its own or not."""
    notebook = Notebook.at(url, styles=())
    privacy = _Counting(desk, notebook, most=3)
    privacy.retention = Retention(privacy, DAYS, _report)
    thread = threading.Thread(target=privacy.retention.run, args=(0.0,))
    thread.start()
    thread.join()
    assert 3 == privacy.times
    notebook.close()


def test_a_failure_is_reported_and_ends_nothing(url: str, desk: Desk) -> None:
    """The next day it is tried again."""
    notebook, reported = Notebook.at(url, styles=()), list[str]()
    retention: Retention

    def report(error: LibraryUnavailable) -> None:
        reported.append(str(error))
        if len(reported) == 2:
            retention.stop()

    retention = Retention(_Broken(desk, notebook), DAYS, report)
    retention.run(pause_s=0.0)
    assert ["the library's database failed (90); try again"] * 2 == reported
    notebook.close()
