"""Regular expressions that are compiled when they are first used: there are hundreds, and a question needs few."""

import re
from typing import Any, cast

__all__ = ["expression"]


class _Expression:
    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:  # of any type, as the attributes of a compiled pattern are
        if name.startswith("__"):
            raise AttributeError(name)
        value = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, value)  # from now on it is found without coming here
        return value


def expression(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return what has the attributes of the compiled `source`. A mistake in it is raised at its first use."""
    return cast("re.Pattern[str]", _Expression(source, flags))
