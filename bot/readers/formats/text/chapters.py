"""Which paragraphs of a plain text are headings: 第一章, 第二节, 一、, （一）, Chapter 3."""

import re
from collections import Counter
from collections.abc import Sequence

from bot.readers.heading import Paragraph

__all__ = ["with_levels"]

_HAN = "[一二三四五六七八九十百千〇零两\\d]{1,7}"
_AFTER = r"(?:$|[\s:：、.．])"
# From the highest to the lowest.
_KINDS = (
    re.compile(rf"第{_HAN}[卷部篇编編集]{_AFTER}|卷[一二三四五六七八九十]{{1,3}}{_AFTER}|part\s+[\divx]{{1,5}}\b", re.IGNORECASE),
    re.compile(rf"第{_HAN}[章回]{_AFTER}|chapter\s+[\divx]{{1,7}}\b|(?:楔子|序章|引子|尾声|尾聲|后记|後記|前言|番外){_AFTER}", re.IGNORECASE),
    re.compile(rf"第{_HAN}[节節]{_AFTER}"),
    re.compile(r"[一二三四五六七八九十]{1,3}、"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]"),
)  # fmt: skip
_MAX_CHARACTERS = 40
_NO_HEADING = re.compile(r"[。；;，,！!？?：:…][”’」』）)\"']*$")


def with_levels(texts: Sequence[str]) -> list[Paragraph]:
    """Return the paragraphs; lines of a kind that opens several of them are headings, levels by the kinds there are."""
    kinds = [_kind(text) for text in texts]
    counts = Counter(kinds)
    present = [kind for kind in range(len(_KINDS)) if counts[kind] > 1]
    return [
        Paragraph(text, present.index(kind) + 1 if kind in present else 0)
        for text, kind in zip(texts, kinds, strict=True)
    ]


def _kind(text: str) -> int | None:
    if len(text) > _MAX_CHARACTERS or _NO_HEADING.search(text):
        return None
    return next((i for i, pattern in enumerate(_KINDS) if pattern.match(text)), None)
