"""Why an article was not taken, in one line, for whoever handed it over."""

from bot.errors import (
    Damaged,
    Mislabelled,
    NoText,
    NotPublic,
    NoWords,
    Protected,
    ReaderMissing,
    TooComplex,
    TooLarge,
    UnknownFormat,
    Unreachable,
    UnreadableArticle,
)
from bot.locale import Locale
from bot.readers import MAX_BYTES, suffixes

__all__ = ["refusal_line"]

_LINES: dict[type[Exception], str] = {
    Damaged: "damaged",
    Mislabelled: "mislabelled",
    NoText: "no_text",
    NoWords: "no_words",
    NotPublic: "not_public",
    Protected: "protected",
    ReaderMissing: "reader_missing",
    TooComplex: "too_complex",
    TooLarge: "too_large",
    UnknownFormat: "unknown_format",
    Unreachable: "unreachable",
}


def refusal_line(error: Exception, say: Locale) -> str:
    """Return the one line that tells of the error."""
    name = str(error).partition(": ")[0]  # every such message begins with it
    if why := _LINES.get(type(error)):
        return say(f"articles.{why}", name=name, most=f"{MAX_BYTES / 1e6:g}", known=" ".join(suffixes()))
    return (
        say("articles.unreadable", reason=error)
        if isinstance(error, UnreadableArticle)
        else say("chat.sorry")
    )
