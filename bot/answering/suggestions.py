"""Things that can be asked with success: what the articles themselves put in quotation marks."""

import re
from collections import Counter
from collections.abc import Sequence

from bot.language.segmenter import segmenter
from bot.language.vocabulary import NO_WORDS, Vocabulary
from bot.model import Article

__all__ = ["suggestions"]

_QUOTED = re.compile(r"[“「]([^“”「」。！？，；：]{3,12})[”」]")
_WORD = re.compile(r"[\u4e00-\u9fff]{3,8}|[A-Za-z][A-Za-z-]{4,}")


def suggestions(
    articles: Sequence[Article], limit: int = 4, vocabulary: Vocabulary = NO_WORDS
) -> tuple[str, ...]:
    """At most `limit` terms of the newest articles, most telling first, none within another.

    Terms in quotation marks come first; where there are too few, the longer words used most often.
    """
    newest = [article.text for article in articles[-3:]]
    quoted = Counter(term for text in newest for term in _QUOTED.findall(text))
    words = Counter(
        w for text in newest for w in segmenter(vocabulary).words(text[:20_000]) if _WORD.fullmatch(w)
    )
    chosen: list[str] = []
    for term, _ in (*quoted.most_common(), *words.most_common()):
        if len(chosen) < limit and not any(term in other or other in term for other in chosen):
            chosen.append(term)
    return tuple(chosen)
