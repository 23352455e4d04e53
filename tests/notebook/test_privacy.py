"""What is kept, for how long, and forgetting it."""

from dataclasses import replace
from pathlib import Path

import pytest
from identities import chat_id, person_id

from bot.model import PUBLIC
from bot.notebook import ChatSettings, Notebook, StoredCounts, Tally
from notebook.scene import ASKED, GROUP, OTHER, PERSON, PRIVATE, Clock

NOTHING = StoredCounts(settings=False, answers=0, unanswered=0, asked=0, votes=0)


@pytest.fixture
def number(notebook: Notebook) -> int:
    """An answer of PERSON's in GROUP, voted on by both, with all else there can be."""
    notebook.change(GROUP, length="full")
    notebook.change(PRIVATE, length="full")
    notebook.note_unanswered(GROUP, PUBLIC, "停车场在哪里？")
    notebook.note_unanswered(PRIVATE, PUBLIC, "借书证怎么办？")
    number = notebook.write(replace(ASKED, asker=notebook.hash_person(PERSON))).number
    notebook.write(replace(ASKED, asked_message_id=21, asker=notebook.hash_person(OTHER)))
    notebook.vote(number, PERSON, 1)
    notebook.vote(number, OTHER, -1)
    return number


def test_what_is_kept_is_counted(notebook: Notebook, number: int) -> None:
    """Of the chat, and of the person in all chats."""
    assert StoredCounts(settings=True, answers=2, unanswered=1, asked=1, votes=1) == notebook.stored_counts(
        GROUP, PERSON
    )
    assert StoredCounts(settings=True, answers=2, unanswered=1, asked=0, votes=0) == notebook.stored_counts(
        GROUP
    )
    assert NOTHING == notebook.stored_counts(chat_id(99), person_id(99))


def test_forgetting_a_person_leaves_nothing_of_them_and_all_of_others(
    notebook: Notebook, number: int
) -> None:
    """What they asked for and voted in any chat goes; the chats stay."""
    second = notebook.answer_to(GROUP, 21)
    assert second is not None
    notebook.vote(second.number, PERSON, 1)
    notebook.forget_person(PERSON)
    assert replace(NOTHING, settings=True, unanswered=1) == notebook.stored_counts(PRIVATE, PERSON)
    assert notebook.answer(number) is None
    assert StoredCounts(settings=True, answers=1, unanswered=1, asked=1, votes=0) == notebook.stored_counts(
        GROUP, OTHER
    )
    assert Tally(0, 1) == notebook.vote(second.number, OTHER, -1)[1]


def test_forgetting_a_chat_leaves_nothing_of_it(notebook: Notebook, number: int) -> None:
    """Settings are the defaults again; other chats stay."""
    notebook.forget_chat(GROUP)
    assert NOTHING == notebook.stored_counts(GROUP, OTHER)
    assert ChatSettings() == notebook.settings(GROUP)
    assert StoredCounts(settings=True, answers=0, unanswered=1, asked=0, votes=0) == notebook.stored_counts(
        PRIVATE
    )


def test_the_number_of_a_forgotten_answer_is_not_given_again(notebook: Notebook, number: int) -> None:
    """A button left in one chat must not open an answer of another."""
    notebook.forget_chat(GROUP)
    assert notebook.write(ASKED).number > number + 1


def test_what_is_older_than_the_retention_is_forgotten(notebook: Notebook, number: int, clock: Clock) -> None:
    """Answers, votes and gaps go; settings stay."""
    clock.move(days=30)
    kept = notebook.write(replace(ASKED, asked_at=clock())).number
    notebook.note_unanswered(GROUP, PUBLIC, "松木书架多少钱？")
    clock.move(days=1)
    notebook.forget_older_than(days=30)
    assert StoredCounts(settings=True, answers=1, unanswered=1, asked=0, votes=0) == notebook.stored_counts(
        GROUP, PERSON
    )
    assert notebook.answer(kept) is not None


def test_what_was_forgotten_cannot_be_found_in_the_files(
    notebook: Notebook, url: str, number: int, tmp_path: Path
) -> None:
    """Deleted text is overwritten in SQLite's file and gone from its journal."""
    if not url.startswith("sqlite"):
        pytest.skip("PostgreSQL cleans up by itself, in its own time")
    secret = "谁也不该再看到这一句"
    notebook.write(replace(ASKED, question=secret, asker=notebook.hash_person(PERSON)))
    notebook.note_unanswered(PRIVATE, PUBLIC, secret)
    assert _stands_in_files(secret, tmp_path)
    notebook.forget_person(PERSON)
    notebook.forget_chat(PRIVATE)
    assert not _stands_in_files(secret, tmp_path)


def _stands_in_files(text: str, folder: Path) -> bool:
    return any(text.encode() in file.read_bytes() for file in folder.glob("zhaiyin.db*"))
