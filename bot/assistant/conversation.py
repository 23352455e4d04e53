"""A conversation: who asks the bot where, and how they are answered there."""

from dataclasses import dataclass

from bot.locale import Locale
from bot.model import ShelfRef
from bot.notebook import ChatId, ChatSettings, PersonId

__all__ = ["Conversation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """What every rule of chatting needs to know; made once for an update or a request."""

    say: Locale
    """The messages in the language of whoever asks, or in the one the chat has set."""
    chat: ChatId | None = None
    """None if nothing of the conversation is remembered."""
    topic_id: int | None = None
    person: PersonId | None = None
    private: bool = True
    """Whether nobody but the person and the bot is there."""
    settings: ChatSettings = ChatSettings()  # noqa: RUF009  # frozen

    @property
    def platform(self) -> str:
        """Where it takes place, for the log."""
        return self.chat.platform if self.chat is not None else "unremembered"

    @property
    def shelf(self) -> ShelfRef:
        """The shelves that are asked."""
        return self.settings.shelf
