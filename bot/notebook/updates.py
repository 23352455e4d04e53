"""Updates the bot has seen, so that one delivered twice is answered once."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, or_, select

from bot.storage.schema import updates
from bot.storage.transaction import insert_into

__all__ = ["MAX_REMEMBERED", "is_new", "prune"]

MAX_REMEMBERED = 10_000
# Telegram keeps an update for a day at most
_AGE = timedelta(days=2)


def is_new(connection: Connection, platform: str, update_id: int, now: datetime) -> bool:
    """Return True to one caller alone of all that ever ask for the update."""
    keys = [updates.c.platform, updates.c.update_id]
    new = insert_into(connection, updates).on_conflict_do_nothing(index_elements=keys)
    row = {"platform": platform, "update_id": update_id, "seen_at": now}
    return connection.scalar(new.returning(updates.c.update_id), row) is not None


def prune(connection: Connection, platform: str, now: datetime) -> None:
    """Forget all but the platform's newest 10,000 updates, and those seen two days ago or longer."""
    of = updates.c.platform == platform
    # not by id: after a quiet week Telegram starts again at a random one
    newest = (
        select(updates.c.update_id).where(of).order_by(updates.c.seen_at.desc(), updates.c.update_id.desc())
    )
    surplus = updates.c.update_id.in_(newest.offset(MAX_REMEMBERED))
    connection.execute(delete(updates).where(of, or_(updates.c.seen_at <= now - _AGE, surplus)))
