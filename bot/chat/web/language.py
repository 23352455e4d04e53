"""Which of our languages a reader gets."""

import re

from bot.locale import DEFAULT, languages

__all__ = ["language_for"]

_WISH = re.compile(r"\s*([A-Za-z-]{1,35}|\*)\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?")
_TRADITIONAL = re.compile(r"zh-(?:hant|tw|hk|mo)\b", re.IGNORECASE)


def language_for(chosen: str | None, accepted: str) -> str:
    """The language chosen where there is one of that name, else the best of an Accept-Language header, else the default."""
    if chosen in languages():
        return str(chosen)
    wishes = [match for part in accepted[:500].split(",") if (match := _WISH.fullmatch(part))]
    for wish in sorted(wishes, key=lambda match: -float(match[2] or 1)):
        if float(wish[2] or 1) > 0 and (known := _known(wish[1])):
            return known
    return DEFAULT


def _known(tag: str) -> str | None:
    """Ours for a language tag: traditional Chinese by script or place, anything else by its first part."""
    if _TRADITIONAL.match(tag):
        return "zh-Hant"
    first = tag.lower().split("-")[0]
    if first == "zh":
        return DEFAULT
    return next((ours for ours in languages() if ours.lower().split("-")[0] == first), None)
