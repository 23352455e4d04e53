"""The language that a text is answered in."""

from bot.language.script import language_of
from bot.locale import DEFAULT, Locale, locale

__all__ = ["locale_of"]


def locale_of(text: str) -> Locale:
    """Return the locale of the language that `text` is written in; the default one if it has no letters.

    Scripts tell languages apart, so any text in Latin letters is answered in English.
    """
    return locale(language_of(text) or DEFAULT)
