"""A property that is worked out once for each object, while nobody who asks another object waits for it."""

from collections.abc import Callable
from threading import RLock
from typing import Any, Generic, Self, TypeVar, overload

__all__ = ["each_once"]

_Value = TypeVar("_Value")


class each_once(Generic[_Value]):  # noqa: N801 - it is used as `property` is
    """What takes long to work out: who asks the same object meanwhile waits, and gets the same.

    `functools.cached_property` of Python 3.11 has one lock for all objects of a class; later ones have none, so that
    all who ask work it out.
    """

    def __init__(self, work_out: Callable[[Any], _Value]) -> None:
        self._work_out = work_out
        self.__doc__ = work_out.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> _Value: ...
    def __get__(self, instance: object | None, owner: type) -> Self | _Value:
        if instance is None:
            return self
        known, lock = instance.__dict__, f"{self._name} is worked out"
        # no second one comes in: what is asked once it is known is found without coming here
        with known.setdefault(lock, RLock()):
            try:
                if self._name not in known:
                    known[self._name] = self._work_out(instance)
            finally:
                known.pop(lock, None)
        value: _Value = known[self._name]
        return value
