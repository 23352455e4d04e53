"""A web page as Safari archives it (.webarchive) → the page in it."""

import plistlib
from pathlib import PurePath
from typing import Any
from xml.parsers.expat import ExpatError

from bot.errors import Damaged, NoText
from bot.readers.encoding import declared_text
from bot.readers.file import File
from bot.readers.reading import Bundle

__all__ = ["SUFFIXES", "read"]

SUFFIXES = (".webarchive",)
_PAGES = ("text/html", "application/xhtml+xml", "")


def read(file: File) -> Bundle:
    """Return the page in `file` with its address, without its pictures and frames.

    Raises UnreadableArticle if it is damaged or holds no page.
    """
    page = _main_resource(file)
    data, url = page.get("WebResourceData"), page.get("WebResourceURL")
    if not isinstance(data, bytes) or page.get("WebResourceMIMEType", "") not in _PAGES:
        raise NoText(f"{file.name}: holds no web page; save the page as HTML")
    text = declared_text(data, str(page.get("WebResourceTextEncodingName") or "utf-8"))
    is_web = isinstance(url, str) and url.startswith(("http://", "https://"))
    name = f"{PurePath(file.name).stem}.html"
    marked = data if text is None else text.encode("utf-8-sig", "replace")
    return Bundle((File(name, marked, url if is_web else file.url),))


def _main_resource(file: File) -> dict[str, Any]:
    """Return the record of the page, its values untyped as the file has them."""
    try:
        archive = plistlib.loads(file.data)
    except (
        plistlib.InvalidFileException,
        ExpatError,
        ValueError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as error:
        raise Damaged(f"{file.name}: is no web archive; save the page as HTML") from error
    page = archive.get("WebMainResource") if isinstance(archive, dict) else None
    return page if isinstance(page, dict) else {}
