"""What is kept, for how long, and forgetting it."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.notebook import ChatSettings, Kept, Notebook, Tally
from notebook.scene import ASKED, GROUP, OTHER, PERSON, Clock

NOTHING = Kept(settings=False, answers=0, unanswered=0, asked=0, votes=0)


@pytest.fixture
def number(notebook: Notebook) -> int:
    """An answer of PERSON's in GROUP, voted on by both, with all else there can be."""
    notebook.change(GROUP, length="full")
    notebook.change(PERSON, length="full")
    notebook.unanswered(GROUP, "public", "停车场在哪里？")
    notebook.unanswered(PERSON, "public", "借书证怎么办？")
    number = notebook.write(replace(ASKED, asker=notebook.person(PERSON))).number
    notebook.write(replace(ASKED, asked_message_id=21, asker=notebook.person(OTHER)))
    notebook.pressed(number, PERSON, 1)
    notebook.pressed(number, OTHER, -1)
    return number


def test_what_is_kept_is_counted(notebook: Notebook, number: int) -> None:
    """Of the chat, and of the person in all chats."""
    assert Kept(settings=True, answers=2, unanswered=1, asked=1, votes=1) == notebook.kept(GROUP, PERSON)
    assert Kept(settings=True, answers=2, unanswered=1, asked=0, votes=0) == notebook.kept(GROUP)
    assert NOTHING == notebook.kept(99, 99)


def test_forgetting_a_person_leaves_nothing_of_them_and_all_of_others(
    notebook: Notebook, number: int
) -> None:
    """What they asked for and voted in any chat goes, and their private chat."""
    second = notebook.given_to(GROUP, 21)
    assert second is not None
    notebook.pressed(second.number, PERSON, 1)
    notebook.forget_person(PERSON)
    assert NOTHING == notebook.kept(PERSON, PERSON)
    assert notebook.given(number) is None
    assert Kept(settings=True, answers=1, unanswered=1, asked=1, votes=0) == notebook.kept(GROUP, OTHER)
    assert Tally(0, 1) == notebook.pressed(second.number, OTHER, -1)[1]


def test_forgetting_a_chat_leaves_nothing_of_it(notebook: Notebook, number: int) -> None:
    """Settings are the defaults again; other chats stay."""
    notebook.forget_chat(GROUP)
    assert NOTHING == notebook.kept(GROUP, OTHER)
    assert ChatSettings() == notebook.settings(GROUP)
    assert Kept(settings=True, answers=0, unanswered=1, asked=0, votes=0) == notebook.kept(PERSON)


def test_the_number_of_a_forgotten_answer_is_not_given_again(notebook: Notebook, number: int) -> None:
    """A button left in one chat must not open an answer of another."""
    notebook.forget_chat(GROUP)
    assert notebook.write(ASKED).number > number + 1


def test_what_is_older_than_the_retention_is_forgotten(notebook: Notebook, number: int, clock: Clock) -> None:
    """Answers, votes and gaps go; settings stay."""
    clock.move(days=30)
    kept = notebook.write(replace(ASKED, asked_at=clock())).number
    notebook.unanswered(GROUP, "public", "松木书架多少钱？")
    clock.move(days=1)
    notebook.forget_older_than(days=30)
    assert Kept(settings=True, answers=1, unanswered=1, asked=0, votes=0) == notebook.kept(GROUP, PERSON)
    assert notebook.given(kept) is not None


def test_what_was_forgotten_cannot_be_found_in_the_files(
    notebook: Notebook, url: str, number: int, tmp_path: Path
) -> None:
    """Deleted text is overwritten in SQLite's file and gone from its journal."""
    if not url.startswith("sqlite"):
        pytest.skip("PostgreSQL cleans up by itself, in its own time")
    secret = "谁也不该再看到这一句"
    notebook.write(replace(ASKED, question=secret, asker=notebook.person(PERSON)))
    notebook.unanswered(PERSON, "public", secret)
    assert _stands_in_files(secret, tmp_path)
    notebook.forget_person(PERSON)
    assert not _stands_in_files(secret, tmp_path)


def _stands_in_files(text: str, folder: Path) -> bool:
    return any(text.encode() in file.read_bytes() for file in folder.glob("zhaiyin.db*"))
