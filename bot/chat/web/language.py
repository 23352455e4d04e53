"""The language that a reader gets a page in."""

import re

from bot.locale import DEFAULT, languages, nearest_language

__all__ = ["language_for"]

_WISH = re.compile(r"\s*([A-Za-z0-9-]{1,35}|\*)\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?")
_MAX_HEADER_CHARACTERS = 500


def language_for(chosen: str | None, accepted: str) -> str:
    """Return the chosen language if we have it, else the best of an Accept-Language header, else the default."""
    if chosen in languages():
        return str(chosen)
    items = accepted[:_MAX_HEADER_CHARACTERS].split(",")
    wishes = [match for item in items if (match := _WISH.fullmatch(item))]
    for wish in sorted(wishes, key=lambda match: -float(match[2] or 1)):
        if float(wish[2] or 1) > 0 and (language := nearest_language(wish[1])):
            return language
    return DEFAULT
