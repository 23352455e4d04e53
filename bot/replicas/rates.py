"""How often something may be done in all processes together: the generic cell rate algorithm in one statement."""

from collections.abc import Callable
from itertools import count

from sqlalchemy import Double, Engine, delete, extract, func, literal

from bot.storage.schema import rates
from bot.storage.transaction import insert_into, transaction

__all__ = ["SharedRate"]

_MINUTE_S = 60.0
_PRUNE_INTERVAL = 512


class SharedRate:
    """Counts in the database, on its clock. `is_wanted` tells whether there is anybody to share with.

    Whoever is quiet for a minute may do `per_minute` things at once, and then one each time a share of the minute
    is over (ITU-T I.371, the virtual scheduling algorithm).
    """

    def __init__(self, engine: Engine, is_wanted: Callable[[], bool] = lambda: True) -> None:
        self._engine, self._is_wanted = engine, is_wanted
        self._calls = count(1)

    @property
    def is_wanted(self) -> bool:
        """Whether others count, too."""
        return self._is_wanted()

    def takes(self, name: str, per_minute: int) -> bool:
        """Count once more for that name; return whether it is allowed. Raises LibraryUnavailable."""
        step_s = _MINUTE_S / per_minute
        now = extract("epoch", func.clock_timestamp()).cast(Double)
        with transaction(self._engine) as connection:
            if next(self._calls) % _PRUNE_INTERVAL == 0:
                connection.execute(delete(rates).where(rates.c.free_at < now))
            free_at = func.greatest(rates.c.free_at, now)
            counted = (
                insert_into(connection, rates)
                .values(name=name, free_at=now + literal(step_s))
                .on_conflict_do_update(
                    index_elements=[rates.c.name],
                    set_={"free_at": free_at + step_s},
                    where=free_at - now <= _MINUTE_S - step_s,
                )
                .returning(rates.c.free_at)
            )
            return connection.scalar(counted) is not None
