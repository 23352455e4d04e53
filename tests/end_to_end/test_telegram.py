"""`zhaiyin run` as a process, on a strict Bot API server, in private and in a group."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from botapi import BotApiServer, Chat, Message, User, World
from command_line import Done
from processes import finished, start
from tools import environment_in


@contextmanager
def _running(server: BotApiServer, environment: dict[str, str], folder: Path) -> Iterator[None]:
    with (folder / "log").open("wb") as log:
        settings = {**environment, **server.environment()}
        process = start("run", environment=settings, folder=folder, stdout=log, stderr=log)
        try:
            server.world.wait_for(lambda: server.world.calls("getWebhookInfo"))
            yield
        finally:
            process.terminate()
            process.wait()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A small Telegram that the bot is answering in; every test has people of its own there."""
    folder, world = tmp_path_factory.mktemp("run"), World()
    world.privacy_mode = False
    with BotApiServer(world) as server, _running(server, environment_in(folder), folder):
        yield world


@pytest.fixture
def own_world(environment: dict[str, str], tmp_path: Path) -> Iterator[World]:
    """One for a test that changes the shelf."""
    world = World()
    with BotApiServer(world) as server, _running(server, environment, tmp_path):
        yield world


def _answers(world: World, chat: Chat | User, count: int = 1) -> list[Message]:
    world.wait_for(lambda: len(world.sent(chat)) >= count)
    return world.sent(chat)


def test_a_private_question_gets_the_quotation_as_a_reply(world: World) -> None:
    """The passage in a quotation, its focus in bold, the source under it, replying to the question."""
    alice = world.user("Alice")
    asked = world.say(alice, alice, "三个率先是啥")
    [answer] = _answers(world, alice)
    [quotation] = answer.marked("blockquote")
    assert "三个率先" in quotation
    assert answer.marked("bold")[0] in quotation
    assert "——李春奎《致力在数字重庆建设的新赛道中跑出加速度》" in (answer.text or "")
    assert asked.message_id == answer.reply_to


def test_the_commands_introduce_the_bot(world: World) -> None:
    """/start, /help and /about answer in the user's language."""
    alice = world.user("Alice")
    bob = world.user("Bob", language_code="en")
    world.say(alice, alice, "/start")
    world.say(bob, bob, "/help")
    world.say(bob, bob, "/about")
    assert "致力在数字重庆建设的新赛道中跑出加速度" in (_answers(world, alice)[0].text or "")
    helped, about = (message.text or "" for message in _answers(world, bob, 2))
    assert f"@{world.bot.username}" in helped
    assert "Articles on the shelf: 1" in about


def test_in_a_group_only_questions_to_the_bot_are_answered(world: World) -> None:
    """/ask, a mention and a reply to the bot are; everything else is left alone."""
    alice, bob = world.user("Alice"), world.user("Bob")
    group = world.group("读报", alice, bob)
    name = world.bot.username
    world.say(bob, group, "三个率先是啥")
    world.say(bob, group, "/ask@other_bot 三个率先是啥")
    world.say(bob, group, "@somebody 三个率先是啥")
    first = world.say(alice, group, "/ask 三个率先是啥")
    _answers(world, group, 1)
    second = world.say(alice, group, f"😀 @{str(name).upper()} 环保码是什么")
    [answer, _] = _answers(world, group, 2)
    third = world.say(alice, group, "作者是谁", reply_to=answer)
    answers = _answers(world, group, 3)
    world.say(alice, group, "/help@other_bot")
    last = world.say(alice, group, "/ask 四个高效")
    _answers(world, group, 4)
    replied = [answer.reply_to for answer in world.sent(group)]
    assert [said.message_id for said in (first, second, third, last)] == replied
    assert "环保码" in (answers[1].text or "")
    assert "作者：李春奎" in (answers[2].text or "")


def test_an_answer_stays_in_its_topic(world: World) -> None:
    """A question in a topic is answered there."""
    alice = world.user("Alice")
    forum = world.group("论坛", alice, forum=True)
    topic = world.topic(forum, "读报", alice)
    world.say(alice, forum, "/ask 三个率先", thread_id=topic)
    world.say(alice, forum, "/ask 四个高效")
    answers = _answers(world, forum, 2)
    assert {topic, None} == {answer.thread_id for answer in answers}


def test_off_topic_questions_get_no_passage(world: World) -> None:
    """A shrug and something that can be asked."""
    alice = world.user("Alice")
    world.say(alice, alice, "今天天气怎么样")
    [answer] = _answers(world, alice)
    assert (answer.text or "").startswith("文章里没有找到。")
    assert () == answer.marked("blockquote")


def test_an_empty_ask_says_how_to_ask(world: World) -> None:
    """/ask alone is not a question yet."""
    alice = world.user("Alice")
    world.say(alice, alice, "/ask")
    assert "/ask" in (_answers(world, alice)[0].text or "")


def test_an_article_added_meanwhile_answers_at_once(
    own_world: World, environment: dict[str, str], tmp_path: Path
) -> None:
    """`zhaiyin add` reaches a bot that is already running."""
    alice = own_world.user("Alice")
    own_world.say(alice, alice, "松木书架的预算")
    _answers(own_world, alice, 1)
    (tmp_path / "note.txt").write_text(
        "书架\n\n大家同意买松木的书架，预算是八百元，下个月送到。\n", encoding="utf-8"
    )
    assert 0 == finished("add", "note.txt", environment=environment, folder=tmp_path).returncode
    # a bot that needs more than half a second for the new shelf answers from the old one meanwhile
    while "八百元" not in (own_world.sent(alice)[-1].text or ""):
        own_world.say(alice, alice, "松木书架的预算")
        _answers(own_world, alice, len(own_world.sent(alice)) + 1)


def test_the_token_is_never_logged(environment: dict[str, str], tmp_path: Path) -> None:
    """Not at the most talkative level, not when a call fails."""
    world = World()
    with BotApiServer(world) as server, _running(server, {**environment, "LOG_LEVEL": "DEBUG"}, tmp_path):
        alice = world.user("Alice")
        world.fail_next("sendMessage", 400, "Bad Request: something is wrong", times=4)
        world.say(alice, alice, "三个率先是啥")
        world.wait_for(lambda: len(world.calls("sendMessage")) >= 4)
    log = (tmp_path / "log").read_text(encoding="utf-8")
    assert "update failed" in log
    assert world.token not in log
    assert world.token.split(":")[1] not in log
    assert "三个率先" not in log


def _run_to_its_end(environment: dict[str, str], folder: Path, **variables: str) -> Done:
    return finished("run", environment={**environment, **variables}, folder=folder)


def _refused(done: Done) -> str:
    assert 2 == done.returncode
    assert "Traceback" not in done.stderr
    return done.stderr.splitlines()[-1]


def test_a_wrong_token_is_one_line(environment: dict[str, str], tmp_path: Path) -> None:
    """It names the setting and BotFather, and does not show the token."""
    with BotApiServer(World()) as server:
        variables = {**server.environment(), "TELEGRAM_BOT_TOKEN": "123:wrong-but-secret"}
        line = _refused(_run_to_its_end(environment, tmp_path, **variables))
    assert line.startswith("zhaiyin: TELEGRAM_BOT_TOKEN: ")
    assert "BotFather" in line
    assert "wrong-but-secret" not in line


def test_a_token_that_is_no_token_is_one_line(environment: dict[str, str], tmp_path: Path) -> None:
    """Also one with characters no address may hold."""
    with BotApiServer(World()) as server:
        variables = {**server.environment(), "TELEGRAM_BOT_TOKEN": "令牌 123/…\x07"}
        line = _refused(_run_to_its_end(environment, tmp_path, **variables))
    assert line.startswith("zhaiyin: TELEGRAM_BOT_TOKEN: ")


def test_a_token_that_is_refused_once_more_while_the_bot_ends_cuts_nothing_off(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """Asked to end, it finishes as ever, whatever the last call for updates brings."""
    world, log = World(), tmp_path / "log"
    with BotApiServer(world) as server, _running(server, environment, tmp_path):
        alice = world.user("Alice")
        world.say(alice, alice, "三个率先是啥")
        _answers(world, alice, 1)
        world.fail_next("getUpdates", 401, "Unauthorized")
        world.say(alice, alice, "四个高效是啥")
        _answers(world, alice, 2)
        world.wait_for(lambda: b"trying once more" in log.read_bytes())
        world.fail_next("getUpdates", 401, "Unauthorized", times=9)
    told = log.read_text(encoding="utf-8")
    assert "refuses it again and again" in told
    assert "Traceback" not in told
