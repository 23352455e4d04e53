"""Updates that the bot has seen, so that an update delivered twice is answered once."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, or_, select

from bot.storage.schema import updates
from bot.storage.transaction import insert_into

__all__ = ["MAX_UPDATES", "is_new", "prune"]

MAX_UPDATES = 10_000
# Telegram keeps an update for a day at most
_MAX_AGE = timedelta(days=2)


def is_new(connection: Connection, platform: str, update_id: int, now: datetime) -> bool:
    """Return True to the first caller that asks about the update, and False to all others."""
    keys = [updates.c.platform, updates.c.update_id]
    new = insert_into(connection, updates).on_conflict_do_nothing(index_elements=keys)
    row = {"platform": platform, "update_id": update_id, "seen_at": now}
    return connection.scalar(new.returning(updates.c.update_id), row) is not None


def prune(connection: Connection, platform: str, now: datetime) -> None:
    """Forget all but the platform's newest 10,000 updates, and those seen two days ago or longer."""
    condition = updates.c.platform == platform
    # not by id: after a quiet week Telegram starts again at a random id
    newest = (
        select(updates.c.update_id)
        .where(condition)
        .order_by(updates.c.seen_at.desc(), updates.c.update_id.desc())
    )
    surplus = updates.c.update_id.in_(newest.offset(MAX_UPDATES))
    connection.execute(delete(updates).where(condition, or_(updates.c.seen_at <= now - _MAX_AGE, surplus)))
