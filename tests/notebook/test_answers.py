"""Answers given, as buttons, edits and repeated questions need them."""

from dataclasses import replace
from datetime import timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.quoting.citation import STYLES
from bot.model import ShelfRef
from bot.notebook import ChatId, GivenAnswer, Notebook, QuotedPassage, Tally
from bot.notebook.answers import question_key
from notebook.scene import ASKED, GROUP, MORNING, OTHER, PERSON, PRIVATE, Clock

FEW_MINUTES = timedelta(minutes=5)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
POSITIONS = st.integers(0, 2**31 - 1)
QUOTED = st.builds(QuotedPassage, TEXT, TEXT, POSITIONS, POSITIONS, POSITIONS)
GIVEN = st.builds(
    GivenAnswer,
    chat=st.builds(ChatId, st.sampled_from(["telegram", "discord"]), st.integers(-(2**52), 2**52)),
    question=TEXT,
    shelf=st.text("abc", min_size=1, max_size=64).map(ShelfRef.parse),
    shelf_revision=POSITIONS,
    hits=st.lists(QUOTED, max_size=3).map(tuple),
    position=POSITIONS,
    asked_at=st.timedeltas(timedelta(-20000), timedelta(20000)).map(
        lambda since: (MORNING + since).astimezone(timezone(timedelta(hours=8)))
    ),
)


@settings(max_examples=60)
@given(answer=GIVEN)
def test_any_answer_survives_a_round_trip(notebook: Notebook, answer: GivenAnswer) -> None:
    """What comes out is what went in, character for character, and the very moment."""
    written = notebook.write(answer)
    assert replace(answer, number=written.number) == notebook.answer(written.number)


def test_a_question_of_the_greatest_length_is_kept(notebook: Notebook) -> None:
    """4,096 characters outside the basic plane, which an index could not hold."""
    written = notebook.write(replace(ASKED, question="𠮷" * 4096))
    assert written == notebook.answer(written.number)


def test_an_answer_is_found_by_its_number_and_by_its_question(notebook: Notebook) -> None:
    """Also by a notebook opened later."""
    written = notebook.write(ASKED)
    notebook.note_message(written.number, 12)
    expected = replace(written, answer_message_id=12)
    assert expected == notebook.answer(written.number)
    assert expected == notebook.answer_to(GROUP, 11)


def test_answers_outlive_the_process(url: str) -> None:
    """A button of yesterday works today."""
    first = Notebook.at(url, styles=STYLES)
    written = first.write(replace(ASKED, asker=first.hash_person(PERSON)))
    first.close()
    second = Notebook.at(url, styles=STYLES)
    assert written == second.answer(written.number)
    assert written.asker == second.hash_person(PERSON)
    second.close()


def test_what_was_never_given_is_not_found(notebook: Notebook) -> None:
    """Nor is an answer of another chat."""
    notebook.note_message(notebook.write(ASKED).number, 12)
    assert notebook.answer(99) is None
    assert notebook.answer_to(PRIVATE, 11) is None


def test_the_hit_shown_is_remembered(notebook: Notebook) -> None:
    """Two persons who page see the same."""
    written = notebook.write(ASKED)
    notebook.note_position(written.number, 1)
    assert replace(written, position=1) == notebook.answer(written.number)


def test_the_answer_to_an_edited_question_keeps_its_number(notebook: Notebook) -> None:
    """Its buttons stay its own, but votes on the old answer are gone."""
    old = notebook.write(ASKED)
    notebook.vote(old.number, PERSON, 1)
    edited = notebook.write(replace(old, question="老人在哪里识字？", hits=(), shelf_revision=5))
    assert old.number == edited.number
    assert edited == notebook.answer_to(GROUP, 11)
    assert Tally(1, 0) == notebook.vote(edited.number, OTHER, 1)[1]


def test_writing_in_the_place_of_a_forgotten_answer_gives_a_new_number(notebook: Notebook) -> None:
    """Forgotten is forgotten, also for the number."""
    old = notebook.write(ASKED)
    notebook.forget_chat(GROUP)
    new = notebook.write(old)
    assert old.number != new.number
    assert new == notebook.answer(new.number)


def test_the_same_question_asked_lately_is_found(notebook: Notebook, clock: Clock) -> None:
    """Punctuation, width, case and script aside; for five minutes, the last of them included."""
    written = notebook.write(ASKED)
    notebook.note_message(written.number, 12)
    clock.move(minutes=5)
    found = notebook.recent_answer(GROUP, 3, " 圖書館 每週開放多久?!", FEW_MINUTES)
    assert replace(written, answer_message_id=12) == found
    clock.move(seconds=1)
    assert notebook.recent_answer(GROUP, 3, ASKED.question, FEW_MINUTES) is None


@pytest.mark.parametrize(
    ("chat", "topic_id", "question"),
    [(PRIVATE, 3, ASKED.question), (GROUP, None, ASKED.question), (GROUP, 3, "图书馆每周开放几天？")],
)
def test_another_chat_topic_or_question_is_not_the_same(
    notebook: Notebook, chat: ChatId, topic_id: int | None, question: str
) -> None:
    """A link goes only to an answer that stands in the same place."""
    notebook.note_message(notebook.write(ASKED).number, 12)
    assert notebook.recent_answer(chat, topic_id, question, FEW_MINUTES) is None


def test_an_answer_not_yet_sent_cannot_be_linked_to(notebook: Notebook) -> None:
    """A second question that comes while the first is being answered gets its own answer."""
    notebook.write(ASKED)
    assert notebook.recent_answer(GROUP, 3, ASKED.question, FEW_MINUTES) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("C 是什么", "C++ 是什么"), ("C++", "C#"), ("3.5 是什么", "35 是什么"), ("🤔", "😀"), ("？", "！")],
)
def test_questions_that_differ_in_more_than_punctuation_are_apart(one: str, other: str) -> None:
    """A wrong link is worse than a second answer."""
    assert question_key(one) != question_key(other)


def test_a_time_without_a_zone_is_refused(notebook: Notebook) -> None:
    """It would mean another moment on another server."""
    with pytest.raises(Exception, match="without a zone"):
        notebook.write(replace(ASKED, asked_at=MORNING.replace(tzinfo=None)))
