"""Lines of a document → the same with each note below the paragraph that calls it, and without its marks."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.readers.cells import CELL
from bot.readers.notes.calls import Call, Surety, calls_in
from bot.readers.notes.starts import Starts, starts_in
from bot.readers.office import Line
from bot.readers.raised import MARK

__all__ = ["Noted", "with_notes_below"]

_MOST_LINES_MORE = 4
"""A note may have a few paragraphs beside its first."""


class Noted(NamedTuple):
    """The lines with each note below its paragraph, and the marks that were taken out."""

    lines: list[Line]
    marks: str


def with_notes_below(lines: Sequence[Line]) -> Noted:
    """Return `lines` without the marks of notes, each note below the paragraph that calls it first.

    A figure above the line is a mark if a later line begins with it, or if such figures after Han characters and
    stops count up from 1; any other is a power. A list of references stays where it is.
    """
    texts = [line.text for line in lines]
    starts = starts_in(texts)
    calls = [call for i, text in enumerate(texts) for call in calls_in(i, text, starts.places.get(i, 0))]
    called = _called(starts, calls)
    gone = _gone(calls, {call for held in called.values() for call in held})
    moved = {note: held[0].line for note, held in called.items() if note not in starts.references}
    spent = _spent(starts, moved)
    bare = [_without(text, gone[i], starts.places[i] if i in moved else 0) for i, text in enumerate(texts)]
    kept = [line._replace(text=text) for line, text in zip(lines, bare, strict=True)]
    marks = [texts[call.line][call.start : call.stop] for held in gone.values() for call in held]
    marks += [texts[i][: starts.places[i]] for i in moved] + [texts[i] for i in spent]
    return Noted(list(_assembled(kept, _with_more(moved, calls), spent)), "".join(marks))


def _called(starts: Starts, calls: Sequence[Call]) -> dict[int, list[Call]]:
    """Return the calls of each note that is called: the next below the call that begins with its mark."""
    lines = defaultdict[str, list[int]](list)
    for number, key in starts.keys.items():
        lines[key].append(number)
    called: dict[int, list[Call]] = defaultdict(list)
    for call in calls:
        for key in call.keys:
            place = bisect_right(lines[key], call.line)
            if place < len(lines[key]) and (not call.is_plain or lines[key][place] in starts.apart):
                called[lines[key][place]].append(call)
    if not all(map(called.__contains__, starts.apart)):
        # where some of the lines ①, ②, ③ are no notes, they are the items of a list
        called = {note: [call for call in held if not call.is_plain] for note, held in called.items()}
    return {note: chosen for note, held in sorted(called.items()) if (chosen := _chosen(held))}


def _chosen(calls: Sequence[Call]) -> list[Call]:
    """Return those that surely call a note; if none does, the only one that may."""
    sure = [call for call in calls if call.surety is not Surety.MAYBE]
    return sure or (list(calls) if len(calls) == 1 else [])


def _gone(calls: Sequence[Call], noted: set[Call]) -> dict[int, list[Call]]:
    """Return the calls that leave each line: those of notes, and what can be nothing else."""
    figures = [
        int(key) for call in calls if call.surety is Surety.CALL for key in call.keys if key.isdecimal()
    ]
    first_seen = list(dict.fromkeys(figures))
    counts_up = first_seen == list(range(1, len(first_seen) + 1))
    gone = defaultdict[int, list[Call]](list)
    for call in calls:
        is_alone = call.surety is Surety.MARK or (call.surety is Surety.CALL and counts_up)
        if call in noted or is_alone:
            gone[call.line].append(call)
    return gone


def _without(text: str, calls: Sequence[Call], start: int) -> str:
    """Return `text` from `start` on without the marks of `calls`."""
    kept, place = list[str](), start
    for call in calls:
        kept.append(text[place : call.start])
        place = call.stop
    return "".join([*kept, text[place:]]).replace(MARK, "")


def _spent(starts: Starts, moved: Mapping[int, int]) -> set[int]:
    """Return the lines that said that notes follow, where all of those have moved."""
    spent: set[int] = set()
    for head in starts.heads:
        note = head + 1
        while note in moved or note in starts.heads:
            note += 1
        if note > head + 1 and note not in starts.keys:
            spent.add(head)
    return spent


def _with_more(moved: Mapping[int, int], calls: Sequence[Call]) -> dict[int, int]:
    """Return for each line that moves the line that it follows: notes, and what goes on with one before the next."""
    last_call = max((call.line for call in calls), default=-1)
    notes, more = sorted(moved), dict(moved)
    for note, following in pairwise(notes):
        if last_call <= note and following - note <= _MOST_LINES_MORE:
            more |= dict.fromkeys(range(note + 1, following), moved[note])
    return more


def _assembled(lines: Sequence[Line], moved: Mapping[int, int], spent: set[int]) -> Iterator[Line]:
    """Yield the lines in their new order; notes neither part a table nor come between a title and its by-line."""
    due = defaultdict[int, list[Line]](list)
    for number in sorted(moved):
        due[moved[number]].append(lines[number])
    waiting: list[Line] = []
    for number, line in enumerate(lines):
        if number in moved or number in spent:
            continue
        yield line
        waiting += due[number]
        following = lines[number + 1] if number + 1 < len(lines) else None
        if not (_is_head(line) or (CELL in line.text and following and CELL in following.text)):
            yield from waiting
            waiting = []
    yield from waiting


def _is_head(line: Line) -> bool:
    return bool(line.is_title or line.level)
