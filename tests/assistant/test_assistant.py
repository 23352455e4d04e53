"""What every door does alike with a question, whatever its platform."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from articles import LIBRARY, NOTE
from databases import sqlite

from bot.answering.quoting.citation import STYLES
from bot.assistant.assistant import Assistant
from bot.assistant.conversation import Conversation
from bot.assistant.desk import Desk
from bot.assistant.links import Links
from bot.assistant.own_shelves import OwnShelves, Quota, ShelfChoice
from bot.assistant.permissions import Permissions
from bot.assistant.privacy import Privacy
from bot.library import Library
from bot.locale import locale
from bot.model import PUBLIC, NotFound, PassageAnswer, ShelfRef
from bot.notebook import Adders, ChatId, ChatSettings, Notebook, PersonId, StoredCounts
from bot.retrieval.memory import MemoryEngine

GROUP, ALICE, BOB = ChatId("discord", 7), PersonId("discord", 1), PersonId("discord", 2)
SITE = Links("https://zhaiyin.example")
ASKED, UNASKED = "松木书架的预算是多少", "火星上有水吗"


class Room:
    """A library with an article on the public shelf, a notebook, and the rooms above them."""

    def __init__(self, folder: Path) -> None:
        url = sqlite(folder / "zhaiyin.db")
        self.library, self.notebook = Library.at(url), Notebook.at(url, styles=STYLES)
        self.library.add(LIBRARY)
        self.desk = Desk(self.library, MemoryEngine)
        self.assistant = Assistant(self.desk, self.notebook, SITE)
        self.shelves = OwnShelves(self.desk, self.notebook, Quota())
        self.privacy = Privacy(self.desk, self.notebook)

    def conversation(self, person: PersonId = ALICE, *, private: bool = False) -> Conversation:
        """A conversation in the group, as it is set now."""
        settings = self.notebook.settings(GROUP)
        return Conversation(say=locale("en"), chat=GROUP, person=person, private=private, settings=settings)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """All that a door works with."""
    room = Room(tmp_path)
    room.library.add(NOTE)
    yield room
    room.notebook.close()
    room.library.close()


def test_the_answer_to_a_message_is_written_down(room: Room) -> None:
    """With its place and, as a hash, who asked; an edit's answer takes the place of the one before."""
    exchange = room.assistant.ask(room.conversation(), ASKED, message_id=5)
    assert isinstance(exchange.answer, PassageAnswer)
    assert exchange.given is not None
    assert exchange.given == room.notebook.answer_to(GROUP, 5)
    assert room.notebook.hash_person(ALICE) == exchange.given.asker
    edited = room.assistant.ask(room.conversation(), "流动书车", message_id=5, before=exchange.given)
    assert edited.given is not None
    assert exchange.given.number == edited.given.number


def test_an_answer_on_a_page_is_written_down_with_its_first_vote(room: Room) -> None:
    """Whoever votes on the same quotation votes on the same answer."""
    exchanges = [room.assistant.ask(room.conversation(), ASKED) for _ in range(2)]
    assert 0 == room.notebook.stored_counts(GROUP).answers
    for exchange, person in zip(exchanges, (ALICE, BOB), strict=True):
        assert exchange.given is not None
        vote, tally = room.assistant.vote_on_page(exchange.given, person, 1)
    assert (1, 2) == (vote, tally.up)
    assert 1 == room.notebook.stored_counts(GROUP).answers


def test_an_answer_keeps_what_it_leaned_on(room: Room) -> None:
    """Its buttons, its edits and the same question asked again later show the same, in the same light."""
    first = room.assistant.ask(room.conversation(), "三件事是什么", message_id=1).given
    previous = room.assistant.previous.written(room.conversation(), first)
    given = room.assistant.ask(room.conversation(), "那第二个呢", message_id=2, previous=previous).given
    assert first is not None
    assert given is not None
    assert (first.number, True, "三件事是什么") == (
        given.after,
        given.leans,
        room.assistant.previous.light(given),
    )
    later = Assistant(room.desk, room.notebook, SITE)
    hit = later.hit(given, 0)
    assert hit is not None
    assert "识字班" in hit.focus[0].cut(hit.passage.text)
    again = later.ask_again(given)
    assert (given.hits, "三件事是什么") == (again.given and again.given.hits, again.answer.light)
    edited = later.ask(
        room.conversation(), "第三个呢", message_id=2, before=given, previous=later.previous.before(given)
    )
    assert "三件事是什么" == edited.answer.light


def test_what_is_forgotten_is_no_longer_leaned_on(room: Room) -> None:
    """Nor is an answer of another chat, or one from another shelf."""
    first = room.assistant.ask(room.conversation(), "三件事是什么", message_id=1).given
    assert first is not None
    elsewhere = replace(room.conversation(), chat=ChatId("discord", 8))
    club = replace(room.conversation(), settings=ChatSettings(shelf=ShelfRef(("club",))))
    assert [None, None] == [room.assistant.previous.written(other, first) for other in (elsewhere, club)]
    previous = room.assistant.previous.written(room.conversation(), first)
    given = room.assistant.ask(room.conversation(BOB), "那第二个呢", message_id=2, previous=previous).given
    assert given is not None
    room.notebook.forget_person(ALICE)
    assert (None, "") == (room.assistant.previous.before(given), room.assistant.previous.light(given))


def test_a_long_chain_of_questions_is_followed(room: Room) -> None:
    """Each leans on the one before, however many there were."""
    given = room.assistant.ask(room.conversation(), "三件事是什么", message_id=1).given
    for number in range(2, 30):
        previous = room.assistant.previous.written(room.conversation(), given)
        text = "下一段" if number % 2 else "上一段"
        given = room.assistant.ask(room.conversation(), text, message_id=number, previous=previous).given
    assert given is not None
    assert given.leans


def test_what_a_shelf_misses_is_a_gap(room: Room) -> None:
    """Once, by whatever door; what has no content is none, nor what is asked of an empty shelf."""
    conversation = room.conversation()
    assert isinstance(room.assistant.ask(conversation, f"@x\n{UNASKED}").answer, NotFound)
    room.assistant.ask(conversation, "？！")
    room.assistant.ask(conversation, ASKED)
    room.library.add(NOTE, "club")
    room.library.remove(NOTE.id, "club")
    empty = replace(conversation, settings=ChatSettings(shelf=ShelfRef(("club",))))
    room.assistant.ask(empty, "这里有什么")
    assert [(f"@x {UNASKED}",)] == [gap.questions for gap in room.notebook.gaps(GROUP)]


def test_a_conversation_outside_of_any_chat_leaves_no_trace(room: Room) -> None:
    """As an inline query, which asks at every letter typed."""
    nowhere = Conversation(say=locale("en"))
    for text in (ASKED, UNASKED):
        assert room.assistant.ask(nowhere, text).given is None
    assert StoredCounts(
        settings=False, answers=0, unanswered=0, asked=0, votes=0
    ) == room.privacy.stored_counts(GROUP, ALICE)


def test_a_key_is_given_out_for_the_chats_own_shelf_alone(room: Room) -> None:
    """What stands on the public shelf too needs none; another chat's shelf opens to nobody here."""
    room.shelves.add(GROUP, replace(NOTE, text=NOTE.text + "\n只在这里。"))
    room.shelves.choose(GROUP, None, ShelfChoice.BOTH)
    own = room.assistant.ask(room.conversation(), ASKED, message_id=1).given
    assert own is not None
    [article] = room.shelves.articles(GROUP)
    key = room.notebook.key(GROUP)
    reach = room.assistant.reach(own, article)
    assert (False, key) == (reach.public, reach.links and reach.links.key)
    public = room.assistant.reach(own, LIBRARY)
    assert (True, "") == (public.public, public.links and public.links.key)
    elsewhere = replace(own, chat=ChatId("discord", 8))
    assert room.assistant.reach(elsewhere, article).links is None


def test_a_hit_is_found_again_until_its_article_changes(room: Room) -> None:
    """Then the question is asked anew, and the votes on the old answer are gone."""
    given = room.assistant.ask(room.conversation(), ASKED, message_id=1).given
    assert given is not None
    hit = room.assistant.hit(given, 0)
    assert hit is not None
    assert "预算" in hit.passage.text
    assert room.assistant.hit(given, 99) is None
    room.assistant.vote(given.number, BOB, 1)
    room.library.remove(NOTE.id)
    assert room.assistant.hit(given, 0) is None
    assert given.number == getattr(room.assistant.ask_again(given).given, "number", 0)
    assert 0 == room.notebook.stored_counts(GROUP, BOB).votes


def test_forgetting_a_chat_takes_its_shelf_and_its_key(room: Room) -> None:
    """Nothing of it is found again, and the next key is another."""
    room.shelves.add(GROUP, NOTE)
    key = room.notebook.key(GROUP)
    room.assistant.ask(room.conversation(), ASKED, message_id=1)
    assert 1 == room.privacy.forget_chat(GROUP)
    assert () == room.shelves.articles(GROUP)
    assert room.notebook.shelf_for_key(key) is None
    assert PUBLIC == room.notebook.settings(GROUP).shelf


def test_forgetting_a_person_takes_their_private_chat_along(room: Room) -> None:
    """Which chat that is, the door says: not on every platform does it have the person's id."""
    private = ChatId("discord", 555)
    room.shelves.add(private, NOTE)
    room.assistant.ask(room.conversation(), ASKED, message_id=1)
    room.privacy.forget_person(ALICE, private)
    assert () == room.shelves.articles(private)
    assert 0 == room.notebook.stored_counts(GROUP, ALICE).asked


@pytest.mark.parametrize(
    ("private", "adding", "needed"),
    [
        (True, Adders.ADMINS, False),
        (False, Adders.ADMINS, True),
        (False, Adders.EVERYBODY, False),
    ],
)
def test_who_may_add_is_one_rule(room: Room, private: bool, adding: Adders, needed: bool) -> None:
    """Anybody in private; in a group its admins, unless they let everybody."""
    room.notebook.change(GROUP, adding=adding)
    conversation = room.conversation(private=private)
    assert needed == Permissions(room.notebook).adding_needs_admin(conversation)


def test_who_added_an_article_may_change_it(room: Room) -> None:
    """For anybody else in the group that takes an admin."""
    permissions = Permissions(room.notebook)
    permissions.note_adder(room.conversation(), NOTE.id)
    needed = [permissions.changing_needs_admin(room.conversation(person), NOTE.id) for person in (ALICE, BOB)]
    assert [False, True] == needed
    assert not permissions.changing_needs_admin(room.conversation(BOB, private=True), NOTE.id)
