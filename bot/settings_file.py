"""What is wrong with `.env` and with the names in the environment, before a setting is read."""

import io
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dotenv.parser import Binding

__all__ = ["SettingsFile", "faults_of_names"]

_PREFIX = "ZHAIYIN_"
_FOR_TESTS = frozenset({"ZHAIYIN_CI", "ZHAIYIN_HYPOTHESIS"})
_QUOTES = "\"'“”‘’"
_MARKS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


class SettingsFile:
    """The file `.env`: its names, and its faults; an unreadable one has no names."""

    def __init__(self, file: Path) -> None:
        self.faults: list[str] = []
        self._bindings: list[Binding] = []
        if not file.is_file():
            return
        # without such a file nobody needs it
        from dotenv.parser import parse_stream

        try:
            text = _text(file.read_bytes())
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            self.faults.append(f".env: cannot be read ({reason}); save it as UTF-8 text")
        else:
            self._bindings = list(parse_stream(io.StringIO(text)))

    @property
    def is_readable(self) -> bool:
        """Whether it is text, if it is there at all."""
        return not self.faults

    @property
    def values(self) -> Mapping[str, str]:
        """The values by their names."""
        return {one.key: one.value for one in self._bindings if one.key and one.value is not None}

    def faults_of_lines(self) -> Iterator[str]:
        """Yield a fault for each line that is none, a value over several lines among them: its quote is not closed."""
        for one in self._bindings:
            if one.error:
                yield f".env: line {one.original.line} cannot be read; write NAME=value, a quoted value with both quotes"
            elif one.key and one.value is not None and "\n" in one.value:
                yield f".env: line {one.original.line}: {one.key} goes over several lines; close its quotes"


def faults_of_names(given: Mapping[str, str], known: Collection[str]) -> Iterator[str]:
    """Yield a fault for each name of ours that is no setting, and for each value with quotes left in it."""
    for name, value in sorted(given.items()):
        upper = name.upper()
        if upper in known:
            if len(value) > 1 and (value[0] in _QUOTES or value[-1] in _QUOTES):
                yield f"{upper}: its quotes are a part of the value here; take them away, or close them"
        elif upper.startswith(_PREFIX) and upper not in _FOR_TESTS:
            from difflib import get_close_matches  # few names are wrong

            near = get_close_matches(upper, known, 1, 0.5)
            yield f"{upper[:60]}: there is no such setting" + (f"; did you mean {near[0]}?" if near else "")


def _text(content: bytes) -> str:
    """Return the text. Raises ValueError that says what it is instead."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            raise ValueError(f"it is in {name}")
    if b"\0" in content:
        raise ValueError("it is in UTF-16, or no text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ValueError(f"line {line} is not in UTF-8, perhaps in GBK") from None
