"""An article as the reader shows it: a leaf of paragraphs with marks, and a strip of the question's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.answering.quoting.citation import locator
from bot.answering.ranking.focus import matches
from bot.answering.sources.outline import depths
from bot.assistant.permalink import LinkTarget
from bot.chat.web.leaves import Leaf, leaf_with
from bot.chat.web.stretches import Stretch, stretches
from bot.chat.web.typesetting import Setting, cells, settings
from bot.language.normalise import folded
from bot.model import Answer, Article, Hit, PassageAnswer, Span, Verdict
from bot.remembered import remembered
from bot.reply import runs_over

__all__ = ["Bar", "Group", "ParagraphView", "ReaderView", "reader_view"]

_STRIP_WIDTH = 1000
_MAX_HEAT = 4
_MAX_BARS = 150


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """A paragraph with its marks; the target is the paragraph that the question or the link leads to.

    `depth` is that of a heading, 1 for the outermost; 0 for a paragraph that is none.
    """

    number: int
    depth: int
    text: tuple[Stretch, ...]
    cells: tuple[tuple[Stretch, ...], ...]
    """The same, cell by cell, in a row of a table; empty elsewhere."""
    is_target: bool
    locator: str
    """What follows a citation to name the paragraph."""


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring paragraphs that stand in the same way."""

    setting: Setting
    paragraphs: tuple[ParagraphView, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A paragraph in the heat strip, of a book several: place and width in thousandths of the article, heat from 0 to 4.

    The number is that of the first paragraph with a word of the question.
    """

    number: int
    start: int
    width: int
    heat: int
    words: int
    ticks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReaderView:
    """An article open at a question; without one, nothing is marked and there is no strip."""

    article: Article
    leaf: Leaf
    groups: tuple[Group, ...]
    strip: tuple[Bar, ...]
    matching: tuple[int, ...]
    """The numbers of the paragraphs that hold a word of the question."""
    target: int | None
    """The paragraph that the question or the link leads to."""
    is_sure: bool
    """Whether the target answers; otherwise it is merely the closest."""

    @property
    def before(self) -> int | None:
        """The paragraph before the target, or before the leaf, that holds a word of the question."""
        return next((n for n in reversed(self.matching) if n < (self.target or self.leaf.first)), None)

    @property
    def after(self) -> int | None:
        """The one after the target; without a target, the first on the leaf or after it."""
        return next((n for n in self.matching if n > (self.target or self.leaf.first - 1)), None)

    @property
    def gist(self) -> str:
        """What is marked, else the paragraph that is led to, else the first one."""
        paragraphs = [paragraph for group in self.groups for paragraph in group.paragraphs]
        shown = next((one for one in paragraphs if one.is_target), paragraphs[0])
        marked = [stretch for stretch in shown.text if stretch.focus] or shown.text
        return "".join(part.text for stretch in marked for part in stretch.slices)


def reader_view(
    article: Article,
    question: str,
    answer: Answer | None,
    place: LinkTarget | None,
    first: int = 0,
) -> ReaderView:
    """Return the article with the best passage for the question marked: at `place`, or in all of it.

    It is open at paragraph `first`, else at the passage.
    """
    paragraph = place.paragraph if place else None
    hit = _hit(answer, article, paragraph)
    marks = _marks(_focus(hit, article), place.passage if place else None)
    target = hit.passage.paragraph if hit else paragraph
    words = folded(question)
    texts = [span.cut(article.text) for span in article.paragraphs]
    word_spans = _word_spans(words, article)
    leaf = leaf_with(article, first or target or 1)
    depth_of = depths(article.headings)

    def view(number: int, in_table: bool) -> ParagraphView:
        text, terms = texts[number - 1], word_spans[number - 1]
        focus = marks if number == target else _items(hit, article, number)
        return ParagraphView(
            number,
            depth_of.get(number, 0),
            stretches(text, focus, terms),
            tuple(_cell(text, cell, focus, terms) for cell in cells(text)) if in_table else (),
            number == target,
            locator(article, number),
        )

    on_leaf = texts[leaf.first - 1 : leaf.last]
    headings = frozenset(number - leaf.first for number in depth_of)
    groups = tuple(
        Group(setting, tuple(view(leaf.first + at, setting is Setting.TABLE) for at in places))
        for setting, places in settings(on_leaf, headings)
    )
    matching = tuple(number for number, terms in enumerate(word_spans, 1) if terms)
    strip = _strip(texts, word_spans) if matching else ()
    return ReaderView(article, leaf, groups, strip, matching, target, _is_sure(answer, hit))


@remembered(8)  # whoever turns the leaves of a book asks for the same words on each
def _word_spans(words: str, article: Article) -> tuple[tuple[Span, ...], ...]:
    """Return where the words stand, paragraph by paragraph, as spans of each."""
    return tuple(matches(words, span.cut(article.text)) if words else () for span in article.paragraphs)


def _cell(text: str, cell: Span, focus: Sequence[Span], terms: Sequence[Span]) -> tuple[Stretch, ...]:
    """Return the cell with its marks."""
    return stretches(cell.cut(text), _within(cell, focus), _within(cell, terms))


def _within(cell: Span, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return what of the spans lies in the cell, counted from its start."""
    cut = ((max(span.start, cell.start), min(span.end, cell.end)) for span in spans)
    return tuple(Span(start - cell.start, end - cell.start) for start, end in cut if start < end)


def _hit(answer: Answer | None, article: Article, paragraph: int | None) -> Hit | None:
    """Return the best hit in the paragraph; without a paragraph, in the article."""
    hits = answer.hits if isinstance(answer, PassageAnswer) else ()
    inside = (hit for hit in hits if hit.article.id == article.id)
    return next((hit for hit in inside if paragraph in (None, hit.passage.paragraph)), None)


def _is_sure(answer: Answer | None, hit: Hit | None) -> bool:
    """Return whether the hit is the answer, and a sure one."""
    return isinstance(answer, PassageAnswer) and answer.verdict is Verdict.SURE and answer.hits[0] == hit


def _focus(hit: Hit | None, article: Article) -> tuple[Span, ...]:
    """Return the focus of the hit as spans of its paragraph."""
    if hit is None:
        return ()
    if runs_over(hit) and (items := _items(hit, article, hit.passage.paragraph)):
        return items
    shift = hit.passage.start - article.paragraphs[hit.passage.paragraph - 1].start
    return tuple(Span(span.start + shift, span.end + shift) for span in hit.focus)


def _items(hit: Hit | None, article: Article, number: int) -> tuple[Span, ...]:
    """Return what the hit's list quotes of paragraph `number`, as spans of it."""
    listing, paragraph = hit.listing if hit else None, article.paragraphs[number - 1]
    spans = (item.span for item in listing.items if item.paragraph == number) if listing else ()
    return tuple(Span(span.start - paragraph.start, span.end - paragraph.start) for span in spans)


def _marks(focus: tuple[Span, ...], passage: Span | None) -> tuple[Span, ...]:
    """Return the focus; if the link is about another passage of the paragraph, that passage."""
    if passage and not any(span.start < passage.end and passage.start < span.end for span in focus):
        return (passage,)
    return focus


def _strip(texts: Sequence[str], word_spans: Sequence[Sequence[Span]]) -> tuple[Bar, ...]:
    """Return a bar for each paragraph; where there are many, one for so many neighbours as make a few hundred bars."""
    starts = list(accumulate((len(text) for text in texts), initial=0))
    scale = _STRIP_WIDTH / max(1, starts[-1])
    step = -(-len(texts) // _MAX_BARS)
    groups = [range(at, min(at + step, len(texts))) for at in range(0, len(texts), step)]
    most = max(sum(len(word_spans[at]) for at in group) for group in groups)
    return tuple(_bar(group, starts, word_spans, scale, most) for group in groups)


def _bar(
    group: range, starts: Sequence[int], word_spans: Sequence[Sequence[Span]], scale: float, most: int
) -> Bar:
    words = sum(len(word_spans[at]) for at in group)
    # in a book, many words fall on the same place of the strip
    ticks = {round((starts[at] + span.start) * scale) for at in group for span in word_spans[at]}
    return Bar(
        next((at for at in group if word_spans[at]), group[0]) + 1,
        round(starts[group[0]] * scale),
        max(1, round((starts[group[-1] + 1] - starts[group[0]]) * scale)),
        -(-_MAX_HEAT * words // most),
        words,
        tuple(sorted(ticks)),
    )
