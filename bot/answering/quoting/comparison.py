"""Differences between quoted words and the slice of an article that they quote."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from bot.answering.quoting.plain import Plain, is_content
from bot.model import Span

__all__ = ["Difference", "Kind", "differences", "widened"]

_SPARE = 2
_NUMBER = re.compile(r"(?:(?<![\dA-Za-z\-－−])[-－−])?\d+(?:,\d{3})*(?:[.．]\d+)?")


class Kind(StrEnum):
    """A way in which quoted words differ from the article's."""

    ADDED = "added"
    MISSING = "missing"
    CHANGED = "changed"


_KINDS = {"replace": Kind.CHANGED, "delete": Kind.ADDED, "insert": Kind.MISSING}


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch of the message and what the article has instead; one of them may be empty."""

    kind: Kind
    words: Span
    original: Span
    in_words: bool
    """False if only width, case, script, punctuation or white space differ."""


def widened(words: str, matched: Span, text: str, at: Span, plain: Plain) -> Span:
    """Return `at`, extended on either side if `words` go on beyond `matched`."""
    before, after = words[: matched.start][::-1], words[matched.end :]
    left = _reach(before, text[max(0, at.start - len(before)) : at.start][::-1], plain)
    return Span(at.start - left, at.end + _reach(after, text[at.end : at.end + len(after)], plain))


def _reach(words: str, text: str, plain: Plain) -> int:
    """Return how far the texts agree, up to two differences between characters of one sort."""
    spare = _SPARE
    for i, (quoted, original) in enumerate(zip(plain.keys_of(words), plain.keys_of(text), strict=False)):
        spare -= quoted != original
        if quoted != original and (
            spare < 0 or text[i] == "\n" or bool(is_content(quoted[0])) != bool(is_content(original[0]))
        ):
            return i
    return min(len(words), len(text))


def differences(words: str, text: str, moved: int, shift: int, plain: Plain) -> Iterator[Difference]:
    """Yield what differs, in order; spans are moved by `moved` in `words`, by `shift` in `text`."""
    same, numbers = words.translate(plain) == text.translate(plain), _numbers(words) == _numbers(text)
    for kind, quoted, original in _edits(words, text, plain):
        content = not same and quoted.cut(words).translate(plain) != original.cut(text).translate(plain)
        number = same and not numbers and (_touches_digit(words, quoted) or _touches_digit(text, original))
        spans = (
            Span(quoted.start + moved, quoted.end + moved),
            Span(original.start + shift, original.end + shift),
        )
        yield Difference(kind, *spans, content or number)


def _edits(words: str, text: str, plain: Plain) -> Iterator[tuple[Kind, Span, Span]]:
    # whoever shows an answer imports this module, and only a claim needs the library
    from rapidfuzz.distance import Levenshtein

    for op in Levenshtein.opcodes(plain.keys_of(words), plain.keys_of(text)):
        quoted, original = Span(op.src_start, op.src_end), Span(op.dest_start, op.dest_end)
        if op.tag != "equal":
            yield _KINDS[op.tag], quoted, original
            continue
        unlike = [
            i for i, (a, b) in enumerate(zip(quoted.cut(words), original.cut(text), strict=True)) if a != b
        ]
        for first, stop in _runs(unlike):
            yield (
                Kind.CHANGED,
                Span(quoted.start + first, quoted.start + stop),
                Span(original.start + first, original.start + stop),
            )


def _runs(numbers: Iterable[int]) -> Iterator[Span]:
    """Yield neighbouring numbers as spans."""
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        yield Span(run[0], run[-1] + 1)


def _numbers(text: str) -> list[str]:
    """Return the numbers in `text` in usual width; ² and ① are no digits."""
    return [unicodedata.normalize("NFKC", number).replace(",", "") for number in _NUMBER.findall(text)]


def _touches_digit(text: str, span: Span) -> bool:
    return any(char.isdigit() for char in text[max(0, span.start - 1) : span.end + 1])
