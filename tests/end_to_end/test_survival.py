"""`zhaiyin run` as a process that is killed, cut off and lied to: nothing asked is lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from botapi import BotApiServer, Call, Message, User, World
from databases import NoPostgres, Postgres, database, postgres
from processes import Process, start
from tools import unavailable, until

from bot.locale import languages

OPEN = "三个率先是啥"


@contextmanager
def _process(environment: dict[str, str], server: BotApiServer, folder: Path) -> Iterator[Process]:
    settings = {**environment, **server.environment(), "WEB_PORT": "0"}
    with (folder / "log").open("ab") as log:
        process = start("run", environment=settings, folder=folder, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def _log(folder: Path) -> str:
    return (folder / "log").read_text(encoding="utf-8")


def _answers(world: World, people: list[User]) -> dict[int, list[Message]]:
    return {user.id: world.sent(user) for user in people}


def _are_answered(world: World, people: list[User], enough: int) -> bool:
    return sum(map(len, _answers(world, people).values())) >= enough


def _last_is_read(calls: list[Call]) -> bool:
    """Whether the short descriptions in every language were looked up, the last things to be announced."""
    count = len({language.split("-")[0] for language in languages()}) + 1
    return count <= len([call for call in calls if call.method == "getMyShortDescription"])


@pytest.fixture
def world() -> World:
    """A small Telegram."""
    return World()


def test_a_database_that_is_restarted_in_a_burst_of_questions_loses_none(
    world: World, environment: dict[str, str], tmp_path: Path
) -> None:
    """All thirty are answered once and in order; one line tells of the outage, and one of its end."""
    try:
        with postgres() as server, database(server.engine, "burst") as url:
            _burst(world, server, {**environment, "DATABASE_URL": url}, tmp_path)
    except NoPostgres as error:
        unavailable(str(error))
    log = _log(tmp_path)
    assert 1 == log.count("the database is out of reach") == log.count("the database is back")
    assert "Traceback" not in log


def _burst(world: World, server: Postgres, environment: dict[str, str], folder: Path) -> None:
    """Let five people ask thirty questions, and the database be away while they do."""
    people = [world.user(f"User {number}") for number in range(5)]
    asked = {user.id: list[int]() for user in people}
    with BotApiServer(world) as telegram, _process(environment, telegram, folder):
        for number in range(30):
            user = people[number % 5]
            asked[user.id].append(world.say(user, user, f"{OPEN}？" + "？" * number).message_id)
            if number == 14:
                world.wait_for(partial(_are_answered, world, people, 2))
                server.stop()
        until(lambda: "the database is out of reach" in _log(folder))
        server.start()
        world.wait_for(partial(_are_answered, world, people, 30))
    assert asked == {
        user: [one.reply_to for one in answers] for user, answers in _answers(world, people).items()
    }


def test_it_waits_for_the_network(world: World, environment: dict[str, str], tmp_path: Path) -> None:
    """A start without Telegram is one line; the first question is answered once it is there."""
    world.answer_next("getMe", 502, "<html>Bad Gateway</html>", times=2)
    world.fail_next("getMe", 404, "Not Found")
    world.fail_next("setMyCommands", 429, "Too Many Requests: retry after 400", {"retry_after": 400}, times=2)
    world.fail_next("setMyDescription", 404, "Not Found: method not found", times=9)
    alice = world.user("Alice")
    with BotApiServer(world) as server, _process(environment, server, tmp_path):
        world.say(alice, alice, OPEN)
        world.wait_for(lambda: world.sent(alice))
    log = _log(tmp_path)
    assert 1 == log.count("Telegram is out of reach; trying again")
    assert 1 == log.count("Telegram is back")
    assert "Traceback" not in log


def test_what_telegram_knows_is_not_announced_again(
    world: World, environment: dict[str, str], tmp_path: Path
) -> None:
    """The second start asks what is there, and changes no command and no description."""
    with BotApiServer(world) as server:
        with _process(environment, server, tmp_path):
            world.wait_for(lambda: _last_is_read(world.log))
        before = len(world.log)
        with _process(environment, server, tmp_path):
            world.wait_for(lambda: _last_is_read(world.log[before:]))
    assert not [call.method for call in world.log[before:] if call.method.startswith("setMy")]


def test_one_refusal_of_the_token_is_survived_and_two_end_it(
    world: World, environment: dict[str, str], tmp_path: Path
) -> None:
    """With status 3 and one line, so that a supervisor starts it again."""
    alice = world.user("Alice")
    with BotApiServer(world) as server, _process(environment, server, tmp_path) as process:
        world.wait_for(lambda: world.waiting_polls)
        world.fail_next("getUpdates", 401, "Unauthorized")
        world.say(alice, alice, OPEN)
        world.wait_for(lambda: world.sent(alice))
        world.say(alice, alice, OPEN + "？")
        world.wait_for(lambda: 401 in [call.code for call in world.calls("getUpdates")])
        world.fail_next("getUpdates", 404, "Not Found", times=9)
        world.say(alice, alice, OPEN + "！")
        assert 3 == process.wait()
    assert _log(tmp_path).splitlines()[-1].startswith("zhaiyin: TELEGRAM_BOT_TOKEN: ")
    assert "Traceback" not in _log(tmp_path)


def test_an_answer_that_is_refused_comes_all_the_same(
    world: World, environment: dict[str, str], tmp_path: Path
) -> None:
    """Once, and an edit of the question edits it."""
    alice = world.user("Alice")
    with BotApiServer(world) as server, _process(environment, server, tmp_path):
        world.answer_next("sendMessage", 502, "<html>", times=2)
        asked = world.say(alice, alice, OPEN)
        world.wait_for(lambda: world.sent(alice))
        world.edit(asked, "四个高效是什么")
        world.wait_for(lambda: world.calls("editMessageText"))
    assert 1 == len(world.sent(alice))
    assert "Traceback" not in _log(tmp_path)


def test_it_stops_at_once_while_it_waits(world: World, environment: dict[str, str], tmp_path: Path) -> None:
    """What waits to be sent is sent after the next start."""
    alice = world.user("Alice")
    with BotApiServer(world) as server:
        world.answer_next("sendMessage", 502, "", times=4)
        with _process(environment, server, tmp_path) as process:
            world.say(alice, alice, OPEN)
            world.wait_for(lambda: len(world.calls("sendMessage")) == 4)
            process.terminate()
            assert 0 == process.wait()
        assert [] == world.sent(alice)
        with _process(environment, server, tmp_path):
            world.wait_for(lambda: world.sent(alice))
    until(lambda: "taking up again" in _log(tmp_path))
    assert 1 == len(world.sent(alice))
