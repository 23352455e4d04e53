"""Lists within a sentence: names joined by 、, clauses after a colon, clauses as many as announced."""

import re
from collections.abc import Iterator
from statistics import median

from bot.answering.lists.announcements import announced, introduces, is_speech, may_announce
from bot.answering.lists.enumeration import Enumeration, enumeration
from bot.answering.lists.layout import Layout
from bot.answering.lists.markers import markers
from bot.language.counters import COUNTERS
from bot.language.expressions import expression
from bot.language.segmenter import segmenter
from bot.model import Span

__all__ = ["joined"]

_MAX_NAME = 30
_MAX_SENTENCE = 1000
_LAST_JOINT = expression(r"(?:,)?(?:以及|和|及|与|或)")
_NUMERALS = expression(r"(?:.*[^一二三四五六七八九十\d])?[一二三四五六七八九十\d]")
_CLAUSES = expression(r"[^,。;:!?\n]+")
_CLAUSE_GROUPS = expression(r"[^;\n]+;?")
_LEADS = expression(
    r".*(?:包括|包含|分别[是为]|分为|分成|涵盖|涉及|诸如|例如|比如|设有|共有|就是|[即如有是为含由])(?=.{2})"
)
_STRONG_LEADS = expression(
    r".*(?:包括了?|包含了?|分别[是为]|分为|分成|涵盖|诸如|例如|比如|设有|共有|就是|即)(?=.{2})"
)
_TAIL = expression(
    rf"(?P<tail>等(?:等|(?:[两二三四五六七八九十]|\d{{1,2}})?(?:{COUNTERS})?[^,。;:、的等在将要已实]{{0,8}})"
    rf"|(?:这|共|[“\"])?(?:[两二三四五六七八九十]|\d{{1,2}})(?:{COUNTERS})[^,。;:、的在将要已实]{{0,8}})"
)
_PARTS = (expression(r"[^;。]+[;。]?"), expression(r"[^,。]+[,。]?"))


def joined(layout: Layout) -> Iterator[Enumeration]:
    """Yield the lists within single sentences, in order."""
    for number, paragraph in enumerate(layout.paragraphs, 1):
        text = paragraph.cut(layout.text)
        may_count, joins = ":" in text or may_announce(text), "、" in text
        if not (may_count or joins):
            continue  # as many: its sentences need not be told apart
        previous: Span | None = None
        for sentence in layout.sentences(number):
            if sentence.end - sentence.start <= _MAX_SENTENCE:
                if may_count:
                    yield from _clauses(layout, previous, sentence)
                # of most sentences the clauses need not be told apart
                if joins and layout.text.find("、", sentence.start, sentence.end) >= 0:
                    yield from _grouped_names(layout, sentence)
            previous = sentence


def _grouped_names(layout: Layout, sentence: Span) -> Iterator[Enumeration]:
    for part in _CLAUSE_GROUPS.finditer(layout.text, sentence.start, sentence.end):
        yield from _names(layout, Span(*part.span()))


def _clauses(layout: Layout, previous: Span | None, sentence: Span) -> Iterator[Enumeration]:
    """Yield the clauses after a colon, or after a sentence that counts them."""
    text = sentence.cut(layout.text)
    colon = text.find(":")
    starts = [(previous, 0)] if previous and may_announce(previous.cut(layout.text)) else []
    if 0 < colon < len(text) - 4:
        starts.insert(0, (Span(sentence.start, sentence.start + colon + 1), colon + 1))
    for told, begin in starts:
        found = _split(layout, told, Span(sentence.start + begin, sentence.end), begin > 0)
        if found is not None and not any(True for _ in markers(text[begin:])):
            yield found
            return


def _split(layout: Layout, told: Span, rest: Span, after_colon: bool) -> Enumeration | None:
    """Return the parts of `rest` if they are as many as `told` counts, or parted by ；after a colon."""
    said, text = told.cut(layout.text), rest.cut(layout.text)
    counts = {one.number for one in announced(said)}
    if not (counts or after_colon) or is_speech(said):
        return None
    for place, pattern in enumerate(_PARTS):
        spans = [
            layout.trimmed(Span(rest.start + part.start(), rest.start + part.end() - _stop(part[0])))
            for part in pattern.finditer(text)
        ]
        if len(spans) in counts and (after_colon or place == 0):
            return enumeration(layout, told, spans)
        if after_colon and not counts and place == 0 and len(spans) > 2:
            return enumeration(layout, told, spans)
    return None


def _stop(part: str) -> int:
    return int(part[-1] in ",;、")


def _names(layout: Layout, sentence: Span) -> Iterator[Enumeration]:
    """Yield the runs of names joined by 、, their ends trimmed to what is alike in them."""
    for clause in _CLAUSES.finditer(layout.text, sentence.start, sentence.end):
        pieces = _pieces(layout.text, Span(*clause.span()))
        if (
            len(pieces) < 2
            or _NUMERALS.fullmatch(pieces[0].cut(layout.text))
            or any(span.end - span.start > _MAX_NAME for span in pieces[1:-1])
        ):
            continue
        if any(span.start >= span.end for span in pieces):
            continue
        tail = _TAIL.search(layout.text, pieces[-1].start + 1, clause.end())
        pieces = _as_many_as_told(pieces, tail)
        pieces[-1] = _without_tail(pieces, tail, layout.text)
        pieces[0] = _without_lead(pieces, layout.text)
        if any(not 1 <= span.end - span.start <= _MAX_NAME for span in pieces):
            continue
        end = tail.end() if tail else pieces[-1].end
        found = _named(layout, sentence, pieces, end)
        if found is not None:
            yield found


def _named(layout: Layout, sentence: Span, pieces: list[Span], end: int) -> Enumeration | None:
    """Return the names with the sentence around them as what is said of them."""
    before = Span(sentence.start, pieces[0].start)
    text = layout.text
    said = f"{before.cut(text)}\n{text[pieces[-1].end : end]}"
    counted = [one for one in announced(said) if one.number == len(pieces)]
    if len(pieces) < (2 if counted else 3):
        return None
    found = enumeration(layout, sentence, pieces)
    if found is None:
        return None
    return Enumeration(
        announcement=sentence,
        items=found.items,
        said=said + "\n" + text[end : min(sentence.end, end + 30)],
        noun=counted[-1].noun if counted else text[pieces[-1].end : end].strip('等“"'),
        heading=found.heading,
        is_named=bool(counted)
        or end > pieces[-1].end
        or bool(_STRONG_LEADS.search(before.cut(text)))
        or introduces(before.cut(text)),
    )


def _pieces(text: str, clause: Span) -> list[Span]:
    """Return what 、parts, and the last of it parted at its 和; 、within brackets part nothing."""
    if text.find("、", clause.start, clause.end) < 0:
        return []
    ends, depth = [], 0
    for at in range(clause.start, clause.end):
        depth += (text[at] in "(（《“") - (text[at] in ")）》”")
        if text[at] == "、" and depth <= 0:
            ends.append(at)
    if not ends:
        return []
    starts = [clause.start, *(end + 1 for end in ends)]
    pieces = [Span(*pair) for pair in zip(starts, [*ends, clause.end], strict=True)]
    joint = _LAST_JOINT.search(text, pieces[-1].start + 1, pieces[-1].end)
    usual = max(span.end - span.start for span in pieces[1:-1] or pieces[:1])
    if joint and joint.start() - pieces[-1].start <= usual + 1:
        pieces[-1:] = [Span(pieces[-1].start, joint.start()), Span(joint.end(), pieces[-1].end)]
    return pieces


def _as_many_as_told(pieces: list[Span], tail: re.Match[str] | None) -> list[Span]:
    """Return the last four of the pieces before 四大板块; what stands before them belongs to something else."""
    told = announced(tail["tail"]) if tail else ()
    return pieces[-told[0].number :] if told and 1 < told[0].number < len(pieces) else pieces


def _without_tail(pieces: list[Span], tail: re.Match[str] | None, text: str) -> Span:
    """Return the last name without what follows it: 等系统, 四大板块, or a verb."""
    last = pieces[-1]
    if tail and tail.start() > last.start:
        return Span(last.start, tail.start())
    others = [span.cut(text) for span in pieces[1:-1]] or [pieces[0].cut(text)]
    if last.end - last.start > max(map(len, others)):
        endings = [other[-size:] for size in (2, 1) for other in others if len(other) > size]
        for ending in (one for one in endings if len(one) > 1 or endings.count(one) > 1):
            at = text.find(ending, last.start + 1, last.end)
            if at > 0:
                return Span(last.start, at + len(ending))
    if last.end - last.start > max(map(len, others)) + 1:
        return Span(last.start, last.start + _verb(last.cut(text)))
    return last


def _without_lead(pieces: list[Span], text: str) -> Span:
    """Return the first name without what stands before it: 包括, 分为, or all up to what the others begin with."""
    first = pieces[0]
    words, others = first.cut(text), [span.cut(text) for span in pieces[1:]]
    usual = median(map(len, others))
    lead = _STRONG_LEADS.match(words) or (len(words) > usual + 1 and _LEADS.match(words)) or None
    if lead:
        return Span(first.start + lead.end(), first.end)
    if len(words) > usual + 1:
        at = words.rfind(others[0][0], 0, -1)
        if at > 0:
            return Span(first.start + at, first.end)
        if len(words) > 1.5 * usual + 1:
            return Span(first.start + _after_verb(words), first.end)
    return first


def _verb(name: str) -> int:
    """Return where the first verb after a noun begins; the length if there is none."""
    at = 0
    for word, tag in segmenter().tags(name):
        if at > 1 and tag[0] in "vdup" and tag != "vn":
            return at
        at += len(word)
    return at


def _after_verb(name: str) -> int:
    """Return where the last verb or preposition that is followed by two characters ends; 0 if there is none."""
    at = end = 0
    for word, tag in segmenter().tags(name):
        at += len(word)
        if tag[0] in "vp" and tag != "vn" and len(name) - at > 1:
            end = at
    return end
