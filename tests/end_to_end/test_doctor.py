"""`zhaiyin doctor`, and what it says of a bot's settings."""

import asyncio
import json
from pathlib import Path
from typing import Any

import telegram
from botapi import BotApiServer, World
from botapi.clients import connected
from processes import finished
from typer.testing import CliRunner, Result

from bot.assistant.password import hash_of
from bot.chat.telegram.about.checkup import abilities, checkup
from bot.chat.telegram.about.introduction import introduce
from bot.chat.telegram.transport.waits import Waits
from bot.cli.command_line import command_line
from bot.storage.schema import HEAD


def _doctor(*options: str, **variables: str) -> Result:
    arguments = ["doctor", *options]
    return CliRunner().invoke(command_line(arguments), arguments, env=variables)


def _checks(done: Result) -> dict[str, dict[str, Any]]:
    objects = [json.loads(line) for line in done.stdout.splitlines()]
    assert all({"name", "ok", "detail", "todo"} == check.keys() for check in objects)
    return {check["name"]: check for check in objects}


def test_it_is_a_command(environment: dict[str, str], tmp_path: Path) -> None:
    """Of its own process, whose exit status tells; 2 is for wrong use."""
    statuses = [
        finished("doctor", *options, environment=environment, folder=tmp_path).returncode
        for options in ((), ("--all",))
    ]
    assert [0, 2] == statuses


def test_without_a_token_the_rest_is_checked(tmp_path: Path) -> None:
    """Exit status 0: a token is optional; the checklist says where to get one."""
    done = _doctor()
    assert (0, "") == (done.exit_code, done.stderr)
    assert "✗" not in done.stdout
    assert f"✓ data folder: {tmp_path / 'data'} is writable" in done.stdout
    assert f"is at the newest migration, {HEAD}" in done.stdout
    assert "✓ shelf: 1 article," in done.stdout
    assert "✓ sample question: 「三个率先」 answered in" in done.stdout
    assert "– addresses: chats may not add pages; ZHAIYIN_CHAT_URLS=true lets them" in done.stdout
    assert "– password: nobody adds articles in the browser; WEB_PASSWORD_FILE" in done.stdout
    assert "– telegram: not checked, since there is no TELEGRAM_BOT_TOKEN" in done.stdout
    assert "To do at @BotFather:\n  ☐ /newbot" in done.stdout


def test_a_bot_that_never_ran_is_well() -> None:
    """Everything that Telegram says of it is read, nothing is changed, and the token stays unseen."""
    world = World()
    world.say(alice := world.user("Alice"), alice, "水位")
    with BotApiServer(world) as server:
        done = _doctor("--json", **server.environment())
    checks = _checks(done)
    assert (0, "") == (done.exit_code, done.stderr)
    assert "摘引 (@zhaiyin_bot)" == checks["bot"]["detail"]
    assert [True] * 5 == [
        checks[n]["ok"] for n in ("token", "privacy mode", "groups", "inline mode", "webhook")
    ]
    assert "1 waiting" == checks["updates"]["detail"]
    assert [None] * 3 == [checks[n]["ok"] for n in ("other pollers", "commands", "ephemeral messages")]
    assert world.token.split(":")[1] not in done.stdout
    assert {call.method for call in world.calls() if call.method.startswith("get")} == {
        "getMe",
        "getWebhookInfo",
        "getMyCommands",
    }
    assert [] == [call.method for call in world.calls() if call.ok and not call.method.startswith("get")]
    assert [] == world.calls("getUpdates")


def test_what_is_wrong_is_reported_with_what_to_do(tmp_path: Path) -> None:
    """A webhook, old commands and an unreadable article: exit status 1; the rest is checked all the same."""
    world = World()
    world.supports_ephemeral, world.privacy_mode = True, False
    world.webhook = {"url": "https://bots.example.org/secret-path"}
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "broken.md").write_text("---\ntitle: [\n---\n", "utf-8")
    (tmp_path / "corpus" / "note.md").write_text("# 书架\n\n大家同意买松木的书架，预算是八百元。\n", "utf-8")
    with BotApiServer(world) as server:
        asyncio.run(_register_one(world))
        done = _doctor("--json", **server.environment(), ZHAIYIN_CORPUS_DIR=str(tmp_path / "corpus"))
    checks = _checks(done)
    assert 1 == done.exit_code
    assert {"corpus", "webhook", "commands"} == {
        name for name, check in checks.items() if check["ok"] is False
    }
    assert "broken.md" in checks["corpus"]["detail"]
    assert "bots.example.org" in checks["webhook"]["detail"]
    assert "secret-path" not in done.stdout
    assert "zhaiyin run" in checks["webhook"]["todo"]
    assert "all_group_chats/zh" in checks["commands"]["detail"]
    assert checks["privacy mode"]["detail"].startswith("off")
    assert checks["ephemeral messages"]["ok"]
    assert checks["shelf"]["detail"].startswith("1 article, 1 passage;")


def test_a_kept_index_that_was_cut_is_told(tmp_path: Path) -> None:
    """Though the bot would make it anew by itself; empty, cut, or without its seal."""
    folder = tmp_path / "data" / "indexes"
    folder.mkdir(parents=True)
    (folder / "empty.npz").write_bytes(b"")
    (folder / "sealed.json").write_bytes(b"{")
    told = [json.loads(line) for line in _doctor("--json").stdout.splitlines()]
    wrong = [check["detail"] for check in told if check["name"] == "index" and check["ok"] is False]
    assert ["the kept one empty.npz is damaged", "the kept one sealed.npz is damaged"] == wrong


async def _register_one(world: World) -> None:
    async with connected(world) as bot:
        await bot.set_my_commands([telegram.BotCommand("ask", "问文章一个问题")])


async def test_commands_are_well_once_the_bot_ran() -> None:
    """What `zhaiyin run` registers is what the doctor looks for."""
    world = World()
    async with BotApiServer(world) as server:
        async with telegram.Bot(world.token, base_url=server.base_url) as bot:
            await introduce(bot, Waits())
        found = {name: ok for name, ok, _, _ in await asyncio.to_thread(checkup, world.token, server.url)}
    assert found["commands"]


def test_what_is_off_at_botfather_is_reported() -> None:
    """Inline mode and groups are asked for; guest queries are a choice, inline feedback is not needed."""
    me = telegram.User(
        7, "摘引", True, username="zhaiyin_bot", can_join_groups=False, supports_inline_queries=False
    )
    found = {name: (ok, todo) for name, ok, _, todo in abilities(me)}
    assert (False, "@BotFather: /setjoingroups, then Enable") == found["groups"]
    ok, todo = found["inline mode"]
    assert ok is False
    assert "@BotFather: /setinline" in (todo or "")
    assert found["guest queries"][0] is None
    assert (None, None) == found["inline feedback"]
    assert found["privacy mode"][0]


def test_a_refused_token_is_one_line() -> None:
    """It names BotFather and does not show the token."""
    with BotApiServer(World()) as server:
        done = _doctor(**{**server.environment(), "TELEGRAM_BOT_TOKEN": "123:wrong-but-secret"})
    assert 1 == done.exit_code
    assert ["✗ token: " in done.stdout, "☐ /token" in done.stdout] == [True, True]
    assert "wrong-but-secret" not in done.stdout + done.stderr


def test_no_network_is_one_line() -> None:
    """What needs no network is checked all the same."""
    done = _doctor("--json", TELEGRAM_BOT_TOKEN="123:abc", TELEGRAM_API_BASE_URL="http://127.0.0.1:9")
    checks = _checks(done)
    assert (1, "") == (done.exit_code, done.stderr)
    assert ["token"] == [name for name, check in checks.items() if check["ok"] is False]
    assert checks["token"]["detail"].startswith("http://127.0.0.1:9 cannot be reached")
    assert "token" == list(checks)[-1]


def test_a_wrong_setting_ends_the_check() -> None:
    """Nothing that depends on settings can be checked then."""
    done = _doctor(TELEGRAM_BOT_TOKEN="令牌")
    assert 1 == done.exit_code
    assert "✗ settings: TELEGRAM_BOT_TOKEN: not a token" in done.stdout
    assert "令牌" not in done.stdout


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """Data folder, database and shelf depend on it."""
    (tmp_path / "data").write_text("", "utf-8")
    checks = _checks(_doctor("--json"))
    assert str(tmp_path / "data") in checks["data folder"]["detail"]
    assert "ZHAIYIN_DATA_DIR" in checks["data folder"]["todo"]
    assert [False] * 2 == [checks["database"]["ok"], checks["shelf"]["ok"]]


def test_an_empty_shelf_is_reported(tmp_path: Path) -> None:
    """With the command that fills it."""
    (tmp_path / "corpus").mkdir()
    checks = _checks(_doctor("--json", ZHAIYIN_CORPUS_DIR=str(tmp_path / "corpus")))
    assert (False, "zhaiyin add FILE") == (checks["shelf"]["ok"], checks["shelf"]["todo"])


def test_whether_articles_can_be_added_in_the_browser_is_told(tmp_path: Path) -> None:
    """A file that holds no hash is wrong; its content is not shown."""
    file = tmp_path / "password"
    outcomes = []
    for content in ("four old chairs", hash_of("four old chairs")):
        file.write_text(content, encoding="ascii")
        outcomes.append(_checks(_doctor("--json", WEB_PASSWORD_FILE=str(file)))["password"])
    assert [False, True] == [outcome["ok"] for outcome in outcomes]
    assert "zhaiyin password FILE" in outcomes[0]["todo"]
    assert "chairs" not in str(outcomes)
