"""A plain text with its paragraphs and their sentences, cut when they are looked at."""

from bisect import bisect_right
from functools import cached_property

from bot.answering.lists.plain import plain
from bot.language.sentences import sentences
from bot.model import Article, Span

__all__ = ["Layout"]


class Layout:
    """The text of an article as lists are found in it; offsets are those of `Article.text`."""

    def __init__(self, article: Article) -> None:
        self.written = article.text
        self.text = plain(article.text)
        self.paragraphs = article.paragraphs
        self.levels = dict(article.headings)
        self.headings = [number for number, _ in article.headings]
        self._starts = [span.start for span in article.paragraphs]
        self._cut: dict[int, tuple[Span, ...]] = {}

    def number(self, place: int) -> int:
        """Return the number of the paragraph that holds `place`, counted from 1."""
        return bisect_right(self._starts, place)

    def paragraph(self, number: int) -> str:
        """Return the plain text of a paragraph."""
        return self.paragraphs[number - 1].cut(self.text)

    def sentences(self, number: int) -> tuple[Span, ...]:
        """Return the sentences of paragraph `number`, without blanks around them."""
        if number not in self._cut:
            start = self.paragraphs[number - 1].start
            spans = (Span(start + one.start, start + one.end) for one in sentences(self.paragraph(number)))
            self._cut[number] = tuple(self.trimmed(span) for span in spans)
        return self._cut[number]

    def sentence(self, place: int) -> Span:
        """Return the sentence that holds `place`."""
        sentences = self.sentences(self.number(place))
        return sentences[max(0, bisect_right(sentences, place, key=_start) - 1)]

    def ended(self, number: int, place: int) -> int:
        """Return how many sentences of paragraph `number` end at `place` or before it."""
        return bisect_right(self.sentences(number), place, key=_end)

    def before(self, place: int) -> tuple[Span, ...]:
        """Return up to three sentences of its paragraph that end before `place`, the nearest first."""
        number = self.number(place)
        ended = self.ended(number, place)
        return tuple(reversed(self.sentences(number)[max(0, ended - 3) : ended]))

    def trimmed(self, span: Span) -> Span:
        """Return the span without the blanks around it."""
        words = span.cut(self.text)
        if words and not words[0].isspace() and not words[-1].isspace():
            return span  # as nearly all are
        start = span.start + len(words) - len(words.lstrip())
        return Span(start, max(start, span.start + len(words.rstrip())))

    @cached_property
    def heading_above(self) -> tuple[int, ...]:
        """For each paragraph the number of the heading it stands below, itself if it is one, 0 for none."""
        above, last = [], 0
        for number in range(1, len(self.paragraphs) + 1):
            last = number if number in self.levels else last
            above.append(last)
        return tuple(above)


def _start(span: Span) -> int:
    return span.start


def _end(span: Span) -> int:
    return span.end
