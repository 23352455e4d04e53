"""What the bot remembers of chats: their settings, the answers it gave, votes and gaps."""

from bot.notebook.answers import Given, Quoted
from bot.notebook.chats import WEB, Adding, ChatSettings, Length, Quiet, belongs_to_a_chat
from bot.notebook.gaps import Gap
from bot.notebook.keys import OwnShelf
from bot.notebook.notebook import Notebook
from bot.notebook.privacy import Kept
from bot.notebook.votes import Tally

__all__ = [
    "WEB",
    "Adding",
    "ChatSettings",
    "Gap",
    "Given",
    "Kept",
    "Length",
    "Notebook",
    "OwnShelf",
    "Quiet",
    "Quoted",
    "Tally",
    "belongs_to_a_chat",
]
