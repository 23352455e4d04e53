"""Chats and persons of Telegram by their numbers, as the notebook knows them."""

from bot.notebook import ChatId, PersonId

__all__ = ["chat_id", "person_id"]


def chat_id(number: int) -> ChatId:
    """The chat of that number."""
    return ChatId("telegram", number)


def person_id(number: int) -> PersonId:
    """The person of that number."""
    return PersonId("telegram", number)
