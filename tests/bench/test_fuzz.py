"""What `make fuzz` does, for a while."""

from pathlib import Path
from random import Random, SystemRandom

import pytest
from telegram import Update

from bench.any_update import any_update
from bench.fuzz import Fuzz

pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")


async def test_nothing_that_a_stranger_sends_is_unhandled(tmp_path: Path) -> None:
    """Of every kind of case some, from a seed that is printed."""
    seed = SystemRandom().randrange(10**6)
    print("seed", seed)
    fuzz = Fuzz(tmp_path, seed)
    cases = 40 * len(fuzz.kinds)
    assert (0, {}) == (await fuzz.run(cases), fuzz.told)
    assert dict.fromkeys(fuzz.kinds, 40) == dict(fuzz.done)


def test_updates_are_of_every_type() -> None:
    """Each that the library knows comes up."""
    types = {name for name in Update.__slots__ if not name.startswith("_")} - {"update_id"}
    updates = [any_update(Random(number), number) for number in range(600)]
    assert types == {name for name in types for update in updates if getattr(update, name) is not None}
