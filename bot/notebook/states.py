"""The states of an update, from its arrival to its answer, and what moves it from one to another."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

__all__ = ["FINAL", "TRANSITIONS", "Event", "State", "state_after"]


class State(StrEnum):
    """Where an update stands; the value is what the database holds."""

    RECEIVED = "received"
    """Stored, and no handler has begun."""
    IN_HAND = "in hand"
    """A handler is at it, and all that it sent so far is confirmed or known not to have left."""
    SENDING = "sending"
    """A new message is on its way."""
    IN_DOUBT = "in doubt"
    """A message left, and nobody knows whether it arrived."""
    SENDING_AGAIN = "sending again"
    """The message in doubt is on its way once more."""
    DONE = "done"
    GIVEN_UP = "given up"


class Event(StrEnum):
    """What happens to an update."""

    TAKE = "taken"
    SEND = "a message leaves"
    CONFIRM = "it is confirmed"
    FAIL = "it did not leave"
    LOSE = "no word of it"
    FINISH = "finished"
    GIVE_UP = "dropped by rule"
    START = "the bot starts"


_S, _E = State, Event
TRANSITIONS: Mapping[tuple[State, Event], State] = MappingProxyType(
    {
        (_S.RECEIVED, _E.TAKE): _S.IN_HAND,
        (_S.RECEIVED, _E.GIVE_UP): _S.GIVEN_UP,
        (_S.RECEIVED, _E.START): _S.RECEIVED,
        (_S.IN_HAND, _E.SEND): _S.SENDING,
        (_S.IN_HAND, _E.FINISH): _S.DONE,
        (_S.IN_HAND, _E.GIVE_UP): _S.GIVEN_UP,
        (_S.IN_HAND, _E.START): _S.RECEIVED,
        (_S.SENDING, _E.CONFIRM): _S.IN_HAND,
        (_S.SENDING, _E.FAIL): _S.IN_HAND,
        (_S.SENDING, _E.LOSE): _S.IN_DOUBT,
        (_S.SENDING, _E.START): _S.RECEIVED,
        (_S.IN_DOUBT, _E.TAKE): _S.IN_DOUBT,
        (_S.IN_DOUBT, _E.SEND): _S.SENDING_AGAIN,
        (_S.IN_DOUBT, _E.FINISH): _S.DONE,
        (_S.IN_DOUBT, _E.GIVE_UP): _S.GIVEN_UP,
        (_S.IN_DOUBT, _E.START): _S.IN_DOUBT,
        (_S.SENDING_AGAIN, _E.CONFIRM): _S.IN_HAND,
        (_S.SENDING_AGAIN, _E.FAIL): _S.IN_DOUBT,
        (_S.SENDING_AGAIN, _E.LOSE): _S.GIVEN_UP,
        (_S.SENDING_AGAIN, _E.START): _S.IN_DOUBT,
    }
)
"""The only moves there are; `docs/inbox.md` shows them as a table."""

FINAL = frozenset({State.DONE, State.GIVEN_UP})
"""States that nothing leaves, and in which only the update's number is kept."""


def state_after(state: State, event: Event) -> State:
    """Return the state after the event; a final one stays. Raises ValueError if the event cannot happen there."""
    if state in FINAL:
        return state
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise ValueError(f"{event!r} cannot happen to an update that is {state!r}") from None
