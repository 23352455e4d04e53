"""An inbox that several processes share: each handles the updates of its slots, and nobody two at once."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, and_, or_, select, update

from bot.notebook.inbox import Inbox, Post, Restart, post_of
from bot.notebook.signing import PersonId
from bot.notebook.states import FINAL, State
from bot.replicas.replica import Replica
from bot.storage.schema import updates
from bot.storage.transaction import transaction

__all__ = ["SharedInbox", "Taken"]

_UNFINISHED = [state for state in State if state not in FINAL]


@dataclass(frozen=True, slots=True)
class Taken:
    """Updates that are this process's from now on, by number: new ones, and those that another one had in hand."""

    new: tuple[Post, ...] = ()
    left: Restart = field(default_factory=lambda: Restart((), {}, 0))

    @property
    def posts(self) -> list[Post]:
        """All that are to be handled, in their order."""
        return sorted((*self.new, *self.left.unfinished), key=lambda post: post.number)


class SharedInbox(Inbox):
    """The updates of a bot that runs in several processes; `replica` tells which slots this one has."""

    def __init__(
        self,
        engine: Engine,
        platform: str,
        bot_id: int,
        now: Callable[[], datetime],
        hashed: Callable[[PersonId], str],
        replica: Replica,
    ) -> None:
        super().__init__(engine, platform, bot_id, now, hashed)
        self._replica = replica

    def store(self, posts: Sequence[Post]) -> None:
        """Store those that are new, and tell the others of those that are not of our slots."""
        if not posts:
            return
        elsewhere = {post.slot for post in posts} - self._replica.held.keys()
        with transaction(self._engine) as connection:
            self._store(connection, posts)
            for slot in elsewhere:
                self._replica.tell(connection, slot)

    def take(self, held: Mapping[int, int], fresh: Collection[int], known: Collection[int]) -> Taken:
        """Return the updates of these slots that are not ours yet, and make them so.

        Of slots that are `fresh` it returns those, too, that we had before, but for the `known`. Those that
        somebody had in hand are as a start leaves them. A slot counts only if the database knows that we have it.
        """
        session = self._replica.session
        if session is None or not held:
            return Taken()
        anothers = updates.c.owner.is_distinct_from(self._replica.name)
        left = and_(updates.c.slot.in_(fresh), updates.c.update_id.not_in(known)) if fresh else None
        wanted = (
            *self._mine,
            updates.c.state.in_(_UNFINISHED),
            updates.c.slot.in_(held),
            anothers if left is None else or_(anothers, left),
        )
        with transaction(self._engine) as connection:
            # most often there is nothing, and then nothing is locked
            if not connection.scalar(select(select(updates.c.slot).where(*wanted).exists())):
                return Taken()
            ours = (*wanted, updates.c.slot.in_(self._replica.slots_of(session)))
            return self._taken(connection, ours)

    def _taken(self, connection: Connection, wanted: Sequence[ColumnElement[bool]]) -> Taken:
        found = select(updates).where(*wanted).order_by(updates.c.update_id).with_for_update()
        rows = connection.execute(found).mappings().all()
        numbers = [row["update_id"] for row in rows]
        owned = update(updates).where(*self._mine, updates.c.update_id.in_(numbers))
        connection.execute(owned.values(owner=self._replica.name))
        left = self._begun_anew(connection, [post_of(row) for row in rows if row["owner"] is not None])
        return Taken(tuple(post_of(row) for row in rows if row["owner"] is None), left)

    def _written(self, connection: Connection, number: int, values: Mapping[str, object]) -> bool:
        """Write it if it is still ours; return False if another process took it over, though it be done by now."""
        at = (*self._mine, updates.c.update_id == number)
        ours = update(updates).where(
            *at, updates.c.state.not_in(FINAL), updates.c.owner == self._replica.name
        )
        if connection.execute(ours.values(values)).rowcount:
            return True
        # what was forgotten meanwhile stays ours, and of what is older than the numbers that are kept nobody is the owner
        owner = connection.execute(select(updates.c.owner).where(*at)).first()
        return owner is None or owner[0] == self._replica.name
