"""The Telegram door: updates → questions, replies → messages."""

from bot.assistant.own_shelves import Quota
from bot.chat.telegram.application import run

__all__ = ["Quota", "run"]
