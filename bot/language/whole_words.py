"""Words that are not cut: neither by a segmenter that knows Latin letters without accents alone, nor where reading stops."""

from collections.abc import Iterable, Iterator

from bot.language.graphemes import head, is_within

__all__ = ["LETTER", "beginning", "whole_words"]

LETTER = r"[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff\ufb00-\ufb06\u0300-\u036f]"
"""The expression of a Latin letter, or of an accent that is a character of its own."""
_ENDS = "\n。 "


def beginning(text: str, most: int) -> str:
    """Return the first `most` code points, up to the last line, sentence or word that ends there."""
    if len(text) <= most:
        return text
    start = head(text, most)
    return start[: max(start.rfind(end) for end in _ENDS) + 1] or start


def whole_words(tagged: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the tagged words, put together where they were cut within a character or an alphabet's word: İ|stanbul."""
    parts: list[tuple[str, str]] = []
    for part in tagged:
        if parts and not _goes_on(parts[-1][0][-1:], part[0][:1]):
            yield _joined(parts)
            parts = []
        parts.append(part)
    if parts:
        yield _joined(parts)


def _joined(parts: list[tuple[str, str]]) -> tuple[str, str]:
    return parts[0] if len(parts) == 1 else ("".join(word for word, _ in parts), "eng")


def _goes_on(before: str, after: str) -> bool:
    if before.isascii() and after.isascii():
        return False
    return is_within(before + after, 1) or (_is_of_alphabet(before) and _is_of_alphabet(after))


def _is_of_alphabet(char: str) -> bool:
    """Return whether it is a letter, or an accent, of Latin, Greek or Cyrillic writing."""
    if "\u0300" <= char <= "\u036f":
        return True
    is_form = "\ufb00" <= char <= "\ufb06" or "\uff21" <= char <= "\uff5a"
    return char.isalpha() and (char < "\u0530" or "\u1e00" <= char < "\u2000" or is_form)
