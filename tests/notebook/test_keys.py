"""Keys to a chat's own shelf."""

import string
from concurrent.futures import ThreadPoolExecutor

import pytest
from identities import chat_id
from sqlalchemy import select

from bot.answering.quoting.citation import STYLES
from bot.notebook import Notebook, OwnShelf
from bot.storage.database import open_database
from bot.storage.schema import keys
from notebook.scene import GROUP, PRIVATE


def test_a_key_opens_the_shelf_it_was_made_for(notebook: Notebook) -> None:
    """It is always the same one, another chat has another, and it tells nothing of the chat."""
    first, second = notebook.key(GROUP), notebook.key(PRIVATE)
    assert first == notebook.key(GROUP) != second
    assert OwnShelf(GROUP, notebook.own_shelf(GROUP)) == notebook.shelf_for_key(first)
    assert OwnShelf(PRIVATE, notebook.own_shelf(PRIVATE)) == notebook.shelf_for_key(second)
    assert str(abs(GROUP.id)) not in first
    assert set(first) <= {*string.ascii_letters, *string.digits, *"-_"}


def test_whatever_is_not_a_key_opens_nothing(notebook: Notebook) -> None:
    """Cut short, made longer, with one character changed, put together from two, made up."""
    one, other = notebook.key(GROUP), notebook.key(PRIVATE)
    changed = [one[:at] + ("A" if one[at] != "A" else "B") + one[at + 1 :] for at in range(len(one))]
    forged = [one[:16] + other[16:], other[:16] + one[16:], one[:-1], one + "A", one.swapcase(), f" {one}"]
    for key in (*changed, *forged, "", "A" * 38, "é" * 38, "\0" * 38, one[16:], "x" * 9999):
        assert notebook.shelf_for_key(key) is None


def test_forgotten_it_never_opens_anything_again(notebook: Notebook) -> None:
    """Nor does it open what the same chat puts on a shelf later, which has another key."""
    before = notebook.key(GROUP)
    notebook.forget_chat(GROUP)
    assert notebook.shelf_for_key(before) is None
    after = notebook.key(GROUP)
    assert before[:16] != after[:16]
    assert notebook.shelf_for_key(before) is None
    assert notebook.shelf_for_key(before[:16] + after[16:]) is None
    assert notebook.shelf_for_key(after) is not None
    own = notebook.key(PRIVATE)
    notebook.forget_chat(PRIVATE)
    assert notebook.shelf_for_key(own) is None


def test_it_goes_along_when_a_group_moves(notebook: Notebook) -> None:
    """Links that stand in the group still open its shelf; forgetting the new group is the end of them."""
    key, shelf = notebook.key(chat_id(-5)), notebook.own_shelf(chat_id(-5))
    other = notebook.key(GROUP)
    notebook.change(chat_id(-5), language="en")
    for _ in range(2):
        notebook.move_chat(chat_id(-5), GROUP)
        assert OwnShelf(GROUP, shelf) == notebook.shelf_for_key(key)
        assert notebook.shelf_for_key(other) is None
    notebook.forget_chat(GROUP)
    assert notebook.shelf_for_key(key) is None


def test_two_that_are_asked_for_at_once_are_one(notebook: Notebook) -> None:
    """Both open the shelf."""
    with ThreadPoolExecutor() as pool:
        made = set(pool.map(notebook.key, [GROUP] * 20))
    assert 1 == len(made)


def test_another_database_makes_other_keys(
    notebook: Notebook, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Also with the same handle in it: half of a key is a signature under the database's own secret."""
    key = notebook.key(GROUP)
    url = f"sqlite:///{tmp_path_factory.mktemp('other') / 'zhaiyin.db'}"
    other = Notebook.at(url, styles=STYLES)
    engine = open_database(url)
    with engine.begin() as connection:
        connection.execute(keys.insert(), {**GROUP.columns(), "handle": key[:16]})
    assert key[:16] == other.key(GROUP)[:16]
    assert key != other.key(GROUP)
    assert other.shelf_for_key(key) is None
    other.close()
    engine.dispose()


def test_what_stands_in_the_database_is_no_key(notebook: Notebook, url: str) -> None:
    """The table holds the half that says nothing."""
    key = notebook.key(GROUP)
    engine = open_database(url)
    with engine.connect() as connection:
        assert [key[:16]] == list(connection.scalars(select(keys.c.handle)))
    engine.dispose()


def test_a_signature_holds_for_its_parts_alone(notebook: Notebook) -> None:
    """In their order, and wherever one ends."""
    made = {notebook.sign(*parts) for parts in (("a", "b"), ("b", "a"), ("ab",), ("a", "b", ""), ("a\0b",))}
    assert 5 == len(made)
    assert notebook.sign("a", "b") in made
