"""Articles → their postings, each by itself; many articles in processes of their own."""

from collections.abc import Sequence
from functools import partial
from hashlib import sha256

from bot.answering.index.processes import Workshop
from bot.language.sentences import sentences
from bot.language.terms import terms
from bot.language.vocabulary import Vocabulary
from bot.model import Article
from bot.passages import passages
from bot.retrieval.packing import packed
from bot.retrieval.postings import Postings, counted

__all__ = ["CUT", "packed_postings", "postings_of", "seal_of"]

CUT = 6
"""To be raised whenever terms, passages, sentences or postings change, so that all texts are cut anew."""


def postings_of(article: Article, vocabulary: Vocabulary) -> Postings:
    """Return the postings of the article's passages, whose parts are sentences."""
    return counted(
        [terms(span.cut(passage.text), vocabulary) for span in sentences(passage.text)]
        for passage in passages(article)
    )


def packed_postings(articles: Sequence[Article], vocabulary: Vocabulary, workshop: Workshop) -> list[bytes]:
    """Return the postings of each article, packed; of many they are counted in the workshop's processes."""
    shares = workshop.made(partial(_packed, vocabulary=vocabulary), articles)
    return [each for share in shares for each in share]


def seal_of(vocabulary: Vocabulary) -> str:
    """Return eight characters that tell by which words, and in which way, postings were made."""
    return sha256(f"{CUT} {vocabulary.words!r} {vocabulary.synonyms!r}".encode()).hexdigest()[:8]


def _packed(articles: Sequence[Article], vocabulary: Vocabulary) -> list[bytes]:
    return [packed(postings_of(article, vocabulary)) for article in articles]
