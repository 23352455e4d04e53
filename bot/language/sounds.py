"""Homophone typos: pairs of characters on a shelf that sound like those in a question."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache, partial
from itertools import product
from pathlib import Path

from bot.language.han import is_han
from bot.language.question_words import asking_mask
from bot.language.vocabulary import NO_WORDS, Vocabulary

__all__ = ["Frequencies", "Sounds", "sound"]


_MOST_PAIRS = 60_000
"""Pairs of homophones that are looked up for one question, which takes a twentieth of a second."""
_EACH_TIME = 1_000
"""The pairs that could be looked up while one look-up begins."""

Frequencies = Callable[[Sequence[str]], Sequence[int]]
"""Returns for each of these terms the number of passages that hold it."""


def sound(character: str) -> str:
    """Return the syllable without its tone; sounds that people confuse are one.

    These are zh/z, ch/c, sh/s, l/n and -ng/-n.

    What is no Chinese character sounds like itself.
    """
    return _sounds().get(character, character)


class Sounds:
    """The Chinese characters on a shelf, by their sound; `frequencies` are those of its terms."""

    def __init__(self, frequencies: Frequencies, vocabulary: Vocabulary = NO_WORDS) -> None:
        self._frequencies = frequencies
        self._vocabulary = vocabulary
        self._like = lru_cache(1024)(partial(_on_the_shelf, frequencies))
        self._frequency = lru_cache(4096)(lambda pair: frequencies([f"b:{pair}"])[0])

    def corrected(self, question: str) -> str:
        """Return the folded question with homophones of the shelf for pairs that the shelf lacks.

        This is for searching only. Question words stay. Of several homophones, the one that keeps a character,
        that fits its neighbours, that is commonest is taken, in this order.
        """
        characters = list(question)
        untouched = asking_mask(question, self._vocabulary)
        left = _MOST_PAIRS
        for place in range(len(characters) - 1):
            pair = characters[place : place + 2]
            is_word = all(map(is_han, pair)) and not any(untouched[place : place + 2])
            if not is_word or self._frequency("".join(pair)):
                continue
            firsts, seconds = (self._like(sound(character)) for character in pair)
            left -= len(firsts) * len(seconds) + _EACH_TIME
            if left < 0:
                break
            if better := self._homophone(characters, place, firsts, seconds):
                characters[place : place + 2] = better
        return "".join(characters)

    def _homophone(self, characters: list[str], place: int, firsts: str, seconds: str) -> str | None:
        first, second = characters[place : place + 2]
        keeping = [first + other for other in seconds] + [other + second for other in firsts]
        # few keep a character, so they are looked up before all the others
        for pairs in (keeping, map("".join, product(firsts, seconds))):
            fitting = [
                (self._fit(pair, often, characters, place), pair)
                for pair, often in self._known(pairs)
                if not self._breaks(pair, characters, place)
            ]
            if fitting:
                return max(fitting)[1]
        return None

    def _known(self, pairs: Iterable[str]) -> list[tuple[str, int]]:
        """Return the pairs that stand on the shelf, with the number of passages that hold them."""
        asked = list(pairs)
        found = self._frequencies([f"b:{pair}" for pair in asked])
        return [(pair, often) for pair, often in zip(asked, found, strict=True) if often]

    def _fit(self, pair: str, often: int, characters: list[str], place: int) -> tuple[int, int, int]:
        kept = (pair[0] == characters[place]) + (pair[1] == characters[place + 1])
        before = place > 0 and self._frequency(characters[place - 1] + pair[0]) > 0
        after = place + 2 < len(characters) and self._frequency(pair[1] + characters[place + 2]) > 0
        return kept, before + after, often

    def _breaks(self, pair: str, characters: list[str], place: int) -> bool:
        """Return whether the pair would part two characters that the shelf has side by side."""
        if pair[0] == characters[place] or place == 0:
            return False
        before = characters[place - 1]
        return self._frequency(before + characters[place]) > 0 and not self._frequency(before + pair[0])


def _on_the_shelf(frequencies: Frequencies, syllable: str) -> str:
    """Return the characters of the shelf that sound like this."""
    characters = _sounding().get(syllable, syllable)
    found = frequencies([f"c:{character}" for character in characters])
    return "".join(character for character, often in zip(characters, found, strict=True) if often)


@cache
def _sounds() -> Mapping[str, str]:
    """Return each Chinese character's sound."""
    return {character: syllable for syllable, characters in _sounding().items() for character in characters}


@cache
def _sounding() -> Mapping[str, str]:
    """Return the Chinese characters by their sound, as `python -m bench.sounds` wrote them down."""
    lines = Path(__file__).with_name("sounds.txt").read_text(encoding="utf-8").splitlines()
    return {syllable: characters for syllable, _, characters in (line.partition(" ") for line in lines)}
