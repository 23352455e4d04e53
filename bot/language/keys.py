"""Terms as numbers, so that nothing that is stored needs a dictionary of strings."""

from xxhash import xxh3_64_intdigest

__all__ = ["key"]


def key(term: str) -> int:
    """Return a number of 64 bits that stands for the term, the same in every process.

    Any two of a million terms share one by a chance of 1 in 37 million.
    """
    return xxh3_64_intdigest(term.encode("utf-8", "surrogatepass"))
