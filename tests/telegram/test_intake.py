"""What happens to updates before a handler, and to polling in trouble."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from botapi import BotApiServer, World
from botapi.clients import AnyApplication, at_work, updater_of
from structlog.testing import capture_logs
from telegram import Update
from telegram.ext import ApplicationBuilder, BaseUpdateProcessor, TypeHandler

from bot.chat.telegram.transport.intake import Intake
from bot.chat.telegram.transport.polling import PollingBot


class Seen:
    """The ids of updates seen so far, as the database keeps them over a restart."""

    def __init__(self) -> None:
        self.ids: list[int] = []

    def first_time(self, update_id: int) -> bool:
        """Whether the id is new; it is not the next time."""
        self.ids.append(update_id)
        return self.ids.count(update_id) == 1


class Handled:
    """The texts of the messages that came through; `after` says which of them take until another has come through."""

    def __init__(self, **after: str) -> None:
        self.texts: list[str] = []
        self._after, self._changed = after, asyncio.Condition()

    async def handle(self, update: Update, _: object) -> None:
        """Note the update down, perhaps after another one."""
        message = update.message or update.edited_message or update.guest_message
        text = (message.text or "service") if message else "press" if update.callback_query else "inline"
        async with self._changed:
            await self._changed.wait_for(lambda: self._after.get(text, text) in (text, *self.texts))
            self.texts.append(text)
            self._changed.notify_all()


class Pauses:
    """Pauses that take no time, each recorded; the last of so many never ends."""

    def __init__(self, most: int | None = None) -> None:
        self.seconds: list[float] = []
        self._most = most

    async def __call__(self, seconds: float) -> None:
        """Record the pause."""
        self.seconds.append(seconds)
        await (asyncio.Event().wait() if self._most == len(self.seconds) else asyncio.sleep(0))


def _bot(server: BotApiServer, pauses: Pauses, clock: Callable[[], float] = time.monotonic) -> PollingBot:
    return PollingBot(server.world.token, server.base_url, server.base_file_url, pause=pauses, clock=clock)


@asynccontextmanager
async def _running(
    server: BotApiServer, handled: Handled, intake: BaseUpdateProcessor, pauses: Pauses | None = None
) -> AsyncIterator[AnyApplication]:
    builder = ApplicationBuilder().bot(_bot(server, pauses or Pauses())).concurrent_updates(intake)
    application = builder.build()
    application.add_handler(TypeHandler(Update, handled.handle))
    async with at_work(server.world, application):
        yield application


async def _through(world: World, intake: Intake, handled: Handled | None = None) -> list[str]:
    handled = handled or Handled()
    async with BotApiServer(world) as server, _running(server, handled, intake):
        await world.settled()
    return handled.texts


async def test_an_update_delivered_twice_is_handled_once() -> None:
    """Under the same id it is the same one, at once and after a restart."""
    world, seen = World(), Seen()
    alice = world.user("Alice")
    asked = world.say(alice, alice, "水位")
    world.redeliver(asked)
    first = await _through(world, Intake(seen.first_time, world.now))
    world.redeliver(asked)
    world.say(alice, alice, "雨量")
    second = await _through(world, Intake(seen.first_time, world.now))
    assert (["水位"], ["雨量"]) == (first, second)


async def test_an_inline_query_is_not_looked_up() -> None:
    """It is answered within milliseconds, and twice does no harm."""
    world, seen = World(), Seen()
    world.inline(world.user("Alice"), "水位")
    assert ["inline"] == await _through(world, Intake(seen.first_time, world.now))
    assert [] == seen.ids


async def test_old_questions_are_answered_in_private_only() -> None:
    """In a group nobody waits for the answer to a question of eleven minutes ago."""
    world = World()
    alice = world.user("Alice")
    group = world.group("读报", alice)
    world.say(alice, group, "/ask 旧", date=world.now() - 660)
    world.say(alice, group, "/ask 新", date=world.now() - 540)
    world.say(alice, alice, "旧", date=world.now() - 660)
    assert ["/ask 新", "旧"] == sorted(await _through(world, Intake(Seen().first_time, world.now)))


async def test_the_clock_may_be_another_one() -> None:
    """What is old is judged by the clock handed in."""
    world = World()
    alice = world.user("Alice")
    world.say(alice, world.group("读报", alice), "/ask 水位")
    assert [] == await _through(world, Intake(Seen().first_time, lambda: world.now() + 660))


async def test_old_news_about_a_group_come_through() -> None:
    """That it moved while the bot was down is no question."""
    world = World()
    alice = world.user("Alice")
    world.migrate(world.group("读报", alice, kind="group"))
    texts = await _through(world, Intake(Seen().first_time, lambda: world.now() + 660))
    assert ["service", "service"] == texts


async def test_an_old_guest_query_is_dropped() -> None:
    """It can no longer be answered, also where it was put in private."""
    world = World()
    alice, bob = world.user("Alice"), world.user("Bob")
    world.guest(alice, bob, "@zhaiyin_bot 水位")
    assert [] == await _through(world, Intake(Seen().first_time, lambda: world.now() + 660))


async def test_a_late_edit_of_an_old_question_counts_from_the_edit() -> None:
    """Who edits a question of an hour ago waits for the answer now."""
    world = World()
    alice = world.user("Alice")
    asked = world.say(alice, world.group("读报", alice), "/ask 旧", date=world.now() - 3600)
    world.edit(asked, "/ask 新")
    assert ["/ask 新"] == await _through(world, Intake(Seen().first_time, world.now))


async def test_a_chat_keeps_its_order_and_holds_up_no_other() -> None:
    """A slow question is finished before the next one of its chat begins, while other chats go on."""
    world, handled = World(), Handled(慢="快")
    alice, bob = world.user("Alice"), world.user("Bob")
    for user, text in ((alice, "慢"), (alice, "二"), (alice, "三"), (bob, "快")):
        world.say(user, user, text)
    assert ["快", "慢", "二", "三"] == await _through(world, Intake(Seen().first_time, world.now), handled)


async def test_a_press_does_not_wait_for_a_question() -> None:
    """Its answer would come too late."""
    world, handled = World(), Handled(慢="press")
    alice = world.user("Alice")
    keyboard = {"inline_keyboard": [[{"text": "下一条", "callback_data": "n"}]]}
    answer = world.say(alice, alice, "旧", extra={"reply_markup": keyboard}, deliver=False)
    world.say(alice, alice, "慢")
    world.press(alice, world.amend(answer, reply_markup=keyboard), "n")
    assert ["press", "慢"] == await _through(world, Intake(Seen().first_time, world.now), handled)


async def test_one_failure_does_not_hold_up_its_chat() -> None:
    """A handler that raises gives the turn to the next one."""
    world, handled = World(), Handled()
    alice = world.user("Alice")

    async def fail(update: object, context: object) -> None:
        raise ValueError

    async def forgive(update: object, context: object) -> None:
        return

    intake = Intake(Seen().first_time)
    async with BotApiServer(world) as server, _running(server, handled, intake) as application:
        application.add_handler(TypeHandler(Update, fail), group=1)
        application.add_error_handler(forgive)
        world.say(alice, alice, "一")
        world.say(alice, alice, "二")
        await world.settled()
    assert ["一", "二"] == handled.texts


async def test_two_pollers_are_told_in_one_line(caplog: pytest.LogCaptureFixture) -> None:
    """The pause grows to a minute, and there is no traceback."""
    world, pauses = World(), Pauses()
    reason = (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    world.fail_next("getUpdates", 409, reason, times=8)
    with capture_logs() as lines:
        async with (
            BotApiServer(world) as server,
            _running(server, Handled(), Intake(Seen().first_time), pauses),
        ):
            await world.eventually(lambda: len(pauses.seconds) == 8)
    assert [1, 2, 4, 8, 16, 32, 60, 60] == pauses.seconds
    assert ["another process polls with this token; stop one of the two"] == [line["event"] for line in lines]
    assert [] == [record for record in caplog.records if record.name.startswith("telegram")]


async def test_two_real_pollers_do_not_storm() -> None:
    """Each is told once, and pauses before it ends the other's poll, longer each time."""
    world, pauses = World(), Pauses(6)
    with capture_logs() as lines:
        async with BotApiServer(world) as server:
            bots = [_bot(server, pauses) for _ in range(2)]
            applications = [ApplicationBuilder().bot(bot).build() for bot in bots]
            for application in applications:
                await application.initialize()
                await updater_of(application).start_polling()
            await world.eventually(lambda: len(pauses.seconds) == 6)
            for application in applications:
                await updater_of(application).stop()
                await application.shutdown()
    assert [1, 1, 2, 2, 4, 4] == sorted(pauses.seconds)
    assert {"another process polls with this token; stop one of the two"} == {line["event"] for line in lines}
    assert 2 == len(lines)


async def test_a_quiet_poll_does_not_end_a_conflict() -> None:
    """The two take turns; only ten minutes without one are peace, and the next one is told again."""
    world, pauses, now = World(), Pauses(), [0.0]
    events = []
    async with BotApiServer(world) as server, _bot(server, pauses, lambda: now[0]) as bot:
        for at in (0, 300, 1000):
            now[0] = at
            world.fail_next("getUpdates", 409, "Conflict: terminated by other getUpdates request")
            with capture_logs() as lines:
                await bot.get_updates(timeout=1)
                now[0] = at + 1
                await bot.get_updates(timeout=0)
            events.append(len(lines))
    assert [1, 0, 1] == events
    assert [1, 2, 4] == pauses.seconds


async def test_an_outage_is_two_lines() -> None:
    """One when Telegram goes away and one when it is back; afterwards pauses begin anew."""
    world, pauses = World(), Pauses()
    world.say(alice := world.user("Alice"), alice, "水位")
    world.fail_next("getUpdates", 502, "Bad Gateway", times=3)
    with capture_logs() as lines:
        async with BotApiServer(world) as server, _bot(server, pauses) as bot:
            for _ in range(4):
                await bot.get_updates(timeout=1)
            world.drop_next("getUpdates")
            await bot.get_updates(timeout=1)
    away, back = "Telegram is out of reach; trying again", "Telegram is back"
    assert [away, back, away] == [line["event"] for line in lines]
    assert [1, 2, 4, 1] == pauses.seconds


async def test_trouble_does_not_hold_up_the_end() -> None:
    """A bot that waits out an outage stops when told to."""
    world = World()
    world.fail_next("getUpdates", 409, "Conflict: terminated by other getUpdates request", times=9)
    pauses = Pauses(1)
    async with BotApiServer(world) as server:
        application = ApplicationBuilder().bot(_bot(server, pauses)).build()
        async with application:
            await updater_of(application).start_polling()
            await world.eventually(lambda: pauses.seconds)
            await updater_of(application).stop()
    assert [1] == pauses.seconds
