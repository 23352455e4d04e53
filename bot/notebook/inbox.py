"""The inbox: every update from before it counts as received until it is answered or given up."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, delete, func, or_, select, update

from bot.notebook.signing import PersonId
from bot.notebook.states import FINAL, Event, State, state_after
from bot.storage.schema import updates
from bot.storage.transaction import insert_into, transaction

__all__ = [
    "MAX_KILLS",
    "MAX_STARTS",
    "MAX_UPDATES",
    "Inbox",
    "Post",
    "Restart",
    "count_in_hand",
    "forget",
    "post_of",
]

MAX_UPDATES = 10_000
MAX_STARTS = 20
"""How often an update is begun anew; one that ends the process each time must not do so for ever."""
MAX_KILLS = 5
"""How often an update is begun anew though a message of it was on its way, and may have arrived each time."""
# Telegram keeps an update for a day at most
_MAX_AGE = timedelta(days=2)
_PRUNE_INTERVAL = 512
_ERASED = {"body": None, "chat_id": None, "person": None, "sent": None}
_ON_ITS_WAY = frozenset({State.SENDING, State.SENDING_AGAIN})
_ORDER = (updates.c.seen_at, updates.c.update_id)


@dataclass(frozen=True, slots=True)
class Post:
    """An update as it is stored: its number, its JSON, whose it is, and its chat's slot.

    `sent` holds the ids of the messages that are known to have been sent for it, in order. `starts` tells how
    often the bot started while a handler was at it, and `kills` how often a message was on its way then.
    """

    number: int
    body: str
    chat_id: int | None = None
    person: int | None = None
    state: State = State.RECEIVED
    sent: tuple[int, ...] = ()
    starts: int = 0
    kills: int = 0
    slot: int = 0


@dataclass(frozen=True, slots=True)
class Restart:
    """What a start finds: the unfinished updates in order of arrival, and what becomes of the others.

    `given_up` counts those that it gives up by the reason, and `on_their_way` the messages that were cut off.
    """

    unfinished: tuple[Post, ...]
    given_up: Mapping[str, int]
    on_their_way: int


class Inbox:
    """The updates of one bot; others may share the database.

    Its methods may be called from several threads and raise LibraryUnavailable when the database fails.
    """

    def __init__(
        self,
        engine: Engine,
        platform: str,
        bot_id: int,
        now: Callable[[], datetime],
        hashed: Callable[[PersonId], str],
    ) -> None:
        self._engine, self._platform, self._bot_id = engine, platform, bot_id
        self._now, self._hashed = now, hashed
        self._calls = count()

    def receive(self, posts: Sequence[Post]) -> set[int]:
        """Store those that are new; return the numbers of those that no handler has begun."""
        if not posts:
            return set()
        with transaction(self._engine) as connection:
            self._store(connection, posts)
            numbers = updates.c.update_id.in_([post.number for post in posts])
            waiting = select(updates.c.update_id).where(
                *self._mine, numbers, updates.c.state == State.RECEIVED
            )
            return set(connection.scalars(waiting))

    def start(self) -> Restart:
        """Return what is unfinished from before, each in the state that the start leaves it in."""
        with transaction(self._engine) as connection:
            unfinished = select(updates).where(*self._mine, updates.c.state.not_in(FINAL)).order_by(*_ORDER)
            before = [post_of(row) for row in connection.execute(unfinished).mappings()]
            return self._begun_anew(connection, before)

    def write(self, post: Post, reason: str = "") -> bool:
        """Note the state of the update and what was sent for it, and if it is given up, why; return whether it is ours.

        A final one loses all but its number, and stays as it is. To write the same twice changes nothing.
        """
        values: dict[str, object] = {
            "state": post.state,
            "sent": list(post.sent) or None,
            "reason": reason or None,
        }
        if post.state in FINAL:
            values |= _ERASED
        with transaction(self._engine) as connection:
            return self._written(connection, post.number, values)

    def _written(self, connection: Connection, number: int, values: Mapping[str, object]) -> bool:
        unfinished = (*self._mine, updates.c.update_id == number, updates.c.state.not_in(FINAL))
        connection.execute(update(updates).where(*unfinished).values(values))
        return True

    def _store(self, connection: Connection, posts: Sequence[Post]) -> None:
        keys = [updates.c.platform, updates.c.bot_id, updates.c.update_id]
        rows = [self._row(post) for post in posts]
        connection.execute(insert_into(connection, updates).on_conflict_do_nothing(index_elements=keys), rows)
        if next(self._calls) % _PRUNE_INTERVAL == 0:
            self._prune(connection)

    def _begun_anew(self, connection: Connection, before: Sequence[Post]) -> Restart:
        """Write and return the updates as a start leaves them."""
        restarted = [self._restarted(connection, post) for post in before]
        return Restart(
            tuple(post for post, reason in restarted if reason is None),
            Counter(reason for _, reason in restarted if reason is not None),
            sum(post.state in _ON_ITS_WAY for post in before),
        )

    @property
    def _mine(self) -> tuple[ColumnElement[bool], ...]:
        return updates.c.platform == self._platform, updates.c.bot_id == self._bot_id

    def _row(self, post: Post) -> dict[str, object]:
        final = post.state in FINAL
        return {
            "platform": self._platform,
            "bot_id": self._bot_id,
            "update_id": post.number,
            "seen_at": self._now(),
            "state": post.state,
            "starts": 0,
            "kills": 0,
            "slot": post.slot,
            "reason": "unreadable" if final else None,
            "chat_id": None if final else post.chat_id,
            "person": None
            if final or post.person is None
            else self._hashed(PersonId(self._platform, post.person)),
            "body": None if final else post.body,
        }

    def _restarted(self, connection: Connection, before: Post) -> tuple[Post, str | None]:
        """Write and return the update as the start leaves it, and why it is given up, if it is."""
        post = replace(
            before,
            state=state_after(before.state, Event.START),
            starts=before.starts + (before.state is not State.RECEIVED),
            kills=before.kills + (before.state in _ON_ITS_WAY),
        )
        reason = _why_given_up(post)
        if post != before or reason is not None:
            values: dict[str, object] = {"state": post.state, "starts": post.starts, "kills": post.kills}
            if reason is not None:
                values |= {"state": State.GIVEN_UP, "reason": reason, **_ERASED}
            condition = (*self._mine, updates.c.update_id == post.number)
            connection.execute(update(updates).where(*condition).values(values))
        return post, reason

    def _prune(self, connection: Connection) -> None:
        """Forget all finished but the newest 10,000, and those seen two days ago or longer."""
        condition = (*self._mine, updates.c.state.in_(FINAL))
        # not by id: after a quiet week Telegram starts again at a random id
        newest = select(updates.c.update_id).where(*condition).order_by(*(by.desc() for by in _ORDER))
        surplus = updates.c.update_id.in_(newest.offset(MAX_UPDATES))
        old = updates.c.seen_at <= self._now() - _MAX_AGE
        connection.execute(delete(updates).where(*condition, or_(old, surplus)))


def forget(connection: Connection, conditions: Iterable[ColumnElement[bool]]) -> None:
    """Forget all but the numbers of the updates that meet the conditions; those in hand are given up."""
    values = {**_ERASED, "state": State.GIVEN_UP, "reason": "forgotten"}
    connection.execute(update(updates).where(*conditions, updates.c.state.not_in(FINAL)).values(values))


def count_in_hand(connection: Connection, *conditions: ColumnElement[bool]) -> int:
    """Count the updates that meet the conditions and are not finished."""
    unfinished = select(func.count()).where(*conditions, updates.c.state.not_in(FINAL))
    return connection.execute(unfinished).scalar_one()


def _why_given_up(post: Post) -> str | None:
    """Return why the update is not begun once more; None if it is."""
    if post.kills > MAX_KILLS:
        return "killed while sending"
    return "never ended" if post.starts > MAX_STARTS else None


def post_of(row: RowMapping) -> Post:
    """Return the update without its person, of whom only a hash is stored."""
    return Post(
        row["update_id"],
        row["body"] or "",
        row["chat_id"],
        None,
        State(row["state"]),
        tuple(row["sent"] or ()),
        row["starts"],
        row["kills"],
        row["slot"],
    )
