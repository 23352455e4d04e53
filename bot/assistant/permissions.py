"""Who may put articles on a chat's own shelf, and who may change or take off what is there.

Anybody in private. In a group its admins, or everybody if the admins set it so; what somebody added, that person
and the admins may change. Who is an admin is for the door to find out, and only if the rule depends on it.
"""

from bot.assistant.conversation import Conversation
from bot.notebook import Adding, Notebook

__all__ = ["Permissions"]


class Permissions:
    """The rules, with what `notebook` knows of who added what."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook

    def adding_needs_admin(self, conversation: Conversation) -> bool:
        """Return whether only an admin may add an article."""
        return not conversation.private and conversation.settings.adding is not Adding.EVERYBODY

    def changing_needs_admin(self, conversation: Conversation, article_id: str) -> bool:
        """Return whether only an admin may change that article or take it off, since somebody else added it."""
        if conversation.private or conversation.chat is None:
            return False
        person = conversation.person
        return person is None or not self._notebook.is_adder(conversation.chat, article_id, person)

    def note_adder(self, conversation: Conversation, article_id: str) -> None:
        """Remember who added the article; in private there is no question."""
        if not conversation.private and conversation.chat is not None and conversation.person is not None:
            self._notebook.note_adder(conversation.chat, article_id, conversation.person)
