"""Several processes of a bot on one PostgreSQL: killed one after the other, nothing asked is lost or comes twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from botapi import BotApiServer, World
from databases import Copies
from fleet import Fleet, front
from serving import free_port
from tools import environment_in, until

SECRET = "a-secret-of-the-tests"
ASKED = "三个率先是什么"


@contextmanager
def _fleet(server: BotApiServer, copies: Copies, folder: Path, way: str, size: int = 3) -> Iterator[Fleet]:
    """Bots that share a database, told their updates by polling or at a webhook."""
    port = free_port()
    settings = {**environment_in(folder), **server.environment()}
    if way == "webhook":
        settings |= {"WEBHOOK_SECRET": SECRET, "PUBLIC_URL": f"http://127.0.0.1:{port}"}
    with copies.lent() as url:
        fleet = Fleet(folder, settings, url, size, *(["--webhook"] if way == "webhook" else []))
        try:
            with front(fleet.ports, port):
                for number in range(size):
                    fleet.start(number)
                fleet.until_shared()
                yield fleet
        finally:
            fleet.close()


@pytest.mark.parametrize("way", ["polling", "webhook"])
def test_questions_are_answered_once_and_in_order_though_replicas_are_killed(
    way: str, copies: Copies, tmp_path: Path
) -> None:
    """Of many chats, while one after the other is killed and started again."""
    with BotApiServer(World()) as server, _fleet(server, copies, tmp_path, way) as fleet:
        world = server.world
        people = [world.user(f"Reader {number}") for number in range(6)]
        for number in range(3):
            for person in people:
                world.say(person, person, ASKED)
            if number < 2:
                fleet.kill(number)
                fleet.start(number)
        until(lambda: all(len(world.sent(person)) >= 3 for person in people))
        for person in people:
            print([m.reply_to for m in world.sent(person)])
        fleet.until_shared()
