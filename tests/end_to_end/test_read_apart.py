"""Whatever a stranger hands over is read in a process of its own, through every door, so that it costs the bot no time."""

import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from types import FrameType
from typing import TypeAlias

import pytest
from articles import LIBRARY
from botapi import User, World
from cutting import on_a_computer
from door import Door
from identities import chat_id
from stocked import stocked
from tools import HANG_S
from web.adder import Adder, adding
from web.site import client_of

from bot.assistant.desk import Desk
from bot.library import Library
from bot.model import Article
from bot.readers import File
from bot.retrieval.memory import MemoryEngine

SENTENCE = "修伞要先看骨，再看面。"
PILES = ("![", "[[a", "> > > ", "|伞|骨|\n", "*_*_`", "  - a\n", "<b><i>", "^[", "==a ", "a<!--")
TEXT = f"修伞的人\n\n{SENTENCE}\n\n" + "\n\n".join(pile * (2_200 // len(pile)) for pile in PILES)
PAGE = f"<title>修伞的人</title><h1>修伞的人</h1><p>{SENTENCE}</p>" + "".join(
    f"<p>{escape(line)}</p>" for line in TEXT.split("\n\n")[2:]
)
_LITTLE_BYTES = 20_000
ADDRESS = "https://umbrella.example/a"
PAGES = {ADDRESS: File("a.html", PAGE.encode(), ADDRESS)}
_Handed: TypeAlias = tuple[list[str], tuple[Article, ...]]
"""What was read in this process, and what is on the shelf."""


@pytest.fixture(autouse=True)
def _patient_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a slow machine, too, a file is read in time."""
    monkeypatch.setattr("bot.readers._TIME_S", HANG_S)


@contextmanager
def _reading_here() -> Iterator[list[str]]:
    """Yield what is read in this process although it is more than a little plain text, which is read line by line."""
    called = list[str]()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event != "call" or frame.f_code.co_name != "read" or frame.f_locals.keys() != {"file"}:
            return
        file = frame.f_locals["file"]
        if isinstance(file, File) and (file.suffix != ".txt" or len(file.data) > _LITTLE_BYTES):
            called.append(file.name)

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        yield called
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


async def _telegram(folder: Path, hand: Callable[[World, User], object]) -> _Handed:
    with Door(folder, fetch=PAGES.__getitem__) as door:
        alice = door.world.user("Alice")
        async with door.opened():
            with _reading_here() as here:
                hand(door.world, alice)
                await door.quiet()
        return here, door.library.articles(door.notebook.own_shelf(chat_id(alice.id)))


def _say(*texts: str) -> Callable[[World, User], object]:
    return lambda world, alice: [world.say(alice, alice, text) for text in texts]


def _send(world: World, alice: User) -> None:
    world.document(alice, alice, "伞.md", TEXT.encode())


async def _web(folder: Path, hand: Callable[[Adder], Awaitable[object]]) -> _Handed:
    library = Library.at(stocked(folder / "zhaiyin.db", LIBRARY))
    async with client_of(Desk(library, MemoryEngine), adding=adding(PAGES)) as client:
        adder = await Adder(client).enter()
        with _reading_here() as here:
            await hand(adder)
    articles = library.articles()
    library.close()
    return here, articles


WAYS: dict[str, Callable[[Path], Awaitable[_Handed]]] = {
    "a text in many messages": lambda folder: _telegram(folder, _say(*on_a_computer(f"/add {TEXT}"))),
    "a document": lambda folder: _telegram(folder, _send),
    "a page in a chat": lambda folder: _telegram(folder, _say(ADDRESS)),
    "a pasted text": lambda folder: _web(folder, lambda adder: adder.add(text=TEXT)),
    "an uploaded file": lambda folder: _web(folder, lambda adder: adder.add(("伞.md", TEXT.encode()))),
    "a page in a form": lambda folder: _web(folder, lambda adder: adder.add(address=ADDRESS)),
}


@pytest.mark.parametrize("hand", WAYS.values(), ids=WAYS.keys())
async def test_what_is_handed_over_is_read_apart(
    hand: Callable[[Path], Awaitable[_Handed]], tmp_path: Path
) -> None:
    """None of it is read in the bot's own process, and it is on the shelf all the same."""
    here, articles = await hand(tmp_path)
    assert [] == here
    assert 1 == sum(SENTENCE in article.text for article in articles)
