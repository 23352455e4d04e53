"""The bot's memory of chats: their settings, the answers it gave, votes and gaps."""

from bot.notebook.answers import GivenAnswer, QuotedPassage, question_key
from bot.notebook.chats import WEB, Adders, ChatId, ChatSettings, Length, Quiet, belongs_to_a_chat
from bot.notebook.gaps import Gap
from bot.notebook.inbox import Inbox, Post, Restart
from bot.notebook.keys import OwnShelf
from bot.notebook.notebook import Notebook
from bot.notebook.privacy import StoredCounts
from bot.notebook.signing import PersonId
from bot.notebook.states import FINAL, Event, State, state_after
from bot.notebook.votes import Tally

__all__ = [
    "FINAL",
    "WEB",
    "Adders",
    "ChatId",
    "ChatSettings",
    "Event",
    "Gap",
    "GivenAnswer",
    "Inbox",
    "Length",
    "Notebook",
    "OwnShelf",
    "PersonId",
    "Post",
    "Quiet",
    "QuotedPassage",
    "Restart",
    "State",
    "StoredCounts",
    "Tally",
    "belongs_to_a_chat",
    "question_key",
    "state_after",
]
