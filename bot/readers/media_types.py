"""The suffixes that belong to a media type, as sites and chats name what they send."""

from functools import cache
from mimetypes import MimeTypes
from pathlib import PurePath

from bot.readers import suffixes

__all__ = ["suffix_for", "with_suffix"]

_ANYTHING = "application/octet-stream"
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
# What Python's table lacks; it differs from version to version.
_SUFFIXES = {
    "application/xhtml+xml": (".html", ".xhtml"),
    "application/epub+zip": (".epub",),
    f"{_OPEN_XML}.wordprocessingml.document": (".docx",),
    f"{_OPEN_XML}.spreadsheetml.sheet": (".xlsx",),
    f"{_OPEN_XML}.presentationml.presentation": (".pptx",),
    f"{_OPEN_DOCUMENT}.text": (".odt",),
    f"{_OPEN_DOCUMENT}.spreadsheet": (".ods",),
    f"{_OPEN_DOCUMENT}.presentation": (".odp",),
    "application/rtf": (".rtf",),
    "text/rtf": (".rtf",),
    "text/markdown": (".md", ".markdown"),
    "text/x-markdown": (".md", ".markdown"),
    "application/x-webarchive": (".webarchive",),
    "multipart/related": (".mhtml", ".mht"),
}


def suffix_for(media_type: str, own: str = "") -> str:
    """Return a suffix for a file of `media_type`, if possible one that there is a reader for.

    `own` is the suffix that the file has already, and is preferred. Empty if none is known for the type.
    """
    fitting = _SUFFIXES.get(media_type) or tuple(_table().guess_all_extensions(media_type, strict=False))
    known = suffixes()
    readable = [suffix for suffix in fitting if suffix in known]
    return own if own in readable else next(iter((*readable, *fitting)), "")


def with_suffix(name: str, media_type: str) -> str:
    """Return the name of a file of `media_type`, with a suffix for it if the name has none."""
    return name if PurePath(name).suffix or media_type in ("", _ANYTHING) else name + suffix_for(media_type)


@cache
def _table() -> MimeTypes:
    """Return Python's own table, without what the system it runs on adds to it."""
    return MimeTypes()
