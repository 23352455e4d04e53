"""A day in English words: March 8, 2024; 8 March 2024; Fri, 08 Mar 2024 10:00:00 GMT."""

import re
from datetime import date

__all__ = ["english_day"]

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s{1,3})?"
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_FORMS = tuple(
    re.compile(_WEEKDAY + form + r",?\s{1,3}(?P<year>\d{4})(?!\d)", re.IGNORECASE)
    for form in (rf"{_MONTH}\s{{1,3}}{_DAY}", rf"{_DAY}\s{{1,3}}(?:of\s{{1,3}})?{_MONTH}")
)


def english_day(text: str) -> date | None:
    """Return the day that `text` opens with in English words, or None."""
    match = next((found for form in _FORMS if (found := form.match(text))), None)
    if match is None:
        return None
    word = match["month"].lower()
    month = next((number for number, name in enumerate(_MONTHS, 1) if name.startswith(word)), 0)
    try:
        return date(int(match["year"]), month, int(match["day"]))
    except ValueError:
        return None
