"""What was worked out of texts, remembered for as long as nobody wants a text forgotten."""

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

__all__ = ["forget_texts", "forget_with", "remembered"]

_Asked = ParamSpec("_Asked")
_Found = TypeVar("_Found")

_forgetting: list[Callable[[], None]] = []
"""What empties each cache, and whatever else holds texts."""


def remembered(most: int) -> Callable[[Callable[_Asked, _Found]], Callable[_Asked, _Found]]:
    """Let a function of texts, questions or articles remember what it returned for the last `most` of them."""

    def remembering(function: Callable[_Asked, _Found]) -> Callable[_Asked, _Found]:
        known = lru_cache(most)(function)
        _forgetting.append(known.cache_clear)
        return cast(Callable[_Asked, _Found], known)

    return remembering


def forget_with(forget: Callable[[], None]) -> None:
    """Call `forget`, too, whenever a text is to be forgotten."""
    _forgetting.append(forget)


def forget_texts() -> None:
    """Forget all that was remembered: none of the texts, questions and articles stays here."""
    for forget in _forgetting:
        forget()
