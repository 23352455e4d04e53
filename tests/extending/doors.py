"""What a reader is shown by the bot that this process imports, on Telegram and on a page.

`python -m extending.doors LANGUAGE STYLE` asks one question at both doors, in that language and with that
citation style, and prints as one JSON object what came.
"""

import asyncio
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from botapi import Message, User
from door import Door
from identities import chat_id
from web.site import client_of

from bot.assistant.desk import Desk
from bot.chat.telegram.about.introduction import menus
from bot.logs import configure
from bot.retrieval.memory import MemoryEngine

__all__ = ["shown"]

_QUESTION = "流动书车有几辆"


async def shown(language: str, style: str) -> dict[str, object]:
    """Return what both doors show to a reader of that language."""
    with TemporaryDirectory() as folder, Door(Path(folder)) as door:
        user = door.world.user("Ada", language_code=language)
        door.notebook.change(chat_id(user.id), citation_style=style)
        async with client_of(Desk(door.library, MemoryEngine)) as client:
            page = await client.get("/", params={"q": _QUESTION}, headers={"Accept-Language": language})
        async with door.opened():
            told = await _told(door, user)
    commands = [menu for _, code, menu in menus() if code == language]
    return {"page": page.text, "commands": [command.description for command in commands[0]], **told}


async def _told(door: Door, user: User) -> dict[str, object]:
    """What Telegram shows: an answer, what it copies, the styles below it, the values of two settings."""
    answer = await door.told(user, user, _QUESTION)
    copied = [button["copy_text"]["text"] for button in answer.buttons if "copy_text" in button]
    await door.pressed(user, answer, _data(answer, "s:"))
    menu = [button["text"] for button in door.world.now_of(answer).buttons]
    panel = await door.told(user, user, "/settings")
    return {
        "answer": answer.content,
        "copied": copied,
        "styles": menu,
        "style_settings": await _values(door, user, panel, "set:citation_style:"),
        "language_settings": await _values(door, user, panel, "set:language:"),
    }


async def _values(door: Door, user: User, panel: Message, setting: str) -> list[str]:
    """The labels of the setting's button, which is pressed until it comes to its first value again."""
    pressed: list[str] = []
    while (data := _data(door.world.now_of(panel), setting)) not in pressed:
        pressed.append(data)
        await door.pressed(user, panel, data)
    return [data.removeprefix(setting) for data in pressed]


def _data(message: Message, start: str) -> str:
    """The callback data of the first button whose data start so."""
    data = (str(button.get("callback_data", "")) for button in message.buttons)
    return next(value for value in data if value.startswith(start))


if __name__ == "__main__":
    configure("WARNING")
    print(json.dumps(asyncio.run(shown(*sys.argv[1:]))))
