"""What else people send: each gets the one line that is due to it, and a group none that nobody asked for."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botapi import Chat, Message, User
from door import Door
from identities import chat_id

from bot.model import Article

TEXT = (
    "渡口的早晨\n渡船每天六点开第一班，船工老韩在船头挂一盏马灯。\n过河的人把自行车推上船，说几句今天的菜价。"
)
PHOTO: dict[str, Any] = {"photo": [{"file_id": "P1", "file_unique_id": "p", "width": 1, "height": 1}]}
VOICE: dict[str, Any] = {"voice": {"file_id": "V1", "file_unique_id": "v", "duration": 3}}
_FLAGS = {"is_animated": False, "is_video": False}
STICKER: dict[str, Any] = {
    "sticker": {
        "file_id": "S1",
        "file_unique_id": "s",
        "type": "regular",
        "width": 1,
        "height": 1,
        **_FLAGS,
    }
}
NO_WORDS = "图片、语音和视频里的话我读不了。请把文字发来，或者发文件。"
ONLY_WORDS = "我只读文字：直接发问题就行，文章可以发文字或者文件。"


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door with nobody at it."""
    with Door(tmp_path) as door:
        yield door


def _send(door: Door, user: User, chat: Chat | User, caption: str | None = None, **fields: Any) -> Message:
    """A message without a text; a caption that is /add is a command."""
    if caption is not None:
        fields["caption"] = caption
    if caption and caption.startswith("/add"):
        fields["caption_entities"] = [{"type": "bot_command", "offset": 0, "length": 4}]
    return door.world.say(user, chat, None, extra=fields, deliver=True)


def _own(door: Door, chat: Chat | User) -> tuple[Article, ...]:
    name = door.notebook.own_shelf(chat_id(chat.id))
    return door.library.articles(name) if name in door.library.shelves() else ()


async def _said(door: Door, chat: Chat | User, count: int) -> list[str]:
    """What the bot said in the chat, once that is `count` things and everything is dealt with."""
    await door.world.eventually(lambda: len(door.world.sent(chat)) >= count)
    await door.quiet()
    return [message.content for message in door.world.sent(chat)]


async def test_a_picture_or_a_voice_gets_a_line_in_private(door: Door) -> None:
    """And so does a sticker; an album of pictures has one in all."""
    alice = door.world.user("Alice")
    async with door.opened():
        _send(door, alice, alice, **PHOTO)
        _send(door, alice, alice, **STICKER)
        _send(door, alice, alice, **VOICE)
        for _ in range(3):
            _send(door, alice, alice, **PHOTO, media_group_id="a")
        said = await _said(door, alice, 4)
    assert [NO_WORDS, ONLY_WORDS, NO_WORDS, NO_WORDS] == said


async def test_in_a_group_what_is_not_meant_for_the_bot_is_passed_over(door: Door) -> None:
    """Pictures, files, stickers, posts and long texts of its members."""
    alice, bob = door.world.user("Alice"), door.world.user("Bob")
    group, channel = door.world.group("读报", alice, bob), door.world.channel("河口观察")
    door.world.privacy_mode = False
    async with door.opened() as world:
        for fields in (PHOTO, STICKER, VOICE):
            _send(door, bob, group, **fields)
        world.document(bob, group, "渡口.txt", TEXT.encode())
        world.forward(bob, world.post(channel, TEXT * 3), group)
        world.say(bob, group, TEXT * 5)
        await door.quiet()
    assert [] == world.sent(group)
    assert () == _own(door, group)


async def test_the_caption_of_a_picture_is_read(door: Door) -> None:
    """A long one is an article, a short one a question; in a group /add at its beginning or in reply to it takes it."""
    alice = door.world.user("Alice")
    group = door.world.group("读报", alice)
    async with door.opened() as world:
        _send(door, alice, alice, TEXT * 4, **PHOTO)
        _send(door, alice, alice, "马灯挂在哪里", **PHOTO)
        private = await _said(door, alice, 2)
        _send(door, alice, group, f"/add {TEXT}", **PHOTO)
        await _said(door, group, 1)
        world.say(alice, group, "/add", reply_to=_send(door, alice, group, TEXT * 2, **PHOTO))
        await _said(door, group, 2)
        world.say(alice, group, "/add", reply_to=_send(door, alice, group, **PHOTO))
        said = await _said(door, group, 3)
    assert private[0].startswith("读入了一篇文章：")
    assert "一盏马灯" in private[1]
    assert [True, True, False] == [text.startswith("读入了一篇文章：") for text in said]
    assert said[2].startswith("请用 /add 回复")


async def test_an_album_of_files_is_as_many_articles(door: Door) -> None:
    """In private; and in a group where /add stands under one of them and the bot sees the others."""
    alice, bob = door.world.user("Alice"), door.world.user("Bob")
    group = door.world.group("读报", alice, bob)
    async with door.opened() as world:
        for chat, caption in ((alice, "三篇"), (group, "/add")):
            for n in range(3):
                file = world.keep_file(f"{n}.txt", TEXT.replace("六点", f"{n + 4} 点").encode())
                words = caption if n == 0 else None
                _send(door, alice, chat, words, document=file, media_group_id=f"m{chat.id}")
            await _said(door, chat, 3)
        file = world.keep_file("x.txt", TEXT.encode())
        for n in range(2):
            _send(door, bob, group, "/add" if n == 0 else None, document=file, media_group_id="bob")
        said = await _said(door, group, 4)
    assert (3, 3) == (len(_own(door, alice)), len(_own(door, group)))
    assert 4 == len(said)
    assert said[3].startswith("本群只有管理员能放文章")


async def test_a_file_that_telegram_does_not_hand_out_is_too_large(door: Door) -> None:
    """Also where the message does not say how large it is."""
    alice = door.world.user("Alice")
    async with door.opened() as world:
        world.document(alice, alice, "大.pdf", b"x", size=25_000_000)
        file = world.keep_file("更大.pdf", b"x", size=26_000_000)
        _send(door, alice, alice, document={key: value for key, value in file.items() if key != "file_size"})
        said = await _said(door, alice, 2)
    # each answers its own message, whichever is first
    assert {f"没能读进来：{name}.pdf 太大，最多 20 MB。" for name in ("大", "更大")} == set(said)


async def test_an_edited_article_that_became_a_question_is_answered(door: Door) -> None:
    """What it was stays on the shelf."""
    alice = door.world.user("Alice")
    async with door.opened() as world:
        written = world.say(alice, alice, TEXT * 4)
        await _said(door, alice, 1)
        world.edit(written, "马灯挂在哪里")
        said = await _said(door, alice, 2)
    assert "一盏马灯" in said[1]
    assert 1 == len(_own(door, alice))
