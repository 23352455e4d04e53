"""A small shelf is read straight from SQLite's file, the same as through the library."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from bot.library import Library
from bot.model import Article, Heading, Source
from bot.storage.shelf_file import read_shelf

FULL = Article(
    Source(
        title="渡口的灯",
        author="石田",
        author_post="值守员",
        publication="河岸日报",
        edition="3",
        edition_name="民生",
        column="见闻",
        published=date(2024, 5, 6),
        url="https://example.org/lamp",
        rights="保留",
        digest=True,
    ),
    "一、点灯\n渡口的灯每晚六点点亮。",
    headings=(Heading(1, 2),),
)
BARE = Article(Source(title="A ferry", language="en"), "The ferry crosses the river twice an hour.")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of the library's database."""
    return tmp_path / "zhaiyin.db"


@pytest.fixture
def library(file: Path) -> Iterator[Library]:
    """A library in that file, with two articles on its public shelf."""
    with closing(Library.at(f"sqlite:///{file}")) as library:
        library.add(FULL)
        library.add(BARE)
        yield library


def test_the_articles_are_those_of_the_library(library: Library, file: Path) -> None:
    """With every field of their sources, in the same order, beside the revision."""
    found = read_shelf(file, "public")
    assert found is not None
    assert (library.articles(), library.revision()) == found


def test_another_edition_keeps_its_id(library: Library, file: Path) -> None:
    """An id that is not made of the text is read like any other."""
    library.put(BARE.under("kept234567"))
    found = read_shelf(file, "public")
    assert found is not None
    assert [article.id for article in library.articles()] == [article.id for article in found.articles]


def test_a_shelf_that_is_not_there_is_left_to_the_library(library: Library, file: Path) -> None:
    """It knows what to say of one."""
    assert read_shelf(file, "elsewhere") is None
    assert read_shelf(file.with_name("other.db"), "public") is None
    assert not file.with_name("other.db").exists()


def test_a_large_shelf_is_left_to_the_library(library: Library, file: Path) -> None:
    """One of many characters, or of many articles, has an index kept."""
    library.add(Article(Source(title="长"), "河" * 200_000))
    assert read_shelf(file, "public") is None
    for number in range(101):
        library.add(Article(Source(title=f"短{number}"), f"第{number}条。"), "small")
    assert read_shelf(file, "small") is None


def test_tables_of_another_version_are_left_to_the_library(library: Library, file: Path) -> None:
    """They have to be migrated first, or the bot is too old for them."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
        connection.commit()
    assert read_shelf(file, "public") is None


def test_a_damaged_file_is_left_to_the_library(file: Path) -> None:
    """The library tells what is wrong with it."""
    file.write_bytes(b"no database at all" * 100)
    assert read_shelf(file, "public") is None
