"""An article at a glance: its headings, or the openings of its paragraphs, and its key terms."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

from bot.answering.sources.outline import depths
from bot.chat.web.leaves import Leaf
from bot.language import key_terms as extraction
from bot.language.graphemes import shortened
from bot.language.sentences import sentences
from bot.language.vocabulary import Vocabulary
from bot.model import Article

__all__ = ["Entry", "key_terms", "outline"]

_MAX_LEAD_CHARACTERS = 48
_MIN_HEADINGS = 2
_MAX_ENTRIES = 300
# an article that its chat forgets is forgotten here too
_key_terms_cache: WeakKeyDictionary[Article, tuple[str, ...]] = WeakKeyDictionary()


class Entry(NamedTuple):
    """A line of an outline: its paragraph, its depth (1 is the outermost), its text."""

    paragraph: int
    depth: int
    text: str


def outline(article: Article, leaf: Leaf) -> tuple[Entry, ...]:
    """Return the headings, of too many the outer ones; if there are fewer than two, the start of each paragraph of the leaf."""
    texts = [span.cut(article.text) for span in article.paragraphs]
    if len(article.headings) >= _MIN_HEADINGS:
        depth = depths(article.headings)
        entries = [Entry(number, depth[number], texts[number - 1]) for number, _ in article.headings]
        return next((few for few in _ever_fewer(entries, leaf) if len(few) <= _MAX_ENTRIES), ())
    return tuple(Entry(number, 1, _lead(texts[number - 1])) for number in range(leaf.first, leaf.last + 1))


def _ever_fewer(entries: Sequence[Entry], leaf: Leaf) -> Iterator[tuple[Entry, ...]]:
    """Yield all entries, those of the two outer depths, of the outermost, and those on the leaf."""
    yield tuple(entries)
    for deepest in (2, 1):
        yield tuple(entry for entry in entries if entry.depth <= deepest)
    yield tuple(entry for entry in entries if leaf.holds(entry.paragraph))


def key_terms(article: Article, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return at most twelve key terms, best first; the first call takes most of a second."""
    terms = _key_terms_cache.get(article)
    if terms is None:
        terms = _key_terms_cache[article] = extraction.key_terms(article.text, vocabulary=vocabulary)
    return terms


def _lead(paragraph: str) -> str:
    lead = sentences(paragraph)[0].cut(paragraph).strip() if paragraph.strip() else ""
    return shortened(lead, _MAX_LEAD_CHARACTERS)
