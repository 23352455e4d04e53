"""Questions that found nothing or were voted down."""

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from identities import chat_id
from sqlalchemy import select

from bot.model import PUBLIC
from bot.notebook import WEB, Gap, Notebook
from bot.notebook.chats import of_chat
from bot.notebook.gaps import MAX_UNANSWERED, MissedQuestion, cluster_questions
from bot.storage.database import open_database
from bot.storage.schema import unanswered
from notebook.scene import ASKED, GROUP, OTHER, PERSON, PRIVATE, Clock

PARKING = "停车场在哪里？"


def test_questions_with_the_same_words_are_one_gap(notebook: Notebook) -> None:
    """Most asked first, in the words in which it is asked most often."""
    for question in ("借书证怎么办？", PARKING, "停车场在哪里", PARKING, "哪里有停车场"):
        notebook.note_unanswered(GROUP, PUBLIC, question)
    parking, card = notebook.gaps(GROUP)
    assert (PARKING, "哪里有停车场") == parking.questions
    assert (4, 0) == (parking.count, parking.down_votes)
    assert "停车场" in parking.words
    assert ("借书证怎么办？",) == card.questions


def test_the_oldest_of_very_many_are_forgotten(notebook: Notebook, url: str, clock: Clock) -> None:
    """Of the chat that they are of; whoever asks without end fills no disk."""
    engine = open_database(url)
    row = {**WEB.columns(), "shelf": "public", "asked_at": clock()}
    with engine.begin() as connection:
        connection.execute(
            unanswered.insert(), [{**row, "question": f"{n}"} for n in range(MAX_UNANSWERED + 3)]
        )
        connection.execute(unanswered.insert(), {**row, **GROUP.columns(), "question": PARKING})
    notebook.note_unanswered(WEB, PUBLIC, PARKING)
    with engine.connect() as connection:
        of = select(unanswered.c.question).where(of_chat(unanswered, WEB)).order_by(unanswered.c.number)
        kept = list(connection.scalars(of))
    engine.dispose()
    assert (MAX_UNANSWERED, "4", PARKING) == (len(kept), kept[0], kept[-1])
    assert 1 == len(notebook.gaps(GROUP))


def test_an_answer_voted_down_is_a_gap(notebook: Notebook) -> None:
    """One voted up is none."""
    down = notebook.write(replace(ASKED, question=PARKING)).number
    for person in (PERSON, OTHER):
        notebook.vote(down, person, -1)
    notebook.vote(notebook.write(ASKED).number, PERSON, 1)
    assert [(PARKING,)] == [gap.questions for gap in notebook.gaps(GROUP)]
    assert [(1, 2)] == [(gap.count, gap.down_votes) for gap in notebook.gaps(GROUP)]


def test_gaps_are_those_of_the_chat_the_last_days_and_the_limit(notebook: Notebook, clock: Clock) -> None:
    """Another chat's questions are not shown, nor old ones."""
    notebook.note_unanswered(GROUP, PUBLIC, "去年的问题是什么？")
    clock.move(days=90, seconds=1)
    notebook.note_unanswered(PRIVATE, PUBLIC, "借书证怎么办？")
    for question in (PARKING, PARKING, "松木书架多少钱？"):
        notebook.note_unanswered(GROUP, PUBLIC, question)
    assert [(PARKING,), ("松木书架多少钱？",)] == [gap.questions for gap in notebook.gaps(GROUP)]
    assert [(PARKING,)] == [gap.questions for gap in notebook.gaps(GROUP, 1)]
    assert () == notebook.gaps(chat_id(99))


@settings(max_examples=60)
@given(question=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60))
def test_any_question_survives(notebook: Notebook, question: str) -> None:
    """Also one of blanks, punctuation or emoji only."""
    notebook.note_unanswered(GROUP, PUBLIC, question)
    assert [(question,)] == [gap.questions for gap in notebook.gaps(GROUP)]
    notebook.forget_chat(GROUP)


WORDS = st.lists(st.sampled_from("停车场 书架 松木 老人 识字班 书车 孩子".split()), min_size=1, max_size=4)


@given(questions=st.lists(WORDS.map("".join).map(MissedQuestion), max_size=12), seed=st.integers())
def test_the_order_of_questions_does_not_change_the_gaps(questions: list[MissedQuestion], seed: int) -> None:
    """Every question is in one gap, and the same gaps come out of any order."""
    shuffled = random.Random(seed).sample(questions, len(questions))
    gaps = cluster_questions(questions)
    assert gaps == cluster_questions(shuffled)
    assert len(questions) == sum(gap.count for gap in gaps)
    assert all(gap.words for gap in gaps)


def test_questions_without_words_are_gaps_of_their_own() -> None:
    """They share nothing that could be seen."""
    expected = (Gap(("？？",), 1, 0, ()), Gap(("🤔",), 1, 0, ()))
    assert expected == cluster_questions([MissedQuestion("🤔"), MissedQuestion("？？")])
