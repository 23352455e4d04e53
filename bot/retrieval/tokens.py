"""Postings → the tokens by which an engine that is not ours finds their documents."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from bot.retrieval.postings import Postings

__all__ = ["documents_of", "tokens_of"]


def documents_of(postings: Postings) -> Iterator[str]:
    """Yield the tokens of each document, as often as they stand in it."""
    documents = postings.documents
    keys = np.repeat(np.repeat(postings.keys, documents.holding), documents.counts)
    places = np.repeat(documents.places, documents.counts)
    order = np.argsort(places, kind="stable")
    edges = np.cumsum(np.bincount(places, minlength=len(postings.firsts) - 1))
    for part in np.split(keys[order], edges[:-1]):
        yield tokens_of(part)


def tokens_of(keys: NDArray[np.uint64]) -> str:
    """Return the keys as words of sixteen characters, which no tokenizer changes."""
    return keys.astype(">u8").tobytes().hex(" ", 8)
