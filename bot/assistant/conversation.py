"""A conversation: its chat, the person who asks, and how they are answered."""

from dataclasses import dataclass

from bot.locale import Locale
from bot.model import ShelfRef
from bot.notebook import ChatId, ChatSettings, PersonId

__all__ = ["Conversation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """The context of an answer; made once per update or request."""

    say: Locale
    """The bot's messages in the asker's language, or in the language that the chat has set."""
    chat: ChatId | None = None
    """None if nothing of the conversation is remembered."""
    topic_id: int | None = None
    person: PersonId | None = None
    private: bool = True
    """Whether nobody but the person and the bot is there."""
    settings: ChatSettings = ChatSettings()  # noqa: RUF009  # frozen

    @property
    def platform(self) -> str:
        """The platform's name, for the log."""
        return self.chat.platform if self.chat is not None else "unremembered"

    @property
    def shelf(self) -> ShelfRef:
        """The shelves that are asked."""
        return self.settings.shelf
