"""What happens to updates before a handler, and to polling in trouble."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest
from botapi import BotApiServer, World
from botapi.clients import AnyApplication, at_work, updater_of
from structlog.testing import capture_logs
from telegram import Bot, Update
from telegram.error import BadRequest
from telegram.ext import ApplicationBuilder, TypeHandler
from telegram_mail import Pauses, inbox_in, mail_in

from bot.chat.telegram.transport.in_hand import current
from bot.chat.telegram.transport.intake import Intake
from bot.chat.telegram.transport.mail import Mail
from bot.chat.telegram.transport.polling import PollingBot
from bot.chat.telegram.transport.waits import Waits
from bot.errors import LibraryUnavailable


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


def _bot(
    server: BotApiServer,
    pauses: Pauses,
    mail: Mail,
    clock: Callable[[], float] = time.monotonic,
    **more: Any,
) -> PollingBot:
    how: dict[str, Any] = {"mail": mail, "pause": pauses, "clock": clock, **more}
    return PollingBot(server.world.token, server.base_url, server.base_file_url, **how)


@asynccontextmanager
async def _running(
    server: BotApiServer, handled: Handled, mail: Mail, pauses: Pauses | None = None, **more: Any
) -> AsyncIterator[AnyApplication]:
    intake = Intake(mail)
    bot = _bot(server, pauses or Pauses(), mail, **more)
    application = ApplicationBuilder().bot(bot).concurrent_updates(intake).build()
    intake.handle = application.process_update
    application.add_handler(TypeHandler(Update, handled.handle))
    async with at_work(server.world, application):
        yield application


async def _through(
    world: World, folder: Path, handled: Handled | None = None, clock: Callable[[], float] | None = None
) -> list[str]:
    handled = handled or Handled()
    mail = mail_in(folder, clock or world.now)
    async with BotApiServer(world) as server, _running(server, handled, mail):
        await world.settled()
    return handled.texts


async def test_an_update_delivered_twice_is_handled_once(tmp_path: Path) -> None:
    """Under the same id it is the same one, at once and after a restart."""
    world = World()
    alice = world.user("Alice")
    asked = world.say(alice, alice, "水位")
    world.redeliver(asked)
    first = await _through(world, tmp_path)
    world.redeliver(asked)
    world.say(alice, alice, "雨量")
    second = await _through(world, tmp_path)
    assert (["水位"], ["雨量"]) == (first, second)


async def test_the_numbers_of_updates_are_a_bots_own(tmp_path: Path) -> None:
    """A new token on an old folder loses nothing, though its updates have the numbers of the other's."""
    texts = []
    for bot_id in (7_000_001, 7_000_002):
        world, handled = World(bot_id=bot_id), Handled()
        alice = world.user("Alice")
        world.say(alice, alice, "水位")
        mail = Mail(inbox_in(tmp_path, bot_id), Waits(clock=world.now))
        async with BotApiServer(world) as server, _running(server, handled, mail):
            await world.settled()
        texts += handled.texts
    assert ["水位", "水位"] == texts


async def test_an_inline_query_is_not_stored(tmp_path: Path) -> None:
    """It is answered within milliseconds, and nobody waits for it later."""
    world = World()
    world.inline(world.user("Alice"), "水位")
    assert ["inline"] == await _through(world, tmp_path)
    assert () == inbox_in(tmp_path).start().unfinished


@pytest.mark.parametrize("field", ["chat", "date", "message_id"])
async def test_an_update_that_cannot_be_read_is_skipped(tmp_path: Path, field: str) -> None:
    """It is one line in the log with its number and kind; those beside it are handled, and it does not come again."""
    world = World()
    alice = world.user("Alice")
    world.say(alice, alice, "一")
    chat = {"id": 5, "type": "private"}
    whole = {"message_id": 1, "date": 1, "chat": chat, "text": "秘密"}
    odd = world.notify("message", {key: value for key, value in whole.items() if key != field})
    assert odd is not None
    world.say(alice, alice, "二")
    with capture_logs() as lines:
        assert ["一", "二"] == await _through(world, tmp_path)
    [line] = [line for line in lines if line["event"] == "update skipped"]
    assert (odd.update_id, "message") == (line["update"], line["kind"])
    assert "秘密" not in str(lines)
    assert [] == await _through(world, tmp_path)


async def test_what_can_be_neither_read_nor_stored_is_told_of_once(tmp_path: Path) -> None:
    """However often it comes again meanwhile."""
    mail, bot = mail_in(tmp_path, time.time), Bot("1:token")
    odd = {"update_id": 5, "message": {"message_id": 1, "date": 1}}
    with capture_logs() as lines, closing(sqlite3.connect(tmp_path / "zhaiyin.db")) as database:
        database.execute("ALTER TABLE updates RENAME TO elsewhere")
        for _ in range(3):
            with pytest.raises(LibraryUnavailable):
                await mail.receive([odd], bot)
        database.execute("ALTER TABLE elsewhere RENAME TO updates")
        assert [] == await mail.receive([odd], bot)
    assert ["update skipped"] == [line["event"] for line in lines]


async def test_what_was_in_hand_at_the_end_is_taken_up_again(tmp_path: Path) -> None:
    """In order within its chat, and before what came since."""
    world = World()
    alice = world.user("Alice")
    stored = [world.say(alice, alice, text) for text in ("一", "二")]
    async with BotApiServer(world) as server, _bot(server, Pauses(), mail_in(tmp_path, world.now)) as bot:
        await bot.get_updates(timeout=1)
        await bot.get_updates(timeout=1)
    assert 2 == len(stored)
    world.say(alice, alice, "三")
    assert ["一", "二", "三"] == await _through(world, tmp_path)
    assert [] == await _through(world, tmp_path)


async def test_what_the_database_fails_is_handled_again(tmp_path: Path) -> None:
    """In its turn: the chat's next message waits, and the log tells of the outage in two lines."""
    world, texts = World(), list[str]()
    alice = world.user("Alice")

    async def handle(update: Update, _: object) -> None:
        assert update.message is not None
        texts.append(update.message.text or "")
        if len(texts) <= 2:
            current().fault = LibraryUnavailable("locked")

    for text in ("一", "二"):
        world.say(alice, alice, text)
    pauses = Pauses()
    mail = mail_in(tmp_path, world.now, pauses)
    with capture_logs() as lines:
        async with BotApiServer(world) as server:
            intake = Intake(mail)
            application = (
                ApplicationBuilder().bot(_bot(server, pauses, mail)).concurrent_updates(intake).build()
            )
            intake.handle = application.process_update
            application.add_handler(TypeHandler(Update, handle))
            async with at_work(world, application):
                await world.settled()
    assert ["一", "一", "一", "二"] == texts
    assert ["the database is out of reach; trying again", "the database is back"] == [
        line["event"] for line in lines
    ]


async def test_an_old_guest_query_is_dropped(tmp_path: Path) -> None:
    """It can no longer be answered, also where it was put in private."""
    world = World()
    alice, bob = world.user("Alice"), world.user("Bob")
    world.guest(alice, bob, "@zhaiyin_bot 水位")
    assert [] == await _through(world, tmp_path, clock=lambda: world.now() + 660)


async def test_a_chat_keeps_its_order_and_holds_up_no_other(tmp_path: Path) -> None:
    """A slow question is finished before the next one of its chat begins, while other chats go on."""
    world, handled = World(), Handled(慢="快")
    alice, bob = world.user("Alice"), world.user("Bob")
    for user, text in ((alice, "慢"), (alice, "二"), (alice, "三"), (bob, "快")):
        world.say(user, user, text)
    assert ["快", "慢", "二", "三"] == await _through(world, tmp_path, handled)


async def test_a_press_does_not_wait_for_a_question(tmp_path: Path) -> None:
    """Its answer would come too late."""
    world, handled = World(), Handled(慢="press")
    alice = world.user("Alice")
    keyboard = {"inline_keyboard": [[{"text": "下一条", "callback_data": "n"}]]}
    answer = world.say(alice, alice, "旧", extra={"reply_markup": keyboard}, deliver=False)
    world.say(alice, alice, "慢")
    world.press(alice, world.amend(answer, reply_markup=keyboard), "n")
    assert ["press", "慢"] == await _through(world, tmp_path, handled)


async def test_one_failure_does_not_hold_up_its_chat(tmp_path: Path) -> None:
    """A handler that raises gives the turn to the next one."""
    world, handled = World(), Handled()
    alice = world.user("Alice")

    async def fail(update: object, context: object) -> None:
        raise ValueError

    async def forgive(update: object, context: object) -> None:
        return

    mail = mail_in(tmp_path, world.now)
    async with BotApiServer(world) as server, _running(server, handled, mail) as application:
        application.add_handler(TypeHandler(Update, fail), group=1)
        application.add_error_handler(forgive)
        world.say(alice, alice, "一")
        world.say(alice, alice, "二")
        await world.settled()
    assert ["一", "二"] == handled.texts


async def test_two_pollers_are_told_in_one_line(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The pause grows to a minute, and there is no traceback."""
    world, pauses = World(), Pauses()
    reason = (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    world.fail_next("getUpdates", 409, reason, times=8)
    with capture_logs() as lines:
        async with (
            BotApiServer(world) as server,
            _running(server, Handled(), mail_in(tmp_path, world.now), pauses),
        ):
            await world.eventually(lambda: len(pauses.seconds) == 8)
    assert [1, 2, 4, 8, 16, 32, 60, 60] == pauses.seconds
    assert ["another process polls with this token; stop one of the two"] == [line["event"] for line in lines]
    assert [] == [record for record in caplog.records if record.name.startswith("telegram")]


async def test_a_webhook_set_meanwhile_ends_polling_and_stays(tmp_path: Path) -> None:
    """Whoever set it is told the updates from now on."""
    world, pauses, ends = World(), Pauses(), list[bool]()
    async with (
        BotApiServer(world) as server,
        _bot(server, pauses, mail_in(tmp_path, world.now), on_refused=lambda: ends.append(True)) as bot,
    ):
        await bot.get_updates(timeout=1)
        assert not bot.webhook_stands
        await bot.set_webhook("http://127.0.0.1:9/hook")
        assert () == await bot.get_updates(timeout=1)
    assert (True, [True]) == (bot.webhook_stands, ends)
    assert [] == world.calls("deleteWebhook")


async def test_a_webhook_set_meanwhile_is_named_and_removed_if_that_is_wanted(tmp_path: Path) -> None:
    """It is not taken for another process; polling goes on, and loses nothing."""
    world, pauses, handled = World(), Pauses(), Handled()
    async with BotApiServer(world) as server:
        bot = _bot(server, pauses, mail_in(tmp_path, world.now))
        running = _running(server, handled, mail_in(tmp_path, world.now), pauses, insistent=True)
        async with running, bot:
            await world.eventually(lambda: world.waiting_polls)
            with capture_logs() as lines:
                await bot.set_webhook("http://127.0.0.1:9/hook")
                world.say(alice := world.user("Alice"), alice, "水位")
                await world.settled()
    assert (["水位"], [1]) == (handled.texts, pauses.seconds)
    assert ["a webhook is set, and keeps updates from being polled; removing it"] == [
        line["event"] for line in lines
    ]


async def test_trouble_after_a_conflict_is_waited_out_as_any_other(tmp_path: Path) -> None:
    """Only a conflict is followed by long pauses for ten minutes."""
    world, pauses = World(), Pauses()
    async with BotApiServer(world) as server, _bot(server, pauses, mail_in(tmp_path, world.now)) as bot:
        for code, description in ((409, "Conflict: terminated"), (409, "Conflict: terminated"), (502, "Bad")):
            world.fail_next("getUpdates", code, description)
            await bot.get_updates(timeout=1)
            await bot.get_updates(timeout=0)
    assert [1, 2, 1] == pauses.seconds


async def test_two_real_pollers_do_not_storm(tmp_path: Path) -> None:
    """Each is told once, and pauses before it ends the other's poll, longer each time."""
    world, pauses = World(), Pauses(6)
    with capture_logs() as lines:
        async with BotApiServer(world) as server:
            bots = [_bot(server, pauses, mail_in(tmp_path, world.now)) for _ in range(2)]
            applications = [ApplicationBuilder().bot(bot).build() for bot in bots]
            for application in applications:
                await application.initialize()
                await updater_of(application).start_polling()
            await world.eventually(lambda: len(pauses.seconds) == 6)
            for application in applications:
                await updater_of(application).stop()
                await application.shutdown()
    # the last poll of the one that is stopped first may end the other's once more
    assert [1, 1, 2, 2, 4, 4] == sorted(pauses.seconds[:6])
    assert {"another process polls with this token; stop one of the two"} == {line["event"] for line in lines}
    assert 2 == len(lines)


async def test_a_quiet_poll_does_not_end_a_conflict(tmp_path: Path) -> None:
    """The two take turns; only ten minutes without one are peace, and the next one is told again."""
    world, pauses, now = World(), Pauses(), [0.0]
    events = []
    async with (
        BotApiServer(world) as server,
        _bot(server, pauses, mail_in(tmp_path, world.now), lambda: now[0]) as bot,
    ):
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


async def test_an_outage_is_two_lines(tmp_path: Path) -> None:
    """One when Telegram goes away and one when it is back; afterwards pauses begin anew."""
    world, pauses = World(), Pauses()
    world.say(alice := world.user("Alice"), alice, "水位")
    world.fail_next("getUpdates", 502, "Bad Gateway", times=3)
    with capture_logs() as lines:
        async with BotApiServer(world) as server, _bot(server, pauses, mail_in(tmp_path, world.now)) as bot:
            for _ in range(4):
                await bot.get_updates(timeout=1)
            world.drop_next("getUpdates")
            await bot.get_updates(timeout=1)
    away, back = "Telegram is out of reach; trying again", "Telegram is back"
    assert [away, back, away] == [line["event"] for line in lines]
    assert [1, 2, 4, 1] == pauses.seconds


async def test_trouble_does_not_hold_up_the_end(tmp_path: Path) -> None:
    """A bot that waits out an outage stops when told to."""
    world = World()
    world.fail_next("getUpdates", 409, "Conflict: terminated by other getUpdates request", times=9)
    pauses = Pauses(1)
    async with BotApiServer(world) as server:
        application = ApplicationBuilder().bot(_bot(server, pauses, mail_in(tmp_path, world.now))).build()
        async with application:
            await updater_of(application).start_polling()
            await world.eventually(lambda: pauses.seconds)
            await updater_of(application).stop()
    assert [1] == pauses.seconds


async def test_a_file_is_asked_for_until_it_is_to_be_had(tmp_path: Path) -> None:
    """An addition is not lost because the server stumbles; what it refuses is refused."""
    world, pauses = World(), Pauses()
    file = world.keep_file("n.txt", "渡船".encode())
    async with BotApiServer(world) as server, _bot(server, pauses, mail_in(tmp_path, world.now)) as bot:
        world.fail_next("getFile", 500, "Internal Server Error", times=2)
        found = await bot.get_file(file["file_id"])
        with pytest.raises(BadRequest):
            await bot.get_file("nothing")
    assert file["file_id"] == found.file_id
    assert [0.5, 1] == pauses.seconds
