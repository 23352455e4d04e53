"""What an article holds, at a glance: its headings, or how its paragraphs begin; and the words that it is about."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

from bot.language import key_terms as words
from bot.language.sentences import sentences
from bot.language.vocabulary import Vocabulary
from bot.model import Article, Heading

__all__ = ["Entry", "depths", "key_terms", "outline"]

_LONGEST_LEAD = 48
_FEWEST_HEADINGS = 2
# an article that its chat forgets is forgotten here too
_kept: WeakKeyDictionary[Article, tuple[str, ...]] = WeakKeyDictionary()


class Entry(NamedTuple):
    """A line of an outline: the paragraph that it leads to, how deep it lies, 1 the outermost, and its text."""

    paragraph: int
    depth: int
    text: str


def outline(article: Article) -> tuple[Entry, ...]:
    """The headings; where there are not two of them, the leading sentence of each paragraph, cut short where it is long."""
    texts = [span.cut(article.text) for span in article.paragraphs]
    if len(article.headings) >= _FEWEST_HEADINGS:
        depth = depths(article.headings)
        return tuple(Entry(number, depth[number], texts[number - 1]) for number, _ in article.headings)
    return tuple(Entry(number, 1, _lead(text)) for number, text in enumerate(texts, 1))


def key_terms(article: Article, vocabulary: Vocabulary) -> tuple[str, ...]:
    """At most twelve words that the article is about, best first; the first call takes most of a second."""
    found = _kept.get(article)
    if found is None:
        found = _kept[article] = words.key_terms(article.text, vocabulary=vocabulary)
    return found


def depths(headings: Sequence[Heading]) -> dict[int, int]:
    """For each heading's paragraph, how many headings it stands under, itself counted; no depth is skipped."""
    return dict(_depths(headings))


def _depths(headings: Iterable[Heading]) -> Iterable[tuple[int, int]]:
    above: list[int] = []
    for number, level in headings:
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        yield number, len(above)


def _lead(paragraph: str) -> str:
    lead = sentences(paragraph)[0].cut(paragraph).strip() if paragraph.strip() else ""
    return lead if len(lead) <= _LONGEST_LEAD else f"{lead[: _LONGEST_LEAD - 1]}…"
