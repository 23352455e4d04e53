"""The secret of links is replaced, and links of before work for a while."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from bot.notebook import ChatId, Notebook

CHAT = ChatId("telegram", 7)
DAY = timedelta(days=1)


@pytest.fixture
def now() -> list[datetime]:
    """The time, which a test moves on."""
    return [datetime(2026, 1, 1, tzinfo=UTC)]


@pytest.fixture
def notebook(url: str, now: list[datetime]) -> Iterator[Notebook]:
    """A notebook with that clock."""
    with closing(Notebook.at(url, styles=["gbt7714"], now=lambda: now[0])) as notebook:
        yield notebook


def test_a_key_of_before_opens_until_its_time_is_over(notebook: Notebook, now: list[datetime]) -> None:
    """The new one at once, and after that; so do ballots."""
    before, ballot = notebook.key(CHAT), notebook.sign("ballot", "a")
    notebook.rotate(7 * DAY)
    after = notebook.key(CHAT)
    assert before != after
    for days, opens in ((0, True), (6, True), (8, False)):
        now[0] = datetime(2026, 1, 1, tzinfo=UTC) + days * DAY
        assert (opens, True) == (
            notebook.shelf_for_key(before) is not None,
            notebook.shelf_for_key(after) is not None,
        )
        assert opens == notebook.signed(ballot, "ballot", "a")
    assert notebook.signed(notebook.sign("ballot", "a"), "ballot", "a")
    assert not notebook.signed(ballot, "ballot", "b")


def test_a_second_rotation_keeps_the_time_of_the_first(notebook: Notebook, now: list[datetime]) -> None:
    """Of several secrets of before each ends in its time."""
    first = notebook.key(CHAT)
    notebook.rotate(7 * DAY)
    second = notebook.key(CHAT)
    notebook.rotate(30 * DAY)
    now[0] += 8 * DAY
    assert notebook.shelf_for_key(first) is None
    assert notebook.shelf_for_key(second) is not None


def test_without_a_time_all_links_of_before_end_at_once(notebook: Notebook) -> None:
    """As after a leak; also those that an earlier rotation let live."""
    first = notebook.key(CHAT)
    notebook.rotate(7 * DAY)
    second = notebook.key(CHAT)
    notebook.rotate(0 * DAY)
    assert [None, None] == [notebook.shelf_for_key(key) for key in (first, second)]
    assert notebook.shelf_for_key(notebook.key(CHAT)) is not None


def test_another_notebook_of_the_same_database_follows(notebook: Notebook, url: str) -> None:
    """The bot that runs need not be started anew."""
    with closing(Notebook.at(url, styles=["gbt7714"])) as running:
        before = running.key(CHAT)
        notebook.rotate(0 * DAY)
        assert running.shelf_for_key(before) is None
        assert notebook.key(CHAT) == running.key(CHAT)
