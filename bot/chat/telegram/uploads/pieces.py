"""Long texts that Telegram's clients sent in pieces, put together again.

A message holds 4,096 UTF-16 units. Clients cut a longer text at a line break in the latter half of what fits, else at a
blank or a full stop, else anywhere, take the blanks at the cut away, and send the pieces one right after the other.
"""

import asyncio
import re
from collections.abc import Hashable
from dataclasses import dataclass, field
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

from bot.assistant.own_shelves import Part
from bot.chat.telegram.door import topic_of
from bot.readers.prose import joined

__all__ = ["A_MESSAGE", "Pieces", "Run", "nearly_full", "put_together"]

A_MESSAGE = 4096
"""UTF-16 units that a message holds."""
_LOST = 8  # blanks at a cut that nobody sees again, at most
_AT_ONCE = timedelta(seconds=5)
_NEAR = 310
_A_PARAGRAPH = 600
_PIECES, _RUNS = 100, 100
_ENDS = re.compile(r"[。！？!?.…：:；;][”’」』）)\]\"']*$")
_HAN = re.compile(r"[\u2e80-\u9fff\uff00-\uffef\U00020000-\U0003ffff]")


@dataclass
class Run:
    """A text in the pieces that came so far, and what became of it. `wanted`: it is to become an article."""

    first: Message
    wanted: bool
    opening: str
    """The text of the first piece, without a command before it."""
    pieces: dict[int, str]
    """What was sent, by the numbers of the messages, in their order."""
    last: Message
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    part: Part | None = None
    """What of it stands on the shelf."""
    told: int | None = None
    """The message that tells of it."""
    taken: int = 0
    """How many pieces were dealt with."""
    switched: bool = False
    """The chat asks its own shelf since it came."""
    over: bool = False
    """It was refused or taken back: what else comes of it is passed over."""

    @property
    def text(self) -> str:
        """The whole, as it was before it was cut."""
        return put_together([self.opening, *list(self.pieces.values())[1:]])

    def goes_on_in(self, message: Message) -> bool:
        """Whether the message, the next of the same person, is the next piece."""
        before, text = self.pieces[self.last.message_id], message.text
        if text is None or _is_command(message) or len(self.pieces) >= _PIECES:
            return False
        if message.date - self.last.date > _AT_ONCE or not _same_way(self.last, message):
            return False
        return _was_cut(before, text)


class Pieces:
    """Sees every message, in the order of its chat, and knows which are pieces of one text. Kept in memory only:
    the last hundred texts of more than half a message."""

    def __init__(self) -> None:
        self._open: dict[Hashable, Run] = {}
        self._runs: dict[tuple[int, int], Run] = {}

    def note(self, message: Message, *, wanted: bool, opening: str | None = None) -> None:
        """See the next message; `opening` is its text without a command before it."""
        author = message.sender_chat.id if message.sender_chat else getattr(message.from_user, "id", None)
        key = (message.chat_id, topic_of(message), author)
        run = self._open.get(key)
        if run is not None and message.text is not None and run.goes_on_in(message):
            run.pieces[message.message_id], run.last = message.text, message
            return
        self._open.pop(key, None)
        if message.text is None or _units(message.text) <= A_MESSAGE // 2:
            return
        text = message.text if opening is None else opening
        self._open[key] = Run(message, wanted, text, {message.message_id: message.text}, message)
        self._runs[message.chat_id, message.message_id] = self._open[key]
        self._forget_oldest()

    def of(self, message: Message) -> Run | None:
        """The text that the message is a piece of."""
        runs = (run for (chat_id, _), run in self._runs.items() if chat_id == message.chat_id)
        return next((run for run in runs if message.message_id in run.pieces), None)

    def changed(self, message: Message) -> Run | None:
        """The text of several pieces that the edited message is one of, with what it says now."""
        run = self.of(message)
        if run is None or message.text is None:
            return None
        run.pieces[message.message_id] = message.text
        if message.message_id == run.first.message_id:
            run.opening = message.text
        return run if len(run.pieces) > 1 else None

    def _forget_oldest(self) -> None:
        for key in list(self._runs)[:-_RUNS]:
            gone = self._runs.pop(key)
            self._open = {at: run for at, run in self._open.items() if run is not gone}


def nearly_full(message: Message) -> bool:
    """Whether the message may well be the first piece of a text that goes on."""
    return message.text is not None and _units(message.text) > A_MESSAGE - _A_PARAGRAPH


def put_together(pieces: list[str]) -> str:
    """The pieces with what stood between them."""
    text = pieces[0]
    for before, after in pairwise(pieces):
        text += _between(before, after) + after
    return text


def _was_cut(before: str, after: str) -> bool:
    """Whether a client may have cut there: near the end of what fits, or where the next paragraph did not fit."""
    size = _units(before)
    if size >= A_MESSAGE - _NEAR:
        return size + _units(after) > A_MESSAGE - _LOST
    paragraph = after.partition("\n\n" if "\n\n" in before else "\n")[0]
    return size > A_MESSAGE // 2 and size + _units(paragraph) > A_MESSAGE - _LOST


def _between(before: str, after: str) -> str:
    """What was taken away where the text was cut: a line break, a blank, or nothing."""
    glue = joined([before[-1:], after[:1]])[1:-1]
    ends = _ENDS.search(before) is not None
    full = _units(before) >= A_MESSAGE - 1  # so that it was cut wherever that was
    if full and not ends:
        return glue
    if after[:1].islower():
        return " "
    if "\n" in before[len(before) // 2 :]:
        return "\n"
    if _HAN.search(before[-3:]):
        return glue if full else "\n" if ends else " "
    return " "


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _is_command(message: Message) -> bool:
    return any(entity.type == MessageEntity.BOT_COMMAND and not entity.offset for entity in message.entities)


def _same_way(before: Message, after: Message) -> bool:
    """Whether both were written here, in reply to the same, or forwarded from one place, where one followed the other."""
    if _replied(before) != _replied(after) and _replied(after) is not None:
        return False
    origin, next_origin = before.forward_origin, after.forward_origin
    if origin is None or next_origin is None:
        return origin is next_origin
    in_time = timedelta() <= next_origin.date - origin.date <= _AT_ONCE
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
