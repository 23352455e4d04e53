"""Writing down how Chinese characters sound, for `bot/language/sounds.txt`: python -m bench.sounds.

A line for each sound: the syllable without its tone, and the characters that have it. pypinyin itself, which knows them, takes a
second and 70 MB to load.
"""

import re
from collections import defaultdict
from pathlib import Path

from bot.language import sounds

__all__ = ["lines"]

_CONFUSED = ((r"^([zcs])h", r"\1"), (r"^l", "n"), (r"ng$", "n"))
"""Sounds that people confuse are one."""


def main() -> None:
    """Write the file."""
    Path(sounds.__file__).with_suffix(".txt").write_text(lines(), encoding="utf-8")


def lines() -> str:
    """Return the lines, in alphabetical order."""
    from pypinyin import lazy_pinyin

    characters = [chr(code) for code in range(0x3400, 0xA000)]
    found: dict[str, list[str]] = defaultdict(list)
    for character, syllable in zip(characters, lazy_pinyin(characters), strict=True):
        if syllable != character:
            found[_alike(syllable)].append(character)
    return "".join(f"{syllable} {''.join(found[syllable])}\n" for syllable in sorted(found))


def _alike(syllable: str) -> str:
    for pattern, plain in _CONFUSED:
        syllable = re.sub(pattern, plain, syllable)
    return syllable


if __name__ == "__main__":
    main()
