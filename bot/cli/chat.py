"""`zhaiyin chat`: answer question after question in the terminal."""

from bot.assistant.assistant import Assistant
from bot.chat import console
from bot.cli.opening import open_desk
from bot.cli.options import Shelf
from bot.model import PUBLIC_SHELF, ShelfRef
from bot.settings import read_settings

__all__ = ["chat"]


def chat(shelf: Shelf = PUBLIC_SHELF) -> None:
    """Ask question after question in this terminal, with history and line editing."""
    settings = read_settings()
    assistant = Assistant(open_desk(settings, watching=True))
    console.chat(assistant, ShelfRef.parse(shelf), settings.history_file)
