"""From a library of any earlier version to one of today."""

import subprocess
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from articles import LIBRARY, NOTE
from notebook.scene import ASKED, GROUP, MORNING
from sqlalchemy import Engine, MetaData, create_engine, insert, inspect, select

import bot.storage
from bot.answering.quoting.citation import STYLES
from bot.library import Library
from bot.model import Article
from bot.notebook import Adders, ChatSettings, Length, Notebook
from bot.storage.database import open_database
from bot.storage.schema import HEAD, metadata

MIGRATIONS = Path(bot.storage.__file__).parent / "migrations"


def migrate(url: str, revision: str) -> None:
    """Bring the database up or down to `revision`."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(url)
    up = not inspect(engine).has_table("chats")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        (command.upgrade if up else command.downgrade)(config, revision)
    engine.dispose()


REVISIONS = [
    script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions() if script.revision != HEAD
]


@pytest.fixture
def url(empty_url: str) -> str:
    """Migrations begin with an empty database."""
    return empty_url


@pytest.fixture
def old(url: str) -> str:
    """A library that knows no notebook, with two articles."""
    migrate(url, "0001")
    engine = create_engine(url)
    assert not inspect(engine).has_table("chats")
    _put(engine, LIBRARY, "public")
    _put(engine, NOTE, "club")
    engine.dispose()
    return url


def _put(engine: Engine, article: Article, shelf: str) -> None:
    """Puts the article on the shelf as version 0.1 did."""
    tables = MetaData()
    tables.reflect(engine)
    row = {
        **asdict(article.source),
        "shelf": shelf,
        "id": article.id,
        "text": article.text,
        "text_hash": article.text_hash,
        "origin": "handed",
        "added_at": datetime.now(UTC),
    }
    shelves, articles = tables.tables["shelves"], tables.tables["articles"]
    with engine.begin() as connection:
        connection.execute(shelves.delete().where(shelves.c.name == shelf))
        connection.execute(shelves.insert().values(name=shelf, revision=1))
        connection.execute(articles.insert().values(row))


def test_articles_survive_the_migration(old: str) -> None:
    """Every shelf, its articles and its revision are as before."""
    library = Library.at(old)
    assert (LIBRARY,) == library.articles()
    assert (NOTE,) == library.articles("club")
    assert 1 == library.revision()
    library.close()


def test_a_migrated_library_has_a_notebook(old: str) -> None:
    """It is written to as a new one is."""
    notebook = Notebook.at(old, styles=STYLES)
    written = notebook.write(ASKED)
    assert written == notebook.answer(written.number)
    notebook.close()


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_library_of_any_earlier_version_keeps_what_it_held(url: str, revision: str) -> None:
    """Article, chat and answer are there after the migration, and the tables are as if they were made today."""
    migrate(url, revision)
    engine = create_engine(url)
    _put(engine, LIBRARY, "public")
    remembers = inspect(engine).has_table("chats")
    if remembers:
        _remember(engine)
    engine.dispose()
    engine = open_database(url)
    notebook = Notebook(engine, styles=STYLES)
    assert (LIBRARY,) == Library(engine).articles()
    assert ("full" if remembers else "short") == notebook.settings(GROUP).length
    assert remembers == (notebook.answer(5) is not None)
    assert notebook.write(ASKED).number > (5 if remembers else 0)
    with engine.connect() as connection:
        assert [] == compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()


def _remember(engine: Engine) -> None:
    """A chat with a setting, and answer number 5, in the tables as they stand."""
    tables = MetaData()
    tables.reflect(engine)
    chat = {
        "citation_style": "gbt7714",
        "length": "full",
        "quiet": "reaction",
        "buttons": True,
        "lookup": False,
    }
    answer = {
        "question": "？",
        "question_key": "",
        "shelf": "public",
        "shelf_revision": 1,
        "hits": [],
        "position": 0,
    }
    names = {name: value for name, value in GROUP.columns().items() if name in tables.tables["chats"].columns}
    with engine.begin() as connection:
        connection.execute(insert(tables.tables["chats"]), {**names, "shelf": "public", **chat})
        connection.execute(insert(tables.tables["answers"]), [{**answer, **names, "asked_at": MORNING}] * 5)


def test_a_chat_that_chose_before_lets_admins_add(url: str) -> None:
    """As before; what it chose stays, and it can choose again."""
    notebook = Notebook.at(url, styles=STYLES)
    notebook.change(GROUP, length="full")
    notebook.close()
    migrate(url, "0003")
    migrated = Notebook.at(url, styles=STYLES)
    assert ChatSettings(length=Length.FULL, adding=Adders.ADMINS) == migrated.settings(GROUP)
    assert Adders.EVERYBODY is migrated.change(GROUP, adding="everybody").adding
    migrated.close()


def test_the_migration_makes_exactly_the_schema(url: str) -> None:
    """In every database: the tables in code and those that stand there are the same, and HEAD is the newest."""
    engine = open_database(url)
    with engine.connect() as connection:
        assert [] == compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    assert HEAD == ScriptDirectory(str(MIGRATIONS)).get_current_head()


def test_processes_that_open_a_new_database_at_once_all_find_it_ready(url: str) -> None:
    """One migrates, the others wait; none fails."""
    program = (
        "import sys; from bot.storage.database import open_database; open_database(sys.argv[1]).dispose()"
    )
    root = Path(bot.storage.__file__).parents[2]
    started = [subprocess.Popen([sys.executable, "-c", program, url], cwd=root) for _ in range(3)]
    assert [0, 0, 0] == [process.wait() for process in started]


def test_the_migration_can_be_taken_back(old: str) -> None:
    """The articles stay, the notebook goes."""
    open_database(old).dispose()
    migrate(old, "0001")
    engine = create_engine(old)
    assert not inspect(engine).has_table("answers")
    with engine.connect() as connection:
        tables = MetaData()
        tables.reflect(engine)
        texts = connection.scalars(select(tables.tables["articles"].c.text))
        assert {LIBRARY.text, NOTE.text} == set(texts)
    engine.dispose()
