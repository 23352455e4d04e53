"""Long texts that Telegram's clients sent in pieces, put together again.

A message holds 4,096 UTF-16 units. Clients cut a longer text at a line break in the latter half of what fits, else at a
blank or a full stop, else anywhere, take the blanks at the cut away, and send the pieces one right after the other.
"""

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise

from telegram import (
    Message,
    MessageEntity,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
)

from bot.chat.telegram.door import topic_of
from bot.language.utf16 import units
from bot.readers.prose import join_lines

__all__ = ["A_MESSAGE", "SplitText", "SplitTexts", "nearly_full", "put_together"]

A_MESSAGE = 4096
"""UTF-16 units that a message holds."""
_LOST_UNITS = 8  # blanks at a cut that nobody sees again, at most
_MAX_PAUSE = timedelta(seconds=5)
_NEAR_UNITS = 310
_PARAGRAPH_UNITS = 600
_MAX_PIECES, _MAX_TEXTS = 100, 100
_ENDS = re.compile(r"[。！？!?.…：:；;][”’」』）)\]\"']*$")
_HAN = re.compile(r"[\u2e80-\u9fff\uff00-\uffef\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class SplitText:
    """A text in the pieces that came so far; `wanted` if it is to become an article."""

    first: Message
    last: Message
    wanted: bool
    opening: str
    """The text of the first piece, without a command before it."""
    pieces: Mapping[int, str]
    """What was sent, by the ids of the messages, in their order."""

    @property
    def key(self) -> tuple[int, int]:
        """The ids of the chat and of the first piece's message, by which the text is known."""
        return self.first.chat_id, self.first.message_id

    @property
    def text(self) -> str:
        """The whole, as it was before it was cut."""
        return put_together([self.opening, *list(self.pieces.values())[1:]])

    def continues_in(self, message: Message) -> bool:
        """Return whether the message, the next of the same person, is the next piece."""
        before, text = self.pieces[self.last.message_id], message.text
        if text is None or _is_command(message) or len(self.pieces) >= _MAX_PIECES:
            return False
        if message.date - self.last.date > _MAX_PAUSE or not _same_way(self.last, message):
            return False
        return _was_cut(before, text)

    def with_piece(self, message: Message) -> "SplitText":
        """Return the text with the message as its next piece."""
        return replace(self, last=message, pieces={**self.pieces, message.message_id: message.text or ""})


class SplitTexts:
    """Knows which messages are pieces of one text; it must see every message, in the order of its chat.

    Kept in memory only: the last hundred texts of more than half a message.
    """

    def __init__(self) -> None:
        self._texts: dict[tuple[int, int], SplitText] = {}
        self._open: dict[Hashable, tuple[int, int]] = {}

    def note(self, message: Message, *, wanted: bool, opening: str | None = None) -> None:
        """See the next message; `opening` is its text without a command before it."""
        author = message.sender_chat.id if message.sender_chat else getattr(message.from_user, "id", None)
        writer = (message.chat_id, topic_of(message), author)
        text = self._texts.get(self._open.pop(writer, (0, 0)))
        if text is not None and message.text is not None and text.continues_in(message):
            self._keep(writer, text.with_piece(message))
        elif message.text is not None and units(message.text) > A_MESSAGE // 2:
            opening = message.text if opening is None else opening
            pieces = {message.message_id: message.text}
            self._keep(writer, SplitText(message, message, wanted, opening, pieces))

    def _keep(self, writer: Hashable, text: SplitText) -> None:
        self._texts[text.key] = text
        self._open[writer] = text.key
        for key in list(self._texts)[:-_MAX_TEXTS]:
            del self._texts[key]
            self._open = {other: open_key for other, open_key in self._open.items() if open_key != key}

    def of(self, message: Message) -> SplitText | None:
        """Return the text that the message is a piece of."""
        texts = (text for (chat_id, _), text in self._texts.items() if chat_id == message.chat_id)
        return next((text for text in texts if message.message_id in text.pieces), None)

    def change(self, message: Message) -> SplitText | None:
        """Return the text of several pieces that the edited message is one of, with what it says now."""
        text = self.of(message)
        if text is None or message.text is None:
            return None
        opening = message.text if message.message_id == text.first.message_id else text.opening
        text = replace(text, opening=opening, pieces={**text.pieces, message.message_id: message.text})
        self._texts[text.key] = text
        return text if len(text.pieces) > 1 else None


def nearly_full(message: Message) -> bool:
    """Whether the message may well be the first piece of a text that goes on."""
    return message.text is not None and units(message.text) > A_MESSAGE - _PARAGRAPH_UNITS


def put_together(pieces: list[str]) -> str:
    """The pieces with what stood between them."""
    text = pieces[0]
    for before, after in pairwise(pieces):
        text += _between(before, after) + after
    return text


def _was_cut(before: str, after: str) -> bool:
    """Whether a client may have cut there: near the end of what fits, or where the next paragraph did not fit."""
    size = units(before)
    if size >= A_MESSAGE - _NEAR_UNITS:
        return size + units(after) > A_MESSAGE - _LOST_UNITS
    paragraph = after.partition("\n\n" if "\n\n" in before else "\n")[0]
    return size > A_MESSAGE // 2 and size + units(paragraph) > A_MESSAGE - _LOST_UNITS


def _between(before: str, after: str) -> str:
    """What was taken away where the text was cut: a line break, a blank, or nothing."""
    glue = join_lines([before[-1:], after[:1]])[1:-1]
    ends = _ENDS.search(before) is not None
    full = units(before) >= A_MESSAGE - 1  # so that it was cut wherever that was
    if full and not ends:
        return glue
    if after[:1].islower():
        return " "
    if "\n" in before[len(before) // 2 :]:
        return "\n"
    if _HAN.search(before[-3:]):
        return glue if full else "\n" if ends else " "
    return " "


def _is_command(message: Message) -> bool:
    return any(entity.type == MessageEntity.BOT_COMMAND and not entity.offset for entity in message.entities)


def _same_way(before: Message, after: Message) -> bool:
    """Whether both were written here, in reply to the same, or forwarded from one place, where one followed the other."""
    if _replied(before) != _replied(after) and _replied(after) is not None:
        return False
    origin, next_origin = before.forward_origin, after.forward_origin
    if origin is None or next_origin is None:
        return origin is next_origin
    in_time = timedelta() <= next_origin.date - origin.date <= _MAX_PAUSE
    return in_time and _place(before) == _place(after)


def _replied(message: Message) -> int | None:
    return message.reply_to_message.message_id if message.reply_to_message else None


def _place(message: Message) -> Hashable:
    """Where the message was forwarded from."""
    match message.forward_origin:
        case MessageOriginChannel(chat=chat) | MessageOriginChat(sender_chat=chat):
            return chat.id
        case MessageOriginUser(sender_user=user):
            return user.id
        case MessageOriginHiddenUser(sender_user_name=name):
            return name
    return None
