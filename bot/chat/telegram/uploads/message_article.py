"""A message → the article that it hands over: a file, a forwarded post, a long text."""

import asyncio
import re
from dataclasses import replace
from pathlib import PurePath

from telegram import Chat, Document, Message, MessageOriginChannel, MessageOriginUser
from telegram.error import BadRequest

from bot.chat.telegram.addressing import Me, Request
from bot.errors import NoWords
from bot.language.sentences import sentences
from bot.model import Article, Source
from bot.readers import MAX_BYTES, File, read, refuse_unknown
from bot.readers.file import too_large
from bot.readers.media_types import suffix_for
from bot.readers.prose import opening

__all__ = [
    "MAX_TITLE_CHARACTERS",
    "added_text",
    "article_from_message",
    "document_of",
    "download",
    "hands_over",
]

MAX_TITLE_CHARACTERS = 200
_FORWARDED_CHARACTERS, _SEVERAL_CHARACTERS, _LONG_CHARACTERS = 80, 200, 400
"""From how many characters on a text is no question: forwarded; in several paragraphs; in one."""
_ADD = re.compile(r"\s*/add(?:@(?P<bot>\w+))?(?:\s+|$)", re.IGNORECASE)
_MAX_SENTENCE_CHARACTERS = 60
_ANYTHING = "application/octet-stream"
_PUNCTUATION = "。.！!；;，,：: "


def document_of(message: Message) -> Document | None:
    """The file in the message; a film without sound is none, though Telegram says so."""
    return None if message.animation else message.document


def hands_over(message: Message, request: Request | None, me: Me) -> bool:
    """Return whether a message is an article by its looks: in private a file, a forwarded text, a long text.

    What begins with a command, quotes the bot or came by way of it asks something, however long it is.
    """
    if message.chat.type != Chat.PRIVATE or message.via_bot is not None or message.from_user is None:
        return False
    if document_of(message) is not None:
        return not message.from_user.is_bot
    if request is None or request.command is not None or request.quoted:
        return False
    text = (message.text or message.caption or "").strip()
    origin = message.forward_origin
    if origin is not None:
        mine = isinstance(origin, MessageOriginUser) and origin.sender_user.id == me.id
        return len(text) >= _FORWARDED_CHARACTERS and not mine
    several = sum(map(bool, map(str.strip, text.splitlines()))) > 1
    return len(text) >= (_SEVERAL_CHARACTERS if several else _LONG_CHARACTERS)


def added_text(message: Message, me: Me) -> str | None:
    """What stands after /add at the beginning of the message, possibly nothing; None where it does not begin so."""
    text = message.text or message.caption or ""
    match = _ADD.match(text)
    if match is None or (match["bot"] or me.username).lower() != me.username.lower():
        return None
    return text[match.end() :].strip()


async def download(document: Document) -> File:
    """The file, fetched only where there is hope that it can be read.

    Raises UnreadableArticle, TelegramError where it cannot be fetched.
    """
    name = await asyncio.to_thread(_checked_name, document)
    try:
        file = await document.get_file()
    except BadRequest as error:
        # the size that a message tells may be missing
        raise too_large(name, None) if "too big" in error.message.lower() else error from None
    return File(name, bytes(await file.download_as_bytearray()))


def _checked_name(document: Document) -> str:
    """Return the file's name, with a suffix if its media type tells one. Raises TooLarge and UnknownFormat."""
    name = document.file_name or "file"
    if not PurePath(name).suffix and document.mime_type and document.mime_type != _ANYTHING:
        name += suffix_for(document.mime_type)
    if (document.file_size or 0) > MAX_BYTES:
        raise too_large(name, document.file_size)
    refuse_unknown(name)
    return name


def article_from_message(message: Message, given: str | None = None) -> Article:
    """The article in the text of the message, or in the one `given` for it, with its source as far as that and where
    it was forwarded from tell it. Raises UnreadableArticle."""
    text = given or message.text or message.caption or ""
    if not any(character.isalnum() for character in text):
        raise NoWords("message: holds no words; hand over a file or a text")
    article = read(File("message.txt", text.encode("utf-8", "replace")))
    source = replace(article.source, title=_title(article))
    # its place on Telegram tells it from others, so that an edited message replaces what it was
    key = f"{message.chat.id}/{message.message_id}"
    if isinstance(origin := message.forward_origin, MessageOriginChannel):
        key = f"{origin.chat.id}/{origin.message_id}"
        posted = _posted(source, origin)
    else:
        posted = source
    told = source.publication or source.published
    return Article(posted, article.text, "" if told else Article(Source(title=""), key).id)


def _posted(source: Source, origin: MessageOriginChannel) -> Source:
    """The source of a channel's post; what the text itself tells of it goes first."""
    channel = origin.chat
    link = f"https://t.me/{channel.username}/{origin.message_id}" if channel.username else None
    return replace(
        source,
        author=source.author or origin.author_signature,
        publication=source.publication or channel.title,
        # the day at the server's own place: Telegram tells nobody's time zone
        published=source.published or origin.date.astimezone().date(),
        url=source.url or link,
    )


def _title(article: Article) -> str:
    """The title above the text, or else its first sentence, or the beginning of a long one."""
    title, text = article.source.title, article.text.partition("\n")[0]
    if title != opening(article.text):
        return title[:MAX_TITLE_CHARACTERS]
    first = sentences(text)[0].cut(text).strip().rstrip(_PUNCTUATION)
    return first if 0 < len(first) <= _MAX_SENTENCE_CHARACTERS else title[:MAX_TITLE_CHARACTERS]
