"""A message → the article in it: a file, a forwarded post, a long text."""

import asyncio
import re
from dataclasses import replace

from telegram import Chat, Document, Message, MessageOriginChannel, MessageOriginUser
from telegram.error import BadRequest

from bot.assistant.handed_texts import refuse_wordless, titled
from bot.chat.telegram.addressing import Me, Request
from bot.language.reads_as import ReadsAs, reads_as
from bot.model import Article, Source
from bot.readers import MAX_BYTES, File, refuse_unknown
from bot.readers.file import too_large
from bot.readers.media_types import with_suffix
from bot.readers.worker import read_safely

__all__ = [
    "article_from_message",
    "document_of",
    "download",
    "looks_like_article",
    "reading",
    "text_after_add",
]

_ADD = re.compile(r"\s*/add(?:@(?P<bot>\w+))?(?:\s+|$)", re.IGNORECASE)


def document_of(message: Message) -> Document | None:
    """Return the file in the message; an animation is none, though Telegram sends one with it."""
    return None if message.animation else message.document


def looks_like_article(message: Message, request: Request | None, me: Me) -> bool:
    """Return whether a private message looks like an article: a file, or a text that reads as one, or may."""
    return reading(message, request, me) is not ReadsAs.QUESTION


def reading(message: Message, request: Request | None, me: Me) -> ReadsAs:
    """Return what a message reads as; one in a group is no article by itself.

    A message that begins with a command, quotes the bot or was sent through a bot asks something, however long.
    """
    if message.chat.type != Chat.PRIVATE or message.via_bot is not None or message.from_user is None:
        return ReadsAs.QUESTION
    if document_of(message) is not None:
        return ReadsAs.QUESTION if message.from_user.is_bot else ReadsAs.ARTICLE
    if request is None or request.command is not None or request.quoted:
        return ReadsAs.QUESTION
    text = (message.text or message.caption or "").strip()
    origin = message.forward_origin
    if origin is not None:
        mine = isinstance(origin, MessageOriginUser) and origin.sender_user.id == me.id
        return ReadsAs.QUESTION if mine else reads_as(text, forwarded=True)
    replied = message.reply_to_message
    in_reply = replied is not None and replied.from_user is not None and replied.from_user.id == me.id
    return reads_as(text, in_reply=in_reply)


def text_after_add(message: Message, me: Me) -> str | None:
    """Return the text after /add, possibly empty; None if the message does not begin with /add."""
    text = message.text or message.caption or ""
    match = _ADD.match(text)
    if match is None or (match["bot"] or me.username).lower() != me.username.lower():
        return None
    return text[match.end() :].strip()


async def download(document: Document) -> File:
    """Return the file, fetched only if its name and size promise that it can be read.

    Raises UnreadableArticle, and TelegramError if it cannot be fetched.
    """
    name = await asyncio.to_thread(_checked_name, document)
    try:
        file = await document.get_file()
    except BadRequest as error:
        # the message may not state the file's size
        raise too_large(name, None) if "too big" in error.message.lower() else error from None
    return File(name, bytes(await file.download_as_bytearray()))


def _checked_name(document: Document) -> str:
    """Return the file's name, with a suffix from its media type. Raises TooLarge and UnknownFormat."""
    name = with_suffix(document.file_name or "file", document.mime_type or "")
    if (document.file_size or 0) > MAX_BYTES:
        raise too_large(name, document.file_size)
    refuse_unknown(name)
    return name


def article_from_message(message: Message, given: str | None = None) -> Article:
    """Return the article in the message's text, or in the text `given` in its place.

    Its source comes from the text and from the channel it was forwarded from. Raises UnreadableArticle.
    """
    text = given or message.text or message.caption or ""
    refuse_wordless("message", text)
    article = titled(read_safely(File("message.txt", text.encode("utf-8", "replace"))).article)
    source = article.source
    # its place on Telegram identifies it, so that an edited message replaces its earlier text
    place = f"{message.chat.id}/{message.message_id}"
    completed = source
    if isinstance(origin := message.forward_origin, MessageOriginChannel):
        place = f"{origin.chat.id}/{origin.message_id}"
        completed = _post_source(source, origin)
    identified = source.publication or source.published
    return Article(completed, article.text, "" if identified else Article(Source(title=""), place).id)


def _post_source(source: Source, origin: MessageOriginChannel) -> Source:
    """Return the source of a channel's post; what the text itself states takes precedence."""
    channel = origin.chat
    link = f"https://t.me/{channel.username}/{origin.message_id}" if channel.username else None
    return replace(
        source,
        author=source.author or origin.author_signature,
        publication=source.publication or channel.title,
        # the day in the server's time zone: Telegram does not give the sender's
        published=source.published or origin.date.astimezone().date(),
        url=source.url or link,
    )
