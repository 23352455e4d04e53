"""Texts that a stranger can send, for properties."""

from hypothesis import strategies as st

__all__ = ["texts"]

# the default alphabet encodes every character once in each process to see which UTF-8 has, for two seconds
_CHARACTERS = st.characters(exclude_categories=["Cs"])


def texts(min_size: int = 0, *, max_size: int) -> st.SearchStrategy[str]:
    """Return texts of any characters but surrogates."""
    return st.text(_CHARACTERS, min_size=min_size, max_size=max_size)
