"""Votes on answers, one per person."""

from dataclasses import dataclass

from sqlalchemy import Connection, case, delete, func, literal, select

from bot.storage.schema import answers, votes
from bot.storage.transaction import insert_into

__all__ = ["Tally", "tally", "vote", "vote_of"]


@dataclass(frozen=True, slots=True)
class Tally:
    """The numbers of votes for and against an answer."""

    up: int
    down: int


def vote(connection: Connection, number: int, person: str, value: int) -> None:
    """Store the person's vote in place of an earlier one; 0 removes it. Forgotten answers get none."""
    if value not in (1, -1, 0):
        raise ValueError(f"a vote is 1, -1 or 0, not {value!r}")
    if value == 0:
        connection.execute(delete(votes).where(votes.c.number == number, votes.c.person == person))
        return
    # from a SELECT, so that an answer deleted a moment ago causes no broken reference
    row = select(answers.c.number, literal(person), literal(value)).where(answers.c.number == number)
    new = insert_into(connection, votes).from_select(["number", "person", "value"], row)
    connection.execute(
        new.on_conflict_do_update(index_elements=[votes.c.number, votes.c.person], set_={"value": value})
    )


def vote_of(connection: Connection, number: int, person: str) -> int:
    """Return the person's vote on the answer: 1, -1, or 0 for none."""
    own = (votes.c.number == number) & (votes.c.person == person)
    return connection.scalar(select(votes.c.value).where(own)) or 0


def tally(connection: Connection, number: int) -> Tally:
    """Count the votes on the answer."""
    up, down = (func.coalesce(func.sum(case((votes.c.value == v, 1), else_=0)), 0) for v in (1, -1))
    return Tally(*connection.execute(select(up, down).where(votes.c.number == number)).one())
