"""One process among several of a bot: the slots that it has, whether it leads, and how many there are."""

import random
import socket
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property
from secrets import token_hex
from types import MappingProxyType
from zlib import crc32

import structlog
from sqlalchemy import BigInteger, Connection, Engine, Select, cast, column, func, select, table

from bot.errors import LibraryUnavailable
from bot.replicas.rates import SharedRate
from bot.replicas.session import CHANNEL, Session
from bot.replicas.slots import SLOTS, fair_share, to_give_up

__all__ = ["Replica"]

_BEAT_S = 1.0
_DRAIN_S = 5.0
"""How long what is in hand in a slot may take before it is cut, since the slot is another's."""
_LEADER = SLOTS
_MOVED = "moved"
_NOTHING: Mapping[int, int] = MappingProxyType({})
_log = structlog.get_logger("bot.replicas")
_locks = table("pg_locks", column("locktype"), column("classid"), column("objid"), column("pid"))


class Replica:
    """Takes its share of the slots, and gives up what is too many once nothing of it is in hand.

    A thread holds the locks and looks every second, or when it is told something; all else may be read from any
    thread. `bot` names whose slots they are; without it there are none, and the process only counts as one that
    serves the pages. Who is alive is told by locks, too: a row with a time would have to expire first.
    """

    def __init__(self, engine: Engine, bot: str | None = None) -> None:
        self.name = token_hex(8)
        self.held: Mapping[int, int] = _NOTHING
        """The slots whose updates this process takes, each with a number that is new whenever it is gained."""
        self.session: int | None = None
        """The server's process that has the locks; None while the connection is lost."""
        self.leads = False
        """Whether this process polls, or sets the webhook, for all."""
        self.live = self.pages = 1
        """How many processes the bot has, and how many serve the pages."""
        self.load: Callable[[int], int] = lambda _: 0
        """Returns how much of the slot is in hand."""
        self.cut: Callable[[frozenset[int]], None] = lambda _: None
        """Called to end what is in hand in these slots."""
        self.on_change: Callable[[], None] = lambda: None
        """Called when there may be something to take."""
        self._engine, self._bot = engine, bot
        self._pages, self._slots, self._bots = (
            _kind(f"{what} {bot}" if what != "pages" else what) for what in ("pages", "slots", "bots")
        )
        self._waker: socket.socket | None = None
        self._wakes: socket.socket | None = None
        self._leaving: dict[int, float] = {}
        self._gained = 0
        self._ending = self._closing = self._left = False
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="replica", daemon=True)

    def start(self) -> None:
        """Begin; return once the first slots are there, or the database is known to be away."""
        self._waker, self._wakes = socket.socketpair()
        self._wakes.setblocking(False)
        self._thread.start()
        self._ready.wait()

    def leave(self) -> None:
        """Take nothing more, and let the others have each slot as soon as nothing of it is in hand."""
        self._ending = True
        self._wake()

    def close(self) -> None:
        """Let go of everything."""
        self._closing = True
        self._wake()
        if self._thread.is_alive():
            self._thread.join()
        for waking in (self._waker, self._wakes):
            if waking is not None:
                waking.close()
        self._engine.dispose()

    @cached_property
    def rate(self) -> SharedRate:
        """How often something may be done in all processes that serve the pages, as long as there are several."""
        return SharedRate(self._engine, lambda: self.pages > 1)

    @property
    def obstacle(self) -> str | None:
        """What keeps it from its share, in words for an operator."""
        if self.session is None:
            return "the connection that chats are shared out by is lost"
        wants = self._bot is not None and self.live <= SLOTS
        return "no chats are this process's yet" if wants and not self.held else None

    def tell(self, connection: Connection, slot: int) -> None:
        """Tell whoever has the slot, once the transaction is through, that something of it waits."""
        connection.execute(select(func.pg_notify(CHANNEL, f"{self._slots} {slot}")))

    def slots_of(self, session: int) -> Select[int]:
        """Return the query for the slots that are locked by that process of the server."""
        own = (_locks.c.locktype == "advisory", _locks.c.pid == session)
        kind = cast(_locks.c.classid, BigInteger) == self._slots
        return select(cast(_locks.c.objid, BigInteger)).where(*own, kind)

    def _run(self) -> None:
        session: Session | None = None
        while not self._closing:
            try:
                session = session or Session.open(self._engine)
                self._look(session)
                self._ready.set()
                self._listen(session)
            except LibraryUnavailable as error:
                self._lose(error)
                if session is not None:
                    session.close()
                session = None
                self._ready.set()
                time.sleep(_BEAT_S)
        self._publish({}, leads=False)
        if session is not None:
            session.close()

    def _look(self, session: Session) -> None:
        """Take what is free of the own share, and give up what is too many."""
        self._attend(session)
        locks = session.locks((self._pages, self._slots, self._bots))
        self.pages = max(1, sum(kind == self._pages for kind, _ in locks))
        if self._bot is None:
            self.session = session.pid
            return
        self.live = max(1, sum(kind == self._bots for kind, _ in locks))
        taken = {number: pid for (kind, number), pid in locks.items() if kind == self._slots}
        mine = {number for number, pid in taken.items() if pid == session.pid} - {_LEADER}
        share = 0 if self._ending else fair_share(self.live)
        gained = self._gain(session, taken, share - len(mine))
        for slot in to_give_up(mine - self._leaving.keys(), share, self.load):
            self._leaving.setdefault(slot, time.monotonic())
        leads = self._lead(session, taken)
        self.session = session.pid
        kept = {slot: number for slot, number in self.held.items() if slot in mine - self._leaving.keys()}
        self._publish(kept | gained, leads)
        self._give_up(session)

    def _attend(self, session: Session) -> None:
        """Count as alive, or no longer once the process ends."""
        kinds = [self._pages] if self._bot is None else [self._pages, self._bots]
        if session.pid != self.session:
            for kind in kinds:
                session.lock(kind, [session.pid])
            session.tell(_MOVED)
        if self._ending and not self._left:
            session.unlock(kinds[-1], [session.pid])
            session.tell(_MOVED)
            self._left = True

    def _gain(self, session: Session, taken: Mapping[int, int], most: int) -> dict[int, int]:
        free = [slot for slot in range(SLOTS) if slot not in taken]
        gained = session.lock(self._slots, random.sample(free, min(len(free), max(0, most))))
        self._gained += 1
        return dict.fromkeys(gained, self._gained)

    def _lead(self, session: Session, taken: Mapping[int, int]) -> bool:
        if self._ending:
            if taken.get(_LEADER) == session.pid:
                session.unlock(self._slots, [_LEADER])
            return False
        if _LEADER in taken:
            return taken[_LEADER] == session.pid
        return bool(session.lock(self._slots, [_LEADER]))

    def _give_up(self, session: Session) -> None:
        """Unlock what is to be another's and rests; end what does not rest in time."""
        resting = [slot for slot in self._leaving if not self.load(slot)]
        if resting:
            session.unlock(self._slots, resting)
            session.tell(_MOVED)
            for slot in resting:
                del self._leaving[slot]
        late = time.monotonic() - _DRAIN_S
        if not self._ending and (overdue := [slot for slot, since in self._leaving.items() if since < late]):
            self.cut(frozenset(overdue))

    def _listen(self, session: Session) -> None:
        """Pass on what is told, until it is time to look again."""
        ends = time.monotonic() + (_BEAT_S / 10 if self._leaving else _BEAT_S)
        while (left_s := ends - time.monotonic()) > 0 and not self._closing:
            words = session.heard(left_s, self._waker)
            if _MOVED in words or self._ending:
                return
            if any(self._is_mine(word) for word in words):
                self.on_change()

    def _is_mine(self, word: str) -> bool:
        kind, _, slot = word.partition(" ")
        return kind == str(self._slots) and slot.isdecimal() and int(slot) in self.held

    def _lose(self, error: LibraryUnavailable) -> None:
        if self.session is not None:
            _log.warning("chats are not this process's for the time being", reason=str(error))
        self.session = None
        self._leaving.clear()
        self._publish({}, leads=False)

    def _publish(self, held: Mapping[int, int], leads: bool) -> None:
        changed = (dict(self.held), self.leads) != (held, leads)
        self.held, self.leads = MappingProxyType(dict(held)), leads
        if changed:
            _log.info("chats shared out", slots=len(held), replicas=self.live, leads=leads)
            self.on_change()

    def _wake(self) -> None:
        # awake already, or no longer
        with suppress(OSError):
            if self._wakes is not None:
                self._wakes.send(b"\0")


def _kind(name: str) -> int:
    """Return the number of a kind of lock, of those that nobody else in the database takes."""
    return crc32(f"zhaiyin {name}".encode()) & 0x7FFFFFFF
