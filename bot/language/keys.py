"""Terms as numbers, so that nothing that is stored needs a dictionary of strings."""

from functools import lru_cache

from xxhash import xxh3_64_intdigest

__all__ = ["key", "passing_key"]

_KNOWN = 32_768
"""Terms whose keys are at hand: a question has the same ones looked up again and again."""


@lru_cache(_KNOWN)
def key(term: str) -> int:
    """Return a number of 64 bits that stands for the term, the same in every process.

    Any two of a million terms share one by a chance of 1 in 37 million.
    """
    return passing_key(term)


def passing_key(text: str) -> int:
    """Return the key of a text that hardly comes again, without keeping it at hand, where it would drive out others."""
    return xxh3_64_intdigest(text.encode("utf-8", "surrogatepass"))
