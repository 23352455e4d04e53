"""The mail of a bot that runs in several processes: what is taken is in hand, and what is cut is another's."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from botapi import BotApiServer, World
from databases import Copies
from sqlalchemy import create_engine
from telegram import Bot
from tools import until

from bot.answering.quoting.citation import STYLES
from bot.chat.telegram.transport.shared_mail import SharedMail
from bot.chat.telegram.transport.waits import Waits
from bot.notebook import Event, Notebook
from bot.replicas.replica import Replica
from bot.replicas.slots import SLOTS, slot_of

OPENED = dict.fromkeys(range(SLOTS))


class _Room:
    """A process alone with all slots, and what Telegram tells it."""

    def __init__(self, url: str, world: World) -> None:
        self.replica = Replica(create_engine(url), str(world.bot.id))
        self.notebook = Notebook.at(url, styles=STYLES)
        self._waits = Waits(clock=world.now)
        self.replica.start()
        until(lambda: OPENED.keys() == self.replica.held.keys())
        self.bot, self._id = Bot(world.token), world.bot.id
        self.mail = self.opened()

    def opened(self) -> SharedMail:
        """Its mail, as after a start."""
        inbox = self.notebook.shared_inbox("telegram", self._id, self.replica)
        return SharedMail(inbox, self._waits, self.replica)


@pytest.fixture
async def room(copies: Copies) -> AsyncIterator[tuple[_Room, World]]:
    """The room and its world."""
    with copies.lent() as url, BotApiServer(world := World()):
        room = _Room(url, world)
        yield room, world
        room.replica.close()
        room.notebook.close()


async def test_an_inline_query_is_handled_where_it_comes_in(room: tuple[_Room, World]) -> None:
    """Everything else is taken from the inbox; how much of a slot is in hand is known."""
    (here, world), alice = room, room[1].user("Alice")
    world.say(alice, alice, "水位为什么上涨")
    world.inline(alice, "水位")
    told = [update.json() for update in world.pending()]
    queries = await here.mail.receive(told, here.bot)
    assert [True] == [update.inline_query is not None for update in queries]
    [taken] = await here.mail.take(here.bot)
    assert taken.message is not None
    assert here.mail.load(slot_of(alice.id)) > 1
    assert [] == await here.mail.take(here.bot)


async def test_what_is_cut_is_begun_anew_by_the_next_owner(room: tuple[_Room, World]) -> None:
    """But what is just being sent is not cut."""
    (here, world), people = room, [room[1].user(name) for name in ("Alice", "Bob")]
    for person in people:
        world.say(person, person, "水位为什么上涨")
    await here.mail.unfinished(here.bot)
    await here.mail.receive([update.json() for update in world.pending()], here.bot)
    hands = [hand for one in await here.mail.take(here.bot) if (hand := here.mail.hand(one)) is not None]
    for hand in hands:
        hand.task = asyncio.create_task(asyncio.Event().wait())
        await hand.note(Event.TAKE)
    await hands[1].note(Event.SEND)
    here.replica.cut(frozenset(OPENED))
    await asyncio.wait([hand.task for hand in hands if hand.task is not None][:1])
    assert 1 == here.mail.waiting
    again = here.opened()
    hands[1].cut()
    taken = [again.hand(one) for one in await again.take(here.bot)]
    assert [(1, 0), (1, 1)] == [(hand.post.starts, hand.post.kills) for hand in taken if hand is not None]
