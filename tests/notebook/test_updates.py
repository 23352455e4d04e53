"""Updates seen, over threads, processes and restarts."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, insert, select

from bot.answering.quoting.citation import STYLES
from bot.notebook import Notebook
from bot.notebook.updates import MAX_UPDATES
from bot.storage.database import open_database
from bot.storage.schema import updates
from notebook.scene import MORNING, Clock


def remembered(url: str) -> int:
    """How many updates the database holds."""
    engine = open_database(url)
    with engine.connect() as connection:
        count = connection.execute(select(func.count()).select_from(updates)).scalar_one()
    engine.dispose()
    return count


def test_an_update_is_new_once(notebook: Notebook) -> None:
    """Delivered again it is known, and others are not, nor one of the same number on another platform."""
    assert [True, False, True, True] == [notebook.is_new("telegram", update) for update in (7, 7, 6, 2**40)]
    assert notebook.is_new("discord", 7)


def test_an_update_is_new_once_across_restarts(url: str) -> None:
    """The next process knows what the last one saw."""
    first = Notebook.at(url, styles=STYLES)
    assert first.is_new("telegram", 7)
    first.close()
    second = Notebook.at(url, styles=STYLES)
    assert not second.is_new("telegram", 7)
    second.close()


def test_an_update_is_new_to_one_of_many_threads_and_notebooks(url: str) -> None:
    """Eight threads with two notebooks race for each of 200 updates."""
    notebooks = [Notebook.at(url, styles=STYLES) for _ in range(2)]
    with ThreadPoolExecutor(8) as pool:
        tries = [(notebooks[i % 2], update) for update in range(200) for i in range(8)]
        first = [update for (_, update), new in zip(tries, pool.map(_ask, tries), strict=True) if new]
    assert list(range(200)) == sorted(first)
    for notebook in notebooks:
        notebook.close()


def _ask(attempt: tuple[Notebook, int]) -> bool:
    notebook, update = attempt
    return notebook.is_new("telegram", update)


def test_updates_of_two_days_ago_are_let_go(notebook: Notebook, url: str, clock: Clock) -> None:
    """Telegram keeps them for a day; the order of their ids says nothing."""
    for update in range(1000, 1600):
        notebook.is_new("telegram", update)
    clock.move(days=2)
    for update in range(600):
        notebook.is_new("telegram", update)
    assert 600 == remembered(url)
    assert not notebook.is_new("telegram", 599)


def test_no_more_than_ten_thousand_updates_are_kept_for_long(notebook: Notebook, url: str) -> None:
    """The newest of them are known however many there were."""
    engine = open_database(url)
    with engine.begin() as connection:
        connection.execute(
            insert(updates),
            [{"platform": "telegram", "update_id": n, "seen_at": MORNING} for n in range(MAX_UPDATES)],
        )
    engine.dispose()
    for update in range(MAX_UPDATES, MAX_UPDATES + 1100):
        notebook.is_new("telegram", update)
    assert MAX_UPDATES <= remembered(url) <= MAX_UPDATES + 512
    assert not notebook.is_new("telegram", 1100)
