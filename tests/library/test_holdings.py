"""What an index on disk reads of the library and keeps there, in every kind of database."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from articles import LIBRARY, NOTE
from databases import sqlite

from bot.errors import LibraryUnavailable
from bot.library import Library
from bot.model import Article, Source
from bot.storage.database import open_database
from bot.storage.transaction import is_passing

OTHER = Article(Source(title="另一篇"), "河上修了一座桥。")


def test_what_changed_is_told_by_id(library: Library) -> None:
    """Added, corrected and removed ones alike, each once; nothing if nothing did."""
    library.add(LIBRARY, "s")
    since = library.revision("s")
    library.add(NOTE, "s")
    library.amend(NOTE.id, Source(title="纪要"), "s")
    library.remove(LIBRARY.id, "s")
    assert (library.revision("s"), [NOTE.id, LIBRARY.id]) == library.holdings.changed("s", since)
    assert (library.revision("s"), []) == library.holdings.changed("s", library.revision("s"))


def test_who_is_too_far_behind_compares_everything(library: Library) -> None:
    """So does who never knew the shelf; of a shelf that is not there nothing is known."""
    library.add(LIBRARY, "s")
    assert (library.revision("s"), None) == library.holdings.changed("s", -1)
    assert (library.revision("s"), None) == library.holdings.changed("s", library.revision("s") - 7)
    assert (-1, []) == library.holdings.changed("nowhere", 3)


def test_articles_are_fetched_by_id(library: Library) -> None:
    """Those that there are, in the shelf's order."""
    for article in (LIBRARY, NOTE, OTHER):
        library.add(article, "s")
    assert [LIBRARY.id, NOTE.id, OTHER.id] == list(library.holdings.ids("s"))
    found = library.holdings.shelved("s", [OTHER.id, "nobody", NOTE.id])
    assert {OTHER.id: OTHER, NOTE.id: NOTE} == {one: kept.article for one, kept in found.items()}


def test_postings_are_kept_until_they_are_forgotten(library: Library) -> None:
    """By id and seal; what is no article's, or of another form, is swept; a dropped shelf leaves none."""
    library.add(NOTE, "s")
    holdings, keys = library.holdings, [(NOTE.id, "one:a"), (NOTE.id, "two:a"), ("gone", "one:b")]
    holdings.keep("s", dict.fromkeys(keys, b"counted"))
    holdings.keep("s", {keys[0]: b"again"})
    assert {NOTE.id: b"counted", "gone": b"counted"} == holdings.postings("s", [keys[0], keys[2]])
    holdings.forget_others("s", "one", library.revision("s") - 1)
    assert {NOTE.id, "gone"} == holdings.postings(
        "s", keys
    ).keys()  # it changed since, and somebody may need them
    holdings.forget_others("s", "one", library.revision("s"))
    assert {NOTE.id: b"counted"} == holdings.postings("s", keys)
    holdings.forget("s", keys[:1])
    assert {} == holdings.postings("s", keys)
    holdings.keep("s", {keys[0]: b"counted"})
    library.drop("s")
    assert {} == holdings.postings("s", keys)


def test_of_some_articles_only_the_postings_that_are_needed_stay(library: Library) -> None:
    """Those of all others are left alone."""
    library.add(NOTE, "s")
    keys = [("one", "old"), ("one", "new"), ("two", "old"), ("other", "old")]
    library.holdings.keep("s", dict.fromkeys(keys, b"counted"))
    library.holdings.forget_all_but("s", ["one", "two"], [("one", "new")])
    left = [key for key in keys if library.holdings.postings("s", [key])]
    assert [("one", "new"), ("other", "old")] == left


def test_a_copied_library_is_compared_anew(library: Library) -> None:
    """A shelf that was dropped and made again has another revision, whose changes nobody knows."""
    library.add(NOTE, "s")
    since = library.revision("s")
    library.drop("s")
    library.add(LIBRARY, "s")
    assert library.holdings.changed("s", since)[1] is None


def test_more_are_looked_up_than_one_statement_takes(library: Library) -> None:
    """Thousands of ids, of which few are there."""
    library.add(NOTE, "s")
    wanted = [*map(str, range(1200)), NOTE.id]
    assert {NOTE.id: NOTE.text_hash} == library.holdings.hashes("s", wanted)


def test_a_database_that_fails_is_told_as_that(tmp_path: Path) -> None:
    """Whatever is looked up, in one line that names the reason."""
    library = Library.at(sqlite(tmp_path / "zhaiyin.db"))
    library.add(NOTE, "s")
    with closing(sqlite3.connect(tmp_path / "zhaiyin.db", isolation_level=None)) as connection:
        for table in ("postings", "articles", "shelves"):
            connection.execute(f"ALTER TABLE {table} RENAME TO {table}_away")
    lookups: tuple[Callable[[], object], ...] = (
        lambda: library.holdings.postings("s", [(NOTE.id, "a")]),
        lambda: library.holdings.shelved("s", [NOTE.id]),
        lambda: library.revision("s"),
    )
    for looked_up, table in zip(lookups, ("postings", "articles", "shelves"), strict=True):
        with pytest.raises(LibraryUnavailable, match=f"no such table: {table}"):
            looked_up()
    library.close()


@pytest.mark.parametrize(
    "hurt",
    [
        "published = 'some day'",
        "published = 20240101",
        "headings = '{'",
        "headings = '[1, 2]'",
        "added_at = 'yesterday'",
        "text = X'ff'",
        "text = CAST(X'ff' AS TEXT)",
        "title = CAST(X'ff' AS TEXT)",
    ],
)
def test_an_article_whose_row_cannot_be_read_is_left_out(
    tmp_path: Path, hurt: str, caplog: pytest.LogCaptureFixture
) -> None:
    """One line tells of it; the others are found beside it, by whatever is looked up."""
    library = Library.at(sqlite(tmp_path / "zhaiyin.db"))
    library.add(NOTE, "s")
    library.add(OTHER, "s")
    with closing(sqlite3.connect(tmp_path / "zhaiyin.db", isolation_level=None)) as connection:
        connection.execute(f"UPDATE articles SET {hurt} WHERE id = ?", (NOTE.id,))
    assert {OTHER.id} == library.holdings.shelved("s", [NOTE.id, OTHER.id]).keys()
    assert [f"article left out, its row cannot be read id={NOTE.id}"] == [
        line.partition(" reason=")[0] for line in caplog.messages
    ]
    assert {NOTE.id, OTHER.id} == library.holdings.hashes("s", [NOTE.id, OTHER.id]).keys()
    assert OTHER.id in library.added_at("s")
    library.close()


def test_a_connection_that_somebody_closed_is_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It is not taken for a database in trouble, nobody gets it again, and the log has no traceback."""
    engine = open_database(sqlite(tmp_path / "zhaiyin.db"))
    library = Library(engine)
    library.add(NOTE, "s")
    pooled = engine.raw_connection()
    closed = pooled.driver_connection
    pooled.close()
    assert closed is not None
    closed.close()
    with pytest.raises(LibraryUnavailable, match="closed database") as raised:
        library.revision("s")
    assert not is_passing(raised.value)
    assert {NOTE.id: NOTE.text_hash} == library.holdings.hashes("s", [NOTE.id])
    assert [] == caplog.messages
    library.close()
