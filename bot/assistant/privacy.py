"""Counting and deleting the data stored about chats and persons."""

from bot.assistant.desk import Desk
from bot.notebook import ChatId, Notebook, PersonId, StoredCounts

__all__ = ["Privacy"]


class Privacy:
    """Counts and deletes data in `notebook` and in the library of `desk`; the methods block."""

    def __init__(self, desk: Desk, notebook: Notebook) -> None:
        self._desk, self._notebook = desk, notebook

    def stored_counts(self, chat: ChatId, person: PersonId | None = None) -> StoredCounts:
        """Count what is stored of the chat, and of the person in all chats."""
        return self._notebook.stored_counts(chat, person)

    def forget_chat(self, chat: ChatId) -> int:
        """Delete the chat's own shelf and all its data; return how many articles the shelf had."""
        # the shelf first: its name is known only as long as the notebook knows the chat
        own = self._notebook.own_shelf(chat)
        articles = self._desk.library.size(own).articles
        self._desk.drop(own)
        self._notebook.forget_chat(chat)
        return articles

    def forget_person(self, person: PersonId, private_chat: ChatId) -> None:
        """Delete the person's data in all chats, and their private chat with the bot."""
        self.forget_chat(private_chat)
        self._notebook.forget_person(person)

    def forget_older_than(self, days: int) -> None:
        """Delete all answers, votes, gaps and updates older than `days` for good, and from memory what any process removed; settings stay."""
        self._notebook.forget_older_than(days)
        self._desk.refresh()
