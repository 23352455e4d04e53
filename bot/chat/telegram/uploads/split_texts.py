"""Long texts that Telegram's clients sent in pieces, put together again.

A message holds 4,096 UTF-16 units. Clients cut a longer text at a line break in the second half of what fits, or at a
space or a full stop, or failing that anywhere; they drop the spaces at the cut and send the pieces in quick succession.
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
from bot.model import Article
from bot.readers.prose import join_lines

__all__ = ["MAX_MESSAGE_UNITS", "SplitText", "SplitTexts", "is_piece", "nearly_full", "put_together"]

MAX_MESSAGE_UNITS = 4096
"""UTF-16 units that a message holds."""
_LOST_UNITS = 8  # at most so many spaces are dropped at a cut
_MAX_PAUSE = timedelta(seconds=5)
_NEAR_UNITS = 310
_PARAGRAPH_UNITS = 600
_MAX_PIECES, _MAX_TEXTS = 100, 100
_SENTENCE_END = re.compile(r"[。！？!?.…：:；;][”’」』）)\]\"']*$")
_HAN = re.compile(r"[\u2e80-\u9fff\uff00-\uffef\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class SplitText:
    """A text in the pieces that arrived so far; `wanted` if it is to become an article."""

    first: Message
    last: Message
    wanted: bool
    opening: str
    """The text of the first piece, without a command before it."""
    pieces: Mapping[int, str]
    """The texts sent, by message id, in order."""

    @property
    def id(self) -> tuple[int, int]:
        """The ids of the chat and of the first piece's message, which identify the text."""
        return self.first.chat_id, self.first.message_id

    @property
    def text(self) -> str:
        """The whole text, as it was before it was cut."""
        return put_together([self.opening, *list(self.pieces.values())[1:]])

    def continues_in(self, message: Message) -> bool:
        """Return whether the message, the same person's next one, is the next piece."""
        before, text = self.pieces[self.last.message_id], message.text
        if text is None or _is_command(message) or len(self.pieces) >= _MAX_PIECES:
            return False
        if message.date - self.last.date > _MAX_PAUSE or not _sent_alike(self.last, message):
            return False
        return _was_cut(before, text)

    def with_piece(self, message: Message) -> "SplitText":
        """Return the text with the message as its next piece."""
        return replace(self, last=message, pieces={**self.pieces, message.message_id: message.text or ""})


class SplitTexts:
    """Knows which messages are pieces of the same text; must see every message of a chat, in order.

    It holds the last hundred texts of more than half a message, in memory only.
    """

    def __init__(self) -> None:
        self._texts: dict[tuple[int, int], SplitText] = {}
        self._open: dict[Hashable, tuple[int, int]] = {}

    def note(self, message: Message, *, wanted: bool, opening: str | None = None) -> None:
        """Take note of the next message; `opening` is its text without a command before it."""
        author = message.sender_chat.id if message.sender_chat else getattr(message.from_user, "id", None)
        writer = (message.chat_id, topic_of(message), author)
        text = self._texts.get(self._open.pop(writer, (0, 0)))
        if text is not None and message.text is not None and text.continues_in(message):
            self._keep(writer, text.with_piece(message))
        elif message.text is not None and units(message.text) > MAX_MESSAGE_UNITS // 2:
            opening = message.text if opening is None else opening
            pieces = {message.message_id: message.text}
            self._keep(writer, SplitText(message, message, wanted, opening, pieces))

    def _keep(self, writer: Hashable, text: SplitText) -> None:
        self._texts[text.id] = text
        self._open[writer] = text.id
        for old_id in list(self._texts)[:-_MAX_TEXTS]:
            del self._texts[old_id]
            self._open = {other: text_id for other, text_id in self._open.items() if text_id != old_id}

    def of(self, message: Message) -> SplitText | None:
        """Return the text that the message is a piece of."""
        texts = (text for (chat_id, _), text in self._texts.items() if chat_id == message.chat_id)
        return next((text for text in texts if message.message_id in text.pieces), None)

    def change(self, message: Message) -> SplitText | None:
        """Return the split text that the edited message is a piece of, with its new wording."""
        text = self.of(message)
        if text is None or message.text is None:
            return None
        opening = message.text if message.message_id == text.first.message_id else text.opening
        text = replace(text, opening=opening, pieces={**text.pieces, message.message_id: message.text})
        self._texts[text.id] = text
        return text if len(text.pieces) > 1 else None


def nearly_full(message: Message) -> bool:
    """Return whether the message may be the first piece of a longer text."""
    return message.text is not None and units(message.text) > MAX_MESSAGE_UNITS - _PARAGRAPH_UNITS


def is_piece(text: str, whole: Article) -> bool:
    """Return whether the article holds the text as it stands, white space aside, and a client may have cut it there."""
    held = whole.titled_text
    places = [at for at, character in enumerate(held) if not character.isspace()]
    wanted = "".join(text.split())
    at = "".join(held.split()).find(wanted)
    if at < 0:
        return False
    before, after = held[: places[at]], held[places[at + len(wanted) - 1] + 1 :].strip()
    return _may_begin(before) and (not after or _was_cut(text, after))


def _may_begin(before: str) -> bool:
    """Return whether what stands `before` a piece is nothing, or enough for another piece."""
    return not before.strip() or units(before) > MAX_MESSAGE_UNITS // 2


def put_together(pieces: list[str]) -> str:
    """Return the pieces joined by what stood between them."""
    text = pieces[0]
    for before, after in pairwise(pieces):
        text += _between(before, after) + after
    return text


def _was_cut(before: str, after: str) -> bool:
    """Return whether a client may cut here: near the limit, or before a paragraph too long to fit."""
    size = units(before)
    if size >= MAX_MESSAGE_UNITS - _NEAR_UNITS:
        return size + units(after) > MAX_MESSAGE_UNITS - _LOST_UNITS
    paragraph = after.partition("\n\n" if "\n\n" in before else "\n")[0]
    return size > MAX_MESSAGE_UNITS // 2 and size + units(paragraph) > MAX_MESSAGE_UNITS - _LOST_UNITS


def _between(before: str, after: str) -> str:
    """Return what was dropped at the cut: a line break, a space, or nothing."""
    glue = join_lines([before[-1:], after[:1]])[1:-1]
    ends = _SENTENCE_END.search(before) is not None
    full = units(before) >= MAX_MESSAGE_UNITS - 1  # so it was cut at the limit itself
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


def _sent_alike(before: Message, after: Message) -> bool:
    """Return whether both were written here, in reply to the same message, or forwarded from one place.

    Forwarded messages must also have been sent right after one another there.
    """
    if _replied_id(before) != _replied_id(after) and _replied_id(after) is not None:
        return False
    origin, next_origin = before.forward_origin, after.forward_origin
    if origin is None or next_origin is None:
        return origin is next_origin
    in_time = timedelta() <= next_origin.date - origin.date <= _MAX_PAUSE
    return in_time and _origin(before) == _origin(after)


def _replied_id(message: Message) -> int | None:
    return message.reply_to_message.message_id if message.reply_to_message else None


def _origin(message: Message) -> Hashable:
    """Return the chat, or the person, that the message was forwarded from."""
    match message.forward_origin:
        case MessageOriginChannel(chat=chat) | MessageOriginChat(sender_chat=chat):
            return chat.id
        case MessageOriginUser(sender_user=user):
            return user.id
        case MessageOriginHiddenUser(sender_user_name=name):
            return name
    return None
