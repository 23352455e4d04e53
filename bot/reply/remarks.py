"""What a reader has to say of its own work, in one line each."""

from bot.locale import Locale
from bot.readers.reading import Remark, RemarkKind

__all__ = ["remark_line"]

_MOST_PAGES = 5


def remark_line(remark: Remark, say: Locale) -> str:
    """Return the remark for whoever handed the file over."""
    line = say(f"reading.{remark.kind}", number=remark.number)
    if not remark.pages:
        return line
    pages = ", ".join(map(str, remark.pages[:_MOST_PAGES])) + ("…" if len(remark.pages) > _MOST_PAGES else "")
    if remark.kind is RemarkKind.UNREADABLE:
        return say("reading.unreadable_pages", pages=pages)
    return say("reading.on_pages", line=line, pages=pages)
