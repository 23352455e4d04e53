"""A notebook in every kind of database there is."""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bot.answering.citation import STYLES
from bot.notebook import Notebook
from notebook.scene import Clock

POSTGRES = os.environ.get("ZHAIYIN_TEST_POSTGRES_URL")
"""A database that tests may make schemas in, like postgresql+psycopg://postgres@127.0.0.1/test."""


@pytest.fixture
def clock() -> Clock:
    """A clock at half past nine."""
    return Clock()


@pytest.fixture(params=["sqlite", *(["postgresql"] if POSTGRES else [])])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, of PostgreSQL too where `ZHAIYIN_TEST_POSTGRES_URL` names one."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'zhaiyin.db'}"
        return
    assert POSTGRES is not None
    schema = f"test_{uuid4().hex}"
    engine = create_engine(POSTGRES)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    address = make_url(POSTGRES).update_query_dict({"options": f"-csearch_path={schema}"})
    yield address.render_as_string(hide_password=False)
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


@pytest.fixture
def notebook(url: str, clock: Clock) -> Iterator[Notebook]:
    """An empty notebook."""
    notebook = Notebook.at(url, styles=STYLES, now=clock)
    yield notebook
    notebook.close()
