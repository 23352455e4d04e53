"""Questions that nobody waits for any more, and questions that are edited: one answer or none, never two."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from botapi import Chat, Json, User
from door import Door
from structlog.testing import capture_logs

ASKED = "/ask 三件事是什么"
OTHER = "/ask 松木书架的预算"
NOWHERE = "/ask 火星上有水吗"


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door with nobody at it."""
    with Door(tmp_path) as door:
        yield door


def _chat(door: Door, private: bool) -> tuple[User, Chat | User]:
    alice = door.world.user("Alice")
    return alice, alice if private else door.world.group("读报", alice)


@pytest.mark.parametrize(
    ("private", "minutes", "outcome"),
    [
        (True, 59, (1, ())),
        (True, 61, (0, ("🤷",))),
        (False, 9, (1, ())),
        (False, 11, (0, ())),
    ],
    ids=["private in time", "private late", "group in time", "group late"],
)
async def test_a_question_that_comes_too_late_is_dropped(
    door: Door, private: bool, minutes: int, outcome: tuple[int, tuple[str, ...]]
) -> None:
    """In private after an hour, with a shrug; in a group after ten minutes, without a word. Both stand in the log."""
    alice, chat = _chat(door, private)
    with capture_logs() as lines:
        async with door.opened() as world:
            asked = world.say(alice, chat, ASKED, date=world.now() - 60 * minutes)
            await door.quiet()
    assert outcome == (len(world.sent(chat)), world.now_of(asked).reactions)
    dropped = [line["why"] for line in lines if line["event"] == "given up"]
    assert ([] if outcome[0] else ["old"]) == dropped


async def test_what_is_no_question_is_never_too_late(door: Door) -> None:
    """A text handed over during an outage of a day is shelved, and its sender told so."""
    alice, chat = _chat(door, private=True)
    text = "\n\n".join(
        f"第{n}天，渡口的水位涨了{n}寸，摆渡人把船拴得更紧，等雨停下来。" * 3 for n in "一二三四五"
    )
    async with door.opened() as world:
        world.say(alice, chat, text, date=world.now() - 86_000)
        await door.quiet()
    assert 1 == len(world.sent(chat))


async def test_a_late_edit_of_an_old_question_counts_from_the_edit(door: Door) -> None:
    """Who edits a question of an hour ago waits for the answer now; the shrug goes."""
    alice, chat = _chat(door, private=True)
    async with door.opened() as world:
        asked = world.say(alice, chat, OTHER, date=world.now() - 4000)
        await door.quiet()
        world.edit(world.now_of(asked), ASKED)
        await door.quiet()
    assert (1, ()) == (len(world.sent(chat)), world.now_of(asked).reactions)


@pytest.mark.parametrize("private", [True, False], ids=["private", "group"])
async def test_however_a_question_is_edited_it_has_one_answer(door: Door, private: bool) -> None:
    """Found, not found, found again, and the same once more."""
    alice, chat = _chat(door, private)
    async with door.opened() as world:
        asked = world.say(alice, chat, ASKED)
        for text in (OTHER, NOWHERE, NOWHERE, ASKED, ASKED):
            await door.quiet()
            asked = world.edit(asked, text)
        await door.quiet()
    assert [asked.message_id] == [message.reply_to for message in world.sent(chat)]
    assert ["sendMessage"] == [call.method for call in world.calls() if call.method == "sendMessage"]


async def test_an_edit_before_the_answer_has_left_changes_it(door: Door) -> None:
    """Also where the server stumbles over the first one: the answer is sent once and then edited."""
    alice, chat = _chat(door, private=True)
    async with door.opened() as world:
        world.answer_next("sendMessage", 502, "<html>")
        world.edit(world.say(alice, chat, ASKED), OTHER)
        await door.quiet()
    assert [200] == [call.code for call in world.calls("sendMessage") if call.code == 200]
    assert 1 == len(world.sent(chat))


async def test_an_edit_that_changes_no_word_leaves_the_answer_alone(door: Door) -> None:
    """A link preview that appears is one; a page that was turned to stays."""
    alice, chat = _chat(door, private=True)
    async with door.opened() as world:
        asked = world.say(alice, chat, ASKED)
        await door.quiet()
        before = len(world.calls("editMessageText"))
        world.edit(asked, ASKED)
        await door.quiet()
    assert before == len(world.calls("editMessageText"))


@pytest.mark.parametrize("text", [ASKED, f"{ASKED}？", f" {ASKED} "])
async def test_an_edit_that_changes_no_word_wipes_no_votes(door: Door, text: str) -> None:
    """Nor does one of the punctuation: the page that was turned to stays, and so does what was voted."""
    alice, chat = _chat(door, private=False)
    async with door.opened() as world:
        asked = world.say(alice, chat, ASKED)
        await door.quiet()
        [answer] = world.sent(chat)
        await door.pressed(alice, answer, "👍")
        await door.pressed(alice, answer, "▶")
        turned = world.now_of(answer)
        world.edit(asked, text)
        await door.quiet()
        again = await door.pressed(alice, world.now_of(answer), "👍")
    assert turned.content == world.now_of(answer).content
    assert "已收回 👍 0 👎 0" == world.answers[again.id]["text"]


async def test_an_edited_claim_is_verified_anew(door: Door) -> None:
    """In the same message; one that is edited without a change of words is left alone, and so it may become a question."""
    alice, chat = _chat(door, private=True)
    async with door.opened() as world:
        claim = world.say(alice, chat, "/verify 书不怕新，就怕没人看")
        await door.quiet()
        [first] = world.sent(chat)
        claim = world.edit(claim, "/verify 书不怕旧，就怕没人看")
        await door.quiet()
        world.edit(claim, "/verify 书不怕旧，就怕没人看")
        await door.quiet()
        [second] = world.sent(chat)
    assert first.message_id == second.message_id
    assert first.content != second.content
    assert second.content.startswith("逐字出自原文")
    assert 1 == len(world.calls("editMessageText"))


async def test_a_question_edited_into_a_claim_has_one_message(door: Door) -> None:
    """The verification takes the answer's place."""
    alice, chat = _chat(door, private=True)
    async with door.opened() as world:
        asked = world.say(alice, chat, ASKED)
        await door.quiet()
        world.edit(asked, "/verify 书不怕旧，就怕没人看")
        await door.quiet()
        [only] = world.sent(chat)
    assert only.content.startswith("逐字出自原文")


_WORDLESS: dict[str, Json] = {
    "sticker": {
        "file_id": "a",
        "file_unique_id": "b",
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
    },
    "dice": {"emoji": "🎲", "value": 3},
    "location": {"longitude": 106.5, "latitude": 29.5},
    "venue": {"location": {"longitude": 106.5, "latitude": 29.5}, "title": "渡口", "address": "河边"},
    "contact": {"phone_number": "1", "first_name": "老韩"},
    "poll": {
        "id": "1",
        "question": "去吗",
        "options": [{"text": "去", "voter_count": 0, "persistent_id": "1"}],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": False,
        "members_only": False,
    },
}


@pytest.mark.parametrize("kind", _WORDLESS)
async def test_what_has_no_words_gets_one_line_in_private(door: Door, kind: str) -> None:
    """In a group it gets none."""
    alice, private = _chat(door, private=True)
    group = door.world.group("读报", alice)
    async with door.opened() as world:
        for chat in (private, group):
            world.say(alice, chat, None, extra={kind: _WORDLESS[kind]}, deliver=True)
        await door.quiet()
    assert ["我只读文字：直接发问题就行，文章可以发文字或者文件。"] == [
        m.content for m in world.sent(private)
    ]
    assert [] == world.sent(group)


async def test_a_shrug_goes_when_an_edit_finds_something(door: Door) -> None:
    """The group sees the answer alone."""
    alice, chat = _chat(door, private=False)
    async with door.opened() as world:
        asked = world.say(alice, chat, NOWHERE)
        await door.quiet()
        assert ("🤷",) == world.now_of(asked).reactions
        world.edit(world.now_of(asked), ASKED)
        await door.quiet()
    assert (1, ()) == (len(world.sent(chat)), world.now_of(asked).reactions)


async def test_an_edit_that_telegram_refuses_brings_no_second_answer(door: Door) -> None:
    """Only an answer that is gone is given anew."""
    alice, chat = _chat(door, private=True)
    async with door.opened() as world:
        asked = world.say(alice, chat, ASKED)
        await door.quiet()
        world.fail_next("editMessageText", 400, "Bad Request: message can't be edited")
        asked = world.edit(asked, OTHER)
        await door.quiet()
        assert 1 == len(world.sent(chat))
        world.delete(world.sent(chat)[0])
        world.edit(asked, ASKED)
        await door.quiet()
    assert 1 == len(world.sent(chat))
    assert 2 == len(world.calls("sendMessage"))
