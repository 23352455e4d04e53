"""Who has which slots, who leads, and how that moves."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from databases import Copies
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, text
from tools import until

from bot.replicas.replica import Replica
from bot.replicas.slots import SLOTS, fair_share, slot_of, to_give_up


@pytest.fixture
def engine(copies: Copies) -> Iterator[Engine]:
    """A PostgreSQL."""
    with copies.lent() as url:
        engine = create_engine(url)
        yield engine
        engine.dispose()


@contextmanager
def _running(engine: Engine, *bots: str | None) -> Iterator[list[Replica]]:
    """So many processes' replicas, of these bots."""
    replicas = [Replica(engine, bot) for bot in bots]
    try:
        for replica in replicas:
            replica.start()
        yield replicas
    finally:
        for replica in replicas:
            replica.close()


def _is_shared(*replicas: Replica) -> bool:
    """Whether these have every slot once, none of them more than its share."""
    held = [slot for replica in replicas for slot in replica.held]
    return sorted(held) == list(range(SLOTS)) and max(len(one.held) for one in replicas) <= fair_share(
        len(replicas)
    )


@given(live=st.integers(1, 200))
def test_all_shares_together_are_all_slots(live: int) -> None:
    """And none is larger than need be."""
    assert (fair_share(live) - 1) * live < SLOTS <= fair_share(live) * live


@given(chat=st.integers(-(2**53), 2**53), name=st.text())
def test_whatever_has_a_chat_or_none_has_a_slot(chat: int, name: str) -> None:
    """The same one each time."""
    assert slot_of(chat, name) == slot_of(chat)
    assert {True} == {0 <= slot < SLOTS for slot in (slot_of(chat), slot_of(None, name))}


def test_what_is_least_in_hand_is_given_up_first() -> None:
    """As many as are too many, and none if none is."""
    load = {1: 3, 2: 0, 3: 1}
    assert [2, 3] == to_give_up([1, 2, 3], 1, load.__getitem__)
    assert [] == to_give_up([1, 2, 3], 3, load.__getitem__)


def test_one_alone_has_all_and_shares_with_whoever_comes(engine: Engine) -> None:
    """Each has its part, one leads; when one is gone, the others have its part, and one of them leads."""
    with _running(engine, "7") as [first]:
        until(lambda: _is_shared(first) and first.leads)
        with _running(engine, "7", "7") as [second, third]:
            until(lambda: _is_shared(first, second, third))
            assert [True, False, False] == [one.leads for one in (first, second, third)]
            assert {3} == {one.live for one in (first, second, third)}
            first.close()
            until(lambda: _is_shared(second, third) and second.leads + third.leads == 1)


def test_several_bots_share_a_database_and_not_their_slots(engine: Engine) -> None:
    """Nor do those that only serve the pages take any."""
    with _running(engine, "7", "8", None) as [one, other, pages]:
        until(lambda: _is_shared(one) and _is_shared(other) and one.leads and other.leads)
        until(lambda: {3} == {replica.pages for replica in (one, other, pages)})
        assert {1} == {one.live, other.live}
        assert ({}, None) == (dict(pages.held), pages.obstacle)


def test_what_is_in_hand_stays_until_it_is_done(engine: Engine) -> None:
    """The rest of what is too many moves at once; of what stays nothing new is taken."""
    with _running(engine, "7") as [first]:
        until(lambda: _is_shared(first))
        busy = set(range(40))
        first.load = lambda slot: slot in busy
        with _running(engine, "7") as [second]:
            until(lambda: len(second.held) == SLOTS - 40)
            until(lambda: len(first.held) == 32)
            assert busy >= first.held.keys()
            busy.clear()
            until(lambda: _is_shared(first, second))


def test_what_takes_too_long_is_cut(engine: Engine) -> None:
    """So that another's chats need not wait for it."""
    with _running(engine, "7") as [first]:
        until(lambda: _is_shared(first))
        cut: set[int] = set()
        first.load, first.cut = (lambda slot: slot not in cut), cut.update
        with _running(engine, "7") as [second]:
            until(lambda: _is_shared(first, second))
            assert set(second.held) == cut


def test_whoever_leaves_gives_up_all_that_rests(engine: Engine) -> None:
    """And leads no more; it counts no longer as alive."""
    with _running(engine, "7", "7") as [first, second]:
        until(lambda: _is_shared(first, second))
        first.leave()
        until(lambda: _is_shared(second) and second.leads and second.live == 1)
        assert ({}, False) == (dict(first.held), first.leads)


def test_a_lost_connection_is_replaced(engine: Engine) -> None:
    """Meanwhile it has nothing, and says so; what it gains again it knows for new."""
    with _running(engine, "7") as [replica]:
        until(lambda: _is_shared(replica))
        before, session = dict(replica.held), replica.session
        heard: list[str | None] = []
        replica.on_change = lambda: heard.append(replica.obstacle)
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": session})
        until(lambda: _is_shared(replica) and replica.session != session)
        assert before.keys() == replica.held.keys()
        assert not before.items() & replica.held.items()
        assert "the connection that chats are shared out by is lost" in heard
        assert replica.obstacle is None


def test_whoever_has_a_slot_is_told_what_waits_there(engine: Engine) -> None:
    """At once, once it is stored."""
    with _running(engine, "7", "7") as [first, second]:
        until(lambda: _is_shared(first, second))
        told: list[int] = []
        second.on_change = lambda: told.append(1)
        slot = next(iter(second.held))
        with engine.begin() as connection:
            first.tell(connection, slot)
        until(lambda: told)
