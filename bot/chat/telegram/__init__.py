"""The Telegram door: updates → questions, replies → messages."""

from bot.chat.telegram.application import run
from bot.chat.telegram.own_shelf import Quota

__all__ = ["Quota", "run"]
