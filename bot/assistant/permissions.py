"""The rules for adding articles to a chat's own shelf, and for changing and removing them.

In private anybody may. In a group the admins may add, or everybody if the admins allow it; an article may be
changed by the person who added it and by the admins. The door finds out who is an admin, only if a rule needs it.
"""

from bot.assistant.conversation import Conversation
from bot.notebook import Adders, Notebook

__all__ = ["Permissions"]


class Permissions:
    """The rules; `notebook` knows who added each article."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook

    def adding_needs_admin(self, conversation: Conversation) -> bool:
        """Return whether only an admin may add an article."""
        return not conversation.private and conversation.settings.adding is not Adders.EVERYBODY

    def changing_needs_admin(self, conversation: Conversation, article_id: str) -> bool:
        """Return whether only an admin may change or remove it, since another person added it."""
        if conversation.private or conversation.chat is None:
            return False
        person = conversation.person
        return person is None or not self._notebook.is_adder(conversation.chat, article_id, person)

    def note_adder(self, conversation: Conversation, article_id: str) -> None:
        """Remember who added the article; in private no rule needs that."""
        if not conversation.private and conversation.chat is not None and conversation.person is not None:
            self._notebook.note_adder(conversation.chat, article_id, conversation.person)
