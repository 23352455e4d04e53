"""Votes, one a person."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from identities import chat_id, person_id
from sqlalchemy import select

from bot.answering.quoting.citation import STYLES
from bot.notebook import WEB, Notebook, PersonId, Tally
from bot.storage.database import open_database
from bot.storage.schema import votes
from notebook.scene import ASKED, OTHER, PERSON


def test_each_person_has_one_vote(notebook: Notebook) -> None:
    """The other one takes its place, and nobody else's."""
    number = notebook.write(ASKED).number
    assert Tally(1, 0) == notebook.vote(number, PERSON, 1)[1]
    assert Tally(1, 1) == notebook.vote(number, OTHER, -1)[1]
    assert Tally(0, 2) == notebook.vote(number, PERSON, -1)[1]


def test_the_same_vote_again_takes_it_back(notebook: Notebook) -> None:
    """It is pressed like a switch, in every door."""
    number = notebook.write(ASKED).number
    pressed = [notebook.vote(number, PERSON, value) for value in (1, 1, 1, -1, -1)]
    assert [
        (1, Tally(1, 0)),
        (0, Tally(0, 0)),
        (1, Tally(1, 0)),
        (-1, Tally(0, 1)),
        (0, Tally(0, 0)),
    ] == pressed


def test_a_browser_is_nobody_on_telegram(notebook: Notebook) -> None:
    """Whatever name it gives itself; what is kept of it is a keyed hash too."""
    assert notebook.hash_person(PERSON) != notebook.hash_person(PersonId("web", str(PERSON.id)))
    assert (
        notebook.hash_person(PersonId("web", "ab"))
        == notebook.hash_person(PersonId("web", "ab"))
        != notebook.hash_person(PersonId("web", "ba"))
    )
    assert 64 == len(notebook.hash_person(PersonId("web", "ab")))


def test_a_page_gives_an_answer_once(notebook: Notebook) -> None:
    """Who votes on the same quotation votes on the same answer; a changed article makes another, as does a chat."""
    page = replace(ASKED, chat=WEB, topic_id=None, asked_message_id=None)
    first = notebook.write_once(page)
    again = notebook.write_once(replace(page, question="图书馆每周开放多久"))
    changed = notebook.write_once(replace(page, hits=(replace(page.hits[0], text_hash="1" * 64),)))
    assert first.number == again.number != changed.number
    own = notebook.write(replace(ASKED, chat=chat_id(7)))
    assert own.number != notebook.write_once(replace(page, chat=chat_id(7))).number


def test_votes_are_counted_for_each_answer(notebook: Notebook) -> None:
    """A vote on one is none on another."""
    first, second = notebook.write(ASKED).number, notebook.write(ASKED).number
    notebook.vote(first, PERSON, 1)
    assert Tally(0, 1) == notebook.vote(second, PERSON, -1)[1]


def test_a_vote_on_a_forgotten_answer_counts_nothing(notebook: Notebook) -> None:
    """Its buttons may still stand in a chat."""
    assert Tally(0, 0) == notebook.vote(99, PERSON, 1)[1]
    assert notebook.stored_counts(chat_id(1), PERSON).votes == 0


@pytest.mark.parametrize("value", [2, -2])
def test_a_vote_is_up_down_or_none(notebook: Notebook, value: int) -> None:
    """Nobody counts twice."""
    with pytest.raises(ValueError, match=r"^a vote is"):
        notebook.vote(notebook.write(ASKED).number, PERSON, value)


def test_votes_cast_at_once_are_all_counted(notebook: Notebook) -> None:
    """Twenty persons at one moment."""
    number = notebook.write(ASKED).number
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda person: notebook.vote(number, person_id(person), 1), range(20)))
    assert Tally(20, 1) == notebook.vote(number, PERSON, -1)[1]


def test_who_voted_cannot_be_read(notebook: Notebook, url: str) -> None:
    """The table holds a keyed hash, and no id in any spelling."""
    notebook.vote(notebook.write(ASKED).number, PERSON, 1)
    engine = open_database(url)
    with engine.connect() as connection:
        assert [notebook.hash_person(PERSON)] == list(connection.scalars(select(votes.c.person)))
    engine.dispose()
    assert str(PERSON.id) not in notebook.hash_person(PERSON)


def test_every_database_has_a_secret_of_its_own(
    notebook: Notebook, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A hash made in one says nothing in another."""
    other = Notebook.at(f"sqlite:///{tmp_path_factory.mktemp('other') / 'zhaiyin.db'}", styles=STYLES)
    assert notebook.hash_person(PERSON) != other.hash_person(PERSON)
    other.close()


def test_a_vote_that_may_be_counted_already_is_not_taken_back(notebook: Notebook) -> None:
    """A press that is handled again after a kill counts once."""
    number = notebook.write(ASKED).number
    notebook.vote(number, PERSON, 1)
    assert (1, Tally(1, 0)) == notebook.vote(number, PERSON, 1, repeated=True)
