"""An operator's own words and synonyms, read from `words.txt` and `synonyms.txt`."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar

from bot.errors import ConfigurationError
from bot.language.expressions import expression
from bot.language.normalise import folded

__all__ = ["NO_WORDS", "OwnWord", "Vocabulary", "read_vocabulary"]

_Entry = TypeVar("_Entry")

_ENTRY = expression(r"(?P<word>\S+)(?:\s+(?P<frequency>\d{1,9}))?(?:\s+(?P<tag>[A-Za-z]+))?")
_COMMENT = expression(r"(?:^|\s)#.*")
_ASCII = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_INNER = frozenset("+#&._%-")


class OwnWord(NamedTuple):
    """A word of an operator's, folded; without a frequency it gets one that keeps it whole."""

    text: str
    frequency: int | None = None
    tag: str = "x"


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Words beside the dictionary's, and groups of words that mean the same, folded.

    Objects are compared by identity, so that they are cheap keys of caches.
    """

    words: tuple[OwnWord, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()

    def alike(self, word: str) -> tuple[str, ...]:
        """Return the word, and those that mean the same."""
        return tuple(dict.fromkeys((word, *(other for group in self._groups(word) for other in group))))

    def firsts(self, word: str) -> tuple[str, ...]:
        """Return the first words of the word's groups, by which it is indexed and searched too."""
        return tuple(group[0] for group in self._groups(word) if group[0] != word)

    def _groups(self, word: str) -> Sequence[tuple[str, ...]]:
        return self._groups_of.get(word, ())

    @property
    def alternatives(self) -> Collection[str]:
        """Every word that has synonyms, once."""
        return self._groups_of.keys()

    @cached_property
    def _groups_of(self) -> Mapping[str, Sequence[tuple[str, ...]]]:
        groups: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for group in self.synonyms:
            for word in group:
                groups[word].append(group)
        return dict(groups)


NO_WORDS = Vocabulary()
"""The vocabulary of somebody who added nothing."""


def read_vocabulary(folder: Path) -> Vocabulary:
    """Return the vocabulary in `words.txt` and `synonyms.txt` of `folder`; NO_WORDS without them.

    `words.txt` is a user dictionary of jieba's: word, frequency, part of speech, the last two optional.
    `synonyms.txt` has one group per line, its words separated by blanks. In both, # starts a comment.
    Raises ConfigurationError naming file and line.
    """
    words = _read(folder / "words.txt", _own_word)
    synonyms = _read(folder / "synonyms.txt", _group)
    return Vocabulary(tuple(words), tuple(synonyms)) if words or synonyms else NO_WORDS


def _read(file: Path, entry: Callable[[str], _Entry]) -> list[_Entry]:
    found: list[_Entry] = []
    for number, line in enumerate(_lines(file), start=1):
        text = _COMMENT.sub("", line).strip()
        try:
            found += [entry(text)] if text else []
        except ValueError as error:
            raise ConfigurationError(f"{file}:{number}: {error}") from None
    return found


def _lines(file: Path) -> Iterator[str]:
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return
    except OSError as error:
        raise ConfigurationError(f"{file}: cannot be read ({error.strerror})") from None
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").splitlines(), start=1):
        try:
            yield line.decode("utf-8")
        except UnicodeDecodeError:
            raise ConfigurationError(f"{file}:{number}: not UTF-8; save the file as UTF-8 text") from None


def _own_word(line: str) -> OwnWord:
    match = _ENTRY.fullmatch(line)
    if match is None:
        raise ValueError("not a word, a frequency and a part of speech; write it like: 云计算 100 n")
    frequency = int(match["frequency"]) if match["frequency"] else None
    if frequency == 0:
        raise ValueError("a frequency is 1 or more; leave it out if you know none")
    return OwnWord(_word(match["word"]), frequency, match["tag"] or "x")


def _group(line: str) -> tuple[str, ...]:
    group = tuple(dict.fromkeys(_word(word) for word in line.split()))
    if len(group) < 2:
        raise ValueError("a group of synonyms has two words or more, like: 平方米 平米")
    return group


def _is_one(word: str) -> bool:
    """Return whether jieba takes the folded text for one word: it cuts at any other character."""
    letters = (letter in _ASCII or "\u4e00" <= letter <= "\u9fd5" or letter in _INNER for letter in word)
    return word[:1] not in {"", *_INNER} and all(letters)


def _word(text: str) -> str:
    word = folded(text)
    if not _is_one(word):
        raise ValueError(
            f"{text}: not one word; a word starts with a Chinese character, a letter a-z or a digit "
            "and goes on with these and + # & . _ % -"
        )
    return word
