"""What a chat is told of a file that cannot be read: in its own language, whatever is wrong with the file."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from botapi import Message, User
from door import Door
from samples import Set, docx, paragraph, pdf, zipped

from bot.errors import UnreadableArticle
from bot.locale import languages, locale
from bot.reply.refusals import refusal_line

PROSE = "修伞要先看骨。一把伞有八根骨，断一根，其余七根就要多担一份力。"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "password": ("a.pdf", lambda: pdf([[Set(70, 80, PROSE)]], password="geheim"), "有密码"),
    "encrypted document": ("a.docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "有密码"),
    "lying suffix": ("a.txt", lambda: pdf([[Set(70, 80, PROSE)]]), "内容和后缀对不上"),
    "old document": ("a.docx", lambda: OLE + bytes(99), "内容和后缀对不上"),
    "NUL": ("a.txt", lambda: PROSE.encode() + bytes(400), "内容和后缀对不上"),
    "bomb": ("a.docx", lambda: zipped({"word/document.xml": bytes(210_000_000)}), "太大或者太复杂"),
    "pages": ("a.pdf", lambda: pdf([[Set(70, 80, "x")]] * 2_001), "太大或者太复杂"),
    "entities": ("a.docx", lambda: docx(paragraph("&x;"), head=OUTSIDE), "坏了"),
    "cut off": ("a.docx", lambda: docx(paragraph(PROSE))[:-30], "坏了"),
    "heading only": ("a.md", lambda: b"# \xe9\xa2\x98", "里没有文字"),
}  # fmt: skip


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door with nobody at it."""
    with Door(tmp_path) as door:
        yield door


async def _refused(door: Door, user: User, name: str, data: bytes) -> Message:
    """What the bot says to a file of that name, answering meanwhile."""
    before = len(door.world.sent(user))
    door.world.document(user, user, name, data)
    await door.world.eventually(lambda: len(door.world.sent(user)) > before)
    await door.quiet()
    return door.world.sent(user)[-1]


@pytest.mark.parametrize("kind", BAD)
async def test_why_a_file_is_not_read_is_said_in_the_language_of_the_chat(door: Door, kind: str) -> None:
    """With the file's bare name, and in one line."""
    name, data, why = BAD[kind]
    alice = door.world.user("Alice")
    async with door.opened():
        said = (await _refused(door, alice, f"../../etc/{name}", data())).content
    assert said.startswith(f"没能读进来：{name} ")
    assert why in said
    assert "\n" not in said
    assert "; " not in said


async def test_a_file_is_called_what_its_sender_called_it(door: Door) -> None:
    """Without a suffix that nobody gave it, and without the folders before it."""
    alice = door.world.user("Alice")
    async with door.opened():
        said = (await _refused(door, alice, "../../etc/passwd", b"root")).content
    assert said.startswith("没能读进来：passwd 的格式读不了，能读的有 .doc .docx")


async def test_a_message_of_pictures_alone_is_no_article(door: Door) -> None:
    """Whoever adds one is told what can be added."""
    alice = door.world.user("Alice")
    group = door.world.group("读报", alice)
    async with door.opened() as world:
        world.say(alice, group, "/add", reply_to=world.say(alice, group, "😀😀😀"))
        await world.eventually(lambda: len(world.sent(group)) == 1)
        [said] = world.sent(group)
    assert "请把文字发来，或者发文件。" in said.content


@pytest.mark.parametrize("kind", UnreadableArticle.__subclasses__(), ids=lambda kind: kind.__name__)
def test_every_kind_of_refusal_has_its_line(kind: type[UnreadableArticle]) -> None:
    """In every language."""
    for language in languages():
        assert "detail" not in refusal_line(kind("a.txt: detail; advice"), locale(language))
