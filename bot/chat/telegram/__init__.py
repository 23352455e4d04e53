"""The Telegram door: updates → questions, replies → messages."""

from bot.chat.telegram.application import run

__all__ = ["run"]
