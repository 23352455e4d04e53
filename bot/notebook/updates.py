"""Updates the bot has seen, so that one delivered twice is answered once."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, or_, select

from bot.storage.schema import updates
from bot.storage.transaction import inserting

__all__ = ["KEPT", "first_time", "prune"]

KEPT = 10_000
# Telegram keeps an update for a day at most
_AGE = timedelta(days=2)


def first_time(connection: Connection, update_id: int, now: datetime) -> bool:
    """True for one caller alone of all that ever ask for `update_id`."""
    new = inserting(connection, updates).on_conflict_do_nothing(index_elements=[updates.c.update_id])
    row = {"update_id": update_id, "seen_at": now}
    return connection.scalar(new.returning(updates.c.update_id), row) is not None


def prune(connection: Connection, now: datetime) -> None:
    """Forget all but the newest 10,000 updates, and those seen two days ago or longer."""
    # not by id: after a quiet week Telegram starts again at a random one
    newest = select(updates.c.update_id).order_by(updates.c.seen_at.desc(), updates.c.update_id.desc())
    old = updates.c.seen_at <= now - _AGE
    connection.execute(delete(updates).where(or_(old, updates.c.update_id.in_(newest.offset(KEPT)))))
