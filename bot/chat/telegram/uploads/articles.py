"""The handlers of articles that a chat hands over, of their corrections, and of the shelves."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from telegram import Message
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.assistant.own_shelves import OwnShelves, Quota
from bot.chat.telegram.door import Door
from bot.chat.telegram.uploads import corrections, handing, shelves
from bot.chat.telegram.uploads.corrections import Corrections, asked_for
from bot.chat.telegram.uploads.handing import Handing
from bot.chat.telegram.uploads.incoming import document_of, hands_over
from bot.chat.telegram.uploads.reading import Fetch, Reading
from bot.chat.telegram.uploads.shelves import Shelves

__all__ = ["article_handlers"]

# whoever sends a sticker expects no answer
_WORDLESS = filters.PHOTO | filters.VOICE | filters.AUDIO | filters.VIDEO | filters.VIDEO_NOTE
_Handler: TypeAlias = BaseHandler[Any, Any, Any]


class _Which(filters.MessageFilter):
    """Messages that a function says yes to."""

    def __init__(self, wanted: Callable[[Message], bool]) -> None:
        super().__init__()
        self._wanted = wanted

    def filter(self, message: Message) -> bool:
        return self._wanted(message)


def article_handlers(door: Door, quota: Quota, fetch: Fetch | None) -> dict[int, Sequence[_Handler]]:
    """The handlers by their group: one that sees all messages first, and those to be asked before those of questions.

    `fetch` is None where addresses are not allowed.
    """
    own = OwnShelves(door.desk, door.notebook, quota)
    handed, corrected, shown = Handing(door, own, Reading(fetch)), Corrections(door, own), Shelves(door, own)
    handlers = [
        *_of_messages(door, handed, corrected),
        *_of_shelves(shown),
        CallbackQueryHandler(handed.undo, handing.UNDO),
        CallbackQueryHandler(corrected.ask, corrections.FIX),
    ]
    return {-1: [MessageHandler(filters.UpdateType.MESSAGE, handed.note)], 0: handlers}


def _of_messages(door: Door, handed: Handing, corrected: Corrections) -> list[_Handler]:
    fresh, edited = filters.UpdateType.MESSAGE, filters.UpdateType.EDITED_MESSAGE
    answers = _Which(lambda message: asked_for(message, door.me) is not None)
    files = _Which(lambda message: document_of(message) is not None and hands_over(message, door.me))
    captioned = filters.CaptionRegex(rf"(?i)^/add(?:@{door.me.username})?(?:\s|$)")
    return [
        MessageHandler(fresh & answers, corrected.take),
        MessageHandler((fresh | edited) & files, handed.file, block=False),
        MessageHandler(fresh & _Which(handed.pages.wants), handed.file, block=False),
        # what comes next in the chat may ask about it
        MessageHandler((fresh | edited & filters.ChatType.PRIVATE) & _Which(handed.takes), handed.text),
        CommandHandler("add", handed.add, filters=fresh, block=False),
        MessageHandler(fresh & captioned, handed.add, block=False),
        MessageHandler(fresh & _Which(handed.albums.holds), handed.of_album, block=False),
        MessageHandler(
            fresh & filters.ChatType.PRIVATE & ~filters.CAPTION & _WORDLESS, handed.albums.no_words
        ),
    ]


def _of_shelves(shown: Shelves) -> list[_Handler]:
    fresh = filters.UpdateType.MESSAGE
    return [
        CommandHandler("articles", shown.articles, filters=fresh),
        CommandHandler("shelf", shown.shelf, filters=fresh),
        CommandHandler("forget", shown.forget, filters=fresh),
        MessageHandler(fresh & filters.StatusUpdate.MIGRATE, shown.moved),
        CallbackQueryHandler(shown.turn, shelves.LISTS),
        CallbackQueryHandler(shown.change, shelves.CHANGES),
        CallbackQueryHandler(shown.switch, shelves.ANSWERS),
    ]
