"""Homophone typos: which pairs of characters on a shelf sound like those in a question."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from bot.language.terms import question_word_mask
from bot.language.vocabulary import NO_WORDS, Vocabulary

__all__ = ["Sounds", "sound"]

_HAN = re.compile(r"[\u3400-\u9fff]")
_CONFUSED = ((r"^([zcs])h", r"\1"), (r"^l", "n"), (r"ng$", "n"))


@lru_cache(50_000)
def sound(character: str) -> str:
    """The syllable without its tone; sounds that people confuse (zh/z, ch/c, sh/s, l/n, -ng/-n) are one."""
    # pypinyin takes a fifth of a second to import, and most questions have no typos
    from pypinyin import lazy_pinyin

    syllable: str = lazy_pinyin(character)[0]
    for pattern, plain in _CONFUSED:
        syllable = re.sub(pattern, plain, syllable)
    return syllable


class Sounds:
    """The Chinese characters on a shelf, by how they sound.

    `known` tells whether a pair of them stands there, `frequency` how many passages hold it.
    """

    def __init__(
        self,
        characters: Iterable[str],
        known: Callable[[str], bool],
        frequency: Callable[[str], int],
        vocabulary: Vocabulary = NO_WORDS,
    ) -> None:
        self._known = known
        self._frequency = frequency
        self._vocabulary = vocabulary
        self._sounding: dict[str, list[str]] = defaultdict(list)
        for character in characters:
            if _HAN.fullmatch(character):
                self._sounding[sound(character)].append(character)

    def corrected(self, question: str) -> str:
        """A copy of the folded question for searching, in which pairs the shelf lacks give way to its homophones.

        Question words stay. Of several homophones, the one that keeps a character, that fits its
        neighbours, that is commonest, in this order. The question itself where there are none.
        """
        characters = list(question)
        untouched = question_word_mask(question, self._vocabulary)
        for place in range(len(characters) - 1):
            first, second = characters[place : place + 2]
            is_word = _HAN.match(first) and _HAN.match(second) and not any(untouched[place : place + 2])
            if is_word and not self._known(first + second) and (better := self._homophone(characters, place)):
                characters[place : place + 2] = better
        return "".join(characters)

    def _homophone(self, characters: list[str], place: int) -> str | None:
        first, second = characters[place : place + 2]
        fitting = [
            (self._fit(pair, characters, place), pair)
            for pair in self._alike(first, second)
            if self._known(pair) and not self._breaks(pair, characters, place)
        ]
        return max(fitting)[1] if fitting else None

    def _alike(self, first: str, second: str) -> Iterator[str]:
        seconds = self._sounding.get(sound(second), ())
        return (a + b for a in self._sounding.get(sound(first), ()) for b in seconds)

    def _fit(self, pair: str, characters: list[str], place: int) -> tuple[int, int, int]:
        kept = (pair[0] == characters[place]) + (pair[1] == characters[place + 1])
        before = place > 0 and self._known(characters[place - 1] + pair[0])
        after = place + 2 < len(characters) and self._known(pair[1] + characters[place + 2])
        return kept, before + after, self._frequency(pair)

    def _breaks(self, pair: str, characters: list[str], place: int) -> bool:
        """Whether the pair would take apart two characters that the shelf has side by side."""
        if pair[0] == characters[place] or place == 0:
            return False
        before = characters[place - 1]
        return self._known(before + characters[place]) and not self._known(before + pair[0])
