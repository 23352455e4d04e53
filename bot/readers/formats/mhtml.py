"""A web page that a browser saved in one file (.mhtml) → the page in it."""

from email import message_from_bytes
from email.message import Message
from pathlib import PurePath

from bot.errors import Damaged, NoText, TooComplex
from bot.readers.encoding import declared_text
from bot.readers.file import File
from bot.readers.reading import Bundle

__all__ = ["SUFFIXES", "read"]

SUFFIXES = (".mhtml", ".mht")
_PAGES = ("text/html", "application/xhtml+xml")


def read(file: File) -> Bundle:
    """Return the page in `file` with the address that it was saved from, without its pictures and frames.

    Raises UnreadableArticle if there is none.
    """
    try:
        message = message_from_bytes(file.data)
        pages = [part for part in message.walk() if part.get_content_type() in _PAGES]
    except RecursionError as error:
        raise TooComplex(f"{file.name}: nests too deep; save the page as HTML") from error
    if not pages:
        raise NoText(f"{file.name}: holds no web page; save the page as HTML")
    page = _main(message, pages)
    data = page.get_payload(decode=True)
    if not isinstance(data, bytes):
        raise Damaged(f"{file.name}: is damaged; save the page as HTML")
    text = declared_text(data, page.get_content_charset() or "utf-8")
    name = f"{PurePath(file.name).stem}.html"
    return Bundle((File(name, data if text is None else _marked(text), _address(message, page) or file.url),))


def _main(message: Message, pages: list[Message]) -> Message:
    """Return the page that the others belong to: the one the file names as its start, or the first."""
    start = message.get_param("start")
    return next((page for page in pages if start and page.get("Content-ID") == start), pages[0])


def _address(message: Message, page: Message) -> str | None:
    names = (str(page.get("Content-Location", "")), str(message.get("Snapshot-Content-Location", "")))
    return next((name.strip() for name in names if name.strip().startswith(("http://", "https://"))), None)


def _marked(text: str) -> bytes:
    """Return `text` so that no charset that the page itself declares is believed instead."""
    return text.encode("utf-8-sig", "replace")
