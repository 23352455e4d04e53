"""What `make chaos REPLICAS=3` does, for a while: one process of a bot after the other is killed, and nothing is lost."""

import sys
from pathlib import Path
from random import SystemRandom

import pytest
from databases import Copies
from tools import environment_in

if sys.platform == "win32":
    pytest.skip("Windows has no such signals", allow_module_level=True)

from bench.chaos.replicas import Killing, ReplicaCourse


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
def test_nothing_asked_is_lost_though_replicas_are_killed(
    webhook: bool, copies: Copies, tmp_path: Path
) -> None:
    """Nor sent twice unless it was on its way at a kill, nor out of order; from a seed that is printed."""
    seed, size = SystemRandom().randrange(10**6), Killing(kills=2, questions=30, chats=8, webhook=webhook)
    print("seed", seed)
    with copies.lent() as url:
        tally = ReplicaCourse(tmp_path, url, seed, size, environment_in(tmp_path)).run()
    print(*tally.told.items(), *tally.examples, sep="\n")
    assert dict.fromkeys(tally.promised, 0) == tally.promised
    assert 30 == tally.told["questions"]
