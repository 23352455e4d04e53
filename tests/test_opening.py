"""Opening the database when the bot starts."""

import pytest
from sqlalchemy.exc import OperationalError

from bot.cli.opening import waited_for
from bot.errors import LibraryUnavailable

LOCKED = LibraryUnavailable("the library's database failed (database is locked); try again")
LOCKED.__cause__ = OperationalError("INSERT", None, Exception("database is locked"))


def test_a_database_that_is_locked_is_waited_for(capsys: pytest.CaptureFixture[str]) -> None:
    """With pauses that grow to a minute, and one line."""
    trials, pauses = iter([*[LOCKED] * 8, None]), list[float]()

    def opened() -> str:
        if error := next(trials):
            raise error
        return "opened"

    assert "opened" == waited_for(opened, pauses.append)
    assert [1, 2, 4, 8, 16, 32, 60, 60] == pauses
    assert 1 == len(capsys.readouterr().err.splitlines())


def test_one_that_cannot_be_opened_is_not() -> None:
    """Its address is wrong, which no waiting mends."""

    def opened() -> str:
        raise LibraryUnavailable("nowhere: the library cannot be opened")

    with pytest.raises(LibraryUnavailable, match="nowhere"):
        waited_for(opened)
