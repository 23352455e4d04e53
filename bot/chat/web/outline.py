"""An article at a glance: its headings, or the openings of its paragraphs, and its key terms."""

from typing import NamedTuple
from weakref import WeakKeyDictionary

from bot.answering.sources.outline import depths
from bot.language import key_terms as extraction
from bot.language.sentences import sentences
from bot.language.vocabulary import Vocabulary
from bot.model import Article

__all__ = ["Entry", "key_terms", "outline"]

_MAX_LEAD_CHARACTERS = 48
_MIN_HEADINGS = 2
# an article that its chat forgets is forgotten here too
_key_terms_cache: WeakKeyDictionary[Article, tuple[str, ...]] = WeakKeyDictionary()


class Entry(NamedTuple):
    """A line of an outline: its paragraph, its depth (1 is the outermost), its text."""

    paragraph: int
    depth: int
    text: str


def outline(article: Article) -> tuple[Entry, ...]:
    """Return the headings; if there are fewer than two, the start of each paragraph."""
    texts = [span.cut(article.text) for span in article.paragraphs]
    if len(article.headings) >= _MIN_HEADINGS:
        depth = depths(article.headings)
        return tuple(Entry(number, depth[number], texts[number - 1]) for number, _ in article.headings)
    return tuple(Entry(number, 1, _lead(text)) for number, text in enumerate(texts, 1))


def key_terms(article: Article, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return at most twelve key terms, best first; the first call takes most of a second."""
    terms = _key_terms_cache.get(article)
    if terms is None:
        terms = _key_terms_cache[article] = extraction.key_terms(article.text, vocabulary=vocabulary)
    return terms


def _lead(paragraph: str) -> str:
    lead = sentences(paragraph)[0].cut(paragraph).strip() if paragraph.strip() else ""
    return lead if len(lead) <= _MAX_LEAD_CHARACTERS else f"{lead[: _MAX_LEAD_CHARACTERS - 1]}…"
