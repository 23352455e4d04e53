"""Postings → the tokens by which an engine that is not ours finds their documents."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from bot.retrieval.postings import Postings

__all__ = ["documents_of", "tokens_of"]

_DIGITS = np.frombuffer(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_", dtype=np.uint8)
_SHIFTS = np.arange(58, 16, -6, dtype=np.uint64)
"""Seven digits of six bits: of ten million terms about ten share a token with another, and what is found is scored by keys."""
_SPACE = ord(" ")


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
    """Return for each key seven characters, which a tokenizer that parts at blanks leaves as they are."""
    # an engine's list of terms grows with each character that the terms have
    letters = np.full((len(keys), len(_SHIFTS) + 1), _SPACE, dtype=np.uint8)
    letters[:, :-1] = _DIGITS[(keys[:, np.newaxis] >> _SHIFTS) & np.uint64(len(_DIGITS) - 1)]
    return letters.tobytes()[:-1].decode("ascii")
