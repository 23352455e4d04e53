"""What is stored of chats and persons, and the one way to forget it."""

from bot.assistant.desk import Desk
from bot.notebook import ChatId, Notebook, PersonId, StoredCounts

__all__ = ["Privacy"]


class Privacy:
    """Counts and deletes what the library at `desk` and `notebook` hold; its methods block."""

    def __init__(self, desk: Desk, notebook: Notebook) -> None:
        self._desk, self._notebook = desk, notebook

    def stored_counts(self, chat: ChatId, person: PersonId | None = None) -> StoredCounts:
        """Count what is stored of the chat, and of the person in all chats."""
        return self._notebook.stored_counts(chat, person)

    def forget_chat(self, chat: ChatId) -> int:
        """Delete for good the chat's own shelf and all else of it; return how many articles were on the shelf."""
        # the shelf first: its name is known only as long as the notebook knows the chat
        own = self._notebook.own_shelf(chat)
        articles = self._desk.library.size(own).articles
        self._desk.drop(own)
        self._notebook.forget_chat(chat)
        return articles

    def forget_person(self, person: PersonId, private_chat: ChatId) -> None:
        """Delete for good what is stored of the person in any chat, and their private chat with the bot."""
        self.forget_chat(private_chat)
        self._notebook.forget_person(person)

    def forget_older_than(self, days: int) -> None:
        """Delete for good all answers, votes, gaps and updates that are older; settings stay."""
        self._notebook.forget_older_than(days)
