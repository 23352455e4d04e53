"""An inbox that several processes share: each takes the updates of its slots, and nobody one that another has."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from databases import Copies
from sqlalchemy import create_engine
from tools import until

from bot.answering.quoting.citation import STYLES
from bot.notebook import ChatId, Event, Notebook, Post, State, state_after
from bot.notebook.shared_inbox import SharedInbox
from bot.replicas.replica import Replica
from bot.replicas.slots import SLOTS, slot_of


class _Process:
    """A process with an inbox, as of one bot; `take` takes what waits in its slots."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url)
        self.replica = Replica(self._engine, "7")
        self._notebook = Notebook.at(url, styles=STYLES)
        self.inbox: SharedInbox = self._notebook.shared_inbox("telegram", 7, self.replica)
        self.replica.start()

    def take(self, fresh: bool = False, known: tuple[int, ...] = ()) -> list[Post]:
        """The posts that are its own from now on."""
        held = self.replica.held
        return self.inbox.take(held, list(held) if fresh else [], known).posts

    def forget(self, chat: int) -> None:
        """Forget what is stored of the chat."""
        self._notebook.forget_chat(ChatId("telegram", chat))

    def close(self) -> None:
        """End it, as a kill does: the database sees its connection closed."""
        self.replica.close()
        self._notebook.close()
        self._engine.dispose()


@pytest.fixture
def processes(copies: Copies) -> Iterator[list[_Process]]:
    """Two processes, each with half of the slots."""
    with copies.lent() as url:
        both = [_Process(url), _Process(url)]
        until(lambda: [SLOTS // 2] * 2 == [len(one.replica.held) for one in both])
        yield both
        for one in both:
            one.close()


def _post(number: int, chat: int) -> Post:
    return Post(number, "{}", chat, 5, slot=slot_of(chat))


def _moved(process: _Process, post: Post, *events: Event) -> Post:
    for event in events:
        post = replace(post, state=state_after(post.state, event))
        assert process.inbox.write(post)
    return post


def test_each_takes_its_own_once_and_in_order(processes: list[_Process]) -> None:
    """Whoever received them; what comes twice is taken once."""
    one, other = processes
    posts = [_post(number, number % SLOTS) for number in range(2 * SLOTS)]
    one.inbox.store(posts[::2])
    other.inbox.store(posts[1::2])
    one.inbox.store(posts)
    for process in processes:
        expected = [post.number for post in posts if post.slot in process.replica.held]
        assert expected == [post.number for post in process.take()]
        assert [] == process.take()


def test_what_a_dead_one_had_in_hand_is_begun_anew(processes: list[_Process]) -> None:
    """With what it had sent; new ones are as they were, and all come in order."""
    one, other = processes
    chat = next(iter(one.replica.held))
    one.inbox.store([_post(number, chat) for number in (1, 2, 3)])
    [first, second, _] = one.take()
    _moved(one, first, Event.TAKE, Event.SEND)
    _moved(one, replace(second, sent=(99,)), Event.TAKE)
    one.inbox.store([_post(4, chat)])
    one.close()
    until(lambda: chat in other.replica.held)
    taken = other.take()
    assert [1, 2, 3, 4] == [post.number for post in taken]
    assert [(1, 1), (1, 0), (0, 0), (0, 0)] == [(post.starts, post.kills) for post in taken]
    assert (99,) == taken[1].sent
    assert {State.RECEIVED} == {post.state for post in taken}


def test_whoever_lost_one_writes_nothing_of_it(processes: list[_Process]) -> None:
    """Another has it, and what it does counts; that it is done by now makes no difference."""
    one, other = processes
    chat = next(iter(one.replica.held))
    one.inbox.store([_post(1, chat)])
    [post] = one.take()
    one.replica.close()
    until(lambda: chat in other.replica.held)
    [taken] = other.take()
    assert not one.inbox.write(replace(post, state=State.IN_HAND))
    _moved(other, taken, Event.TAKE, Event.FINISH)
    assert not one.inbox.write(replace(post, state=State.SENDING))


def test_what_is_forgotten_stays_its_owners(processes: list[_Process]) -> None:
    """Whoever has it in hand goes on, as one process alone does."""
    one, _ = processes
    chat = next(iter(one.replica.held))
    one.inbox.store([_post(1, chat)])
    [post] = one.take()
    one.forget(chat)
    assert one.inbox.write(replace(post, state=State.IN_HAND))
    assert [] == one.take(fresh=True)


def test_nothing_is_taken_without_the_lock(processes: list[_Process]) -> None:
    """Though a process still believes that the slot is its own."""
    one, other = processes
    chat = next(iter(other.replica.held))
    other.inbox.store([_post(1, chat)])
    assert [] == one.inbox.take({chat: 1}, [], ()).posts
    assert [1] == [post.number for post in other.take()]


def test_what_was_cut_is_taken_when_its_slot_comes_back(processes: list[_Process]) -> None:
    """But not what is in hand."""
    one, _ = processes
    chat = next(iter(one.replica.held))
    one.inbox.store([_post(1, chat), _post(2, chat)])
    assert [1, 2] == [post.number for post in one.take()]
    assert [2] == [post.number for post in one.take(fresh=True, known=(1,))]
