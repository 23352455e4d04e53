"""Notes at the foot of a page: apart from its text, and their marks out of its sentences."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from statistics import median
from unicodedata import normalize

from bot.readers.formats.pdf.columns import Line
from bot.readers.raised import MARK

__all__ = ["NotedPage", "with_notes_apart"]

_SMALLER = 0.95
_RULE = re.compile(r"[\s_\-–—―─━﹣－]{3,}")
_NOTE = re.compile(
    rf"[{MARK}\s]*(?P<mark>[①-⑳⓪㉑-㉟]|[¹²³⁰⁴-⁹]{{1,3}}|[\[［〔(（【]\s*\d{{1,3}}\s*[\]］〕)）】]|\d{{1,3}}(?=[\s.．、\u3000])|[*＊†‡※]{{1,3}}|注\s*\d{{0,2}}[:：])"
)
_MARK = re.compile(
    rf"{MARK}(?P<mark>[⁰¹²³⁴-⁹]+|[①-⑳⓪㉑-㉟]|[*＊†‡※]+|[\[［〔(（【]\s*\d{{1,3}}\s*[\]］〕)）】])|{MARK}"
)


@dataclass(frozen=True, slots=True)
class NotedPage:
    """The lines of a page's text, its notes line by line, and the marks that stood for them in the text."""

    lines: list[Line]
    notes: list[list[Line]] = field(default_factory=list)
    marks: str = ""


def with_notes_apart(pages: Sequence[Sequence[Line]]) -> list[NotedPage]:
    """Return the pages with their notes apart."""
    sizes = [line.em for page in pages for line in page for _ in range(1 + len(line.text) // 20)]
    usual = median(sizes) if sizes else 0.0
    return [_noted(page, usual) for page in pages]


def _noted(page: Sequence[Line], usual: float) -> NotedPage:
    foot = {id(line) for run in _small_runs(page, usual) if _is_foot(run, page, usual) for line in run}
    lines = [line for line in page if id(line) not in foot]
    notes = _notes([line for line in page if id(line) in foot and not _RULE.fullmatch(line.text)])
    known = {_plain(found["mark"]) for note in notes if (found := _NOTE.match(note[0].text))}
    marks = [
        found["mark"]
        for line in lines
        for found in _MARK.finditer(line.text)
        if found["mark"] and _plain(found["mark"]) in known
    ]
    bare = [replace(line, text=_without_marks(line.text, known)) for line in lines]
    apart = [[replace(line, text=line.text.replace(MARK, "")) for line in note] for note in notes]
    return NotedPage(bare, apart, "".join(marks))


def _small_runs(page: Sequence[Line], usual: float) -> Iterator[list[Line]]:
    for is_small, run in groupby(page, lambda line: line.em < _SMALLER * usual):
        if is_small:
            yield list(run)


def _is_foot(run: Sequence[Line], page: Sequence[Line], usual: float) -> bool:
    """Return whether a run of small lines, below which there is no text, begins as notes do."""
    first = run[1] if _RULE.fullmatch(run[0].text) and len(run) > 1 else run[0]
    if first is run[0] and not _NOTE.match(first.text):
        return False
    return not any(
        line.top > run[0].top
        and line.em >= _SMALLER * usual
        and line.left < run[0].column_right
        and line.right > run[0].column_left
        for line in page
    )


def _notes(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines note by note; the first may go on from the page before."""
    notes: list[list[Line]] = []
    for line in lines:
        if notes and not _NOTE.match(line.text):
            notes[-1].append(line)
        else:
            notes.append([line])
    return notes


def _without_marks(text: str, known: set[str]) -> str:
    def kept(found: re.Match[str]) -> str:
        mark = found["mark"] or ""
        return "" if _plain(mark) in known else mark

    return _MARK.sub(kept, text)


def _plain(mark: str) -> str:
    """Return what is common to the forms of a mark: ¹, 1 and [1]; ① by itself is another one than 1."""
    if "①" <= mark <= "㉟" or mark == "⓪":
        return mark
    return "".join(char for char in normalize("NFKC", mark) if char.isalnum() or char in "*†‡※")
