"""Chats for the README's pictures: what the real bot sends on the tests' small Telegram. Needs `tests/` on the path."""

import asyncio
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from telegram import Message as Sent

from bot.answering.quoting.citation import STYLES
from bot.assistant.assistant import Assistant
from bot.assistant.desk import Desk
from bot.assistant.links import Links
from bot.chat.telegram.addressing import Me
from bot.chat.telegram.application import build
from bot.library import Library
from bot.notebook import Notebook
from bot.readers import read_path
from bot.retrieval.memory import MemoryEngine

if TYPE_CHECKING:
    from botapi import World

__all__ = ["Chat", "Message", "said"]

_PAGES = "https://example.org"
"""Where the button for the source leads; a bot whose pages nobody reaches has none."""


class Chat(NamedTuple):
    """An article, the language of whoever asks about it, and the questions, one after the other."""

    article: Path
    language: str
    questions: tuple[str, ...]


class Message(NamedTuple):
    """A message as it was sent: its text as Telegram's HTML, what it replies to, and its rows of buttons."""

    is_answer: bool
    html: str
    reply_to: str
    rows: tuple[tuple[str, ...], ...]


def said(chat: Chat) -> list[Message]:
    """Return all messages of the chat, oldest first."""
    from botapi import World

    world = World()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_asked(world, chat, f"sqlite:///{Path(folder) / 'zhaiyin.db'}"))
    [room] = world.rooms.values()
    return [_message(world.json_of(message)) for message in room.messages.values()]


async def _asked(world: "World", chat: Chat, database: str) -> None:
    from botapi import BotApiServer
    from botapi.clients import at_work

    library, notebook = Library.at(database), Notebook.at(database, styles=STYLES)
    library.add(read_path(chat.article).article)
    assistant = Assistant(Desk(library, MemoryEngine), notebook, Links(_PAGES))
    reader = world.user("Reader", language_code=chat.language)
    async with BotApiServer(world) as server:
        me = Me(world.bot.id, world.bot.username or "")
        async with at_work(world, build(assistant, notebook, world.token, server.url, me, 90)):
            for question in chat.questions:
                world.say(reader, reader, question)
                await world.settled()
    notebook.close()
    library.close()


def _message(sent: dict[str, object]) -> Message:
    message = Sent.de_json(sent)
    keyboard = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return Message(
        bool(message.from_user and message.from_user.is_bot),
        message.text_html,
        (message.reply_to_message.text or "") if message.reply_to_message else "",
        tuple(tuple(button.text for button in row) for row in keyboard),
    )
