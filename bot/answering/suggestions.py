"""Things to ask of a shelf: headings, words in quotation marks, phrases made of nouns."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, islice, zip_longest
from operator import itemgetter

from bot.language.commonness import surprise
from bot.language.expressions import expression
from bot.language.han import is_han
from bot.language.question_words import ENGLISH_WORDS
from bot.language.segmenter import segmenter
from bot.language.vocabulary import NO_WORDS, Vocabulary
from bot.language.whole_words import LETTER, beginning, whole_words
from bot.model import Article

__all__ = ["NEWEST", "SUGGESTED", "TRIED", "candidates", "drawn", "fitting", "named"]

NEWEST = 3
"""Articles that are looked through."""
TRIED, SUGGESTED = 12, 4
"""Candidates that are looked for at most, so that a large shelf need not answer many questions; those suggested."""
_DRAWN = 2 * TRIED
"""Candidates of one article; of those that stand within another, one is tried."""
_READ_CHARACTERS = 20_000
"""Characters of an article that are looked through, which takes ten milliseconds."""
_TRIED_NEAR, _MOST_NEAR = 4, 3
"""Each try is a search, for which somebody waits."""
_FEWEST, _MOST = 4, 14
"""Characters of a heading."""
_NUMBERING = expression(
    r"(?:第[一二三四五六七八九十百\d]+[章节篇部分]|[（(][一二三四五六七八九十\d]+[）)]"
    r"|(?:[一二三四五六七八九十]+|\d+)[、.．](?!\d)|\d+(?:\.\d+)+|\d+\s)\s*"
)
_QUOTED = expression(r"[“「]([^“”「」、。！？，；：\n]{3,10})[”」]")
_LATIN = expression(rf"{LETTER}(?:{LETTER}|-){{5,}}")
_ENGLISH = expression(rf"{LETTER}(?:{LETTER}|['’-])*")
_BEGINNING = frozenset("a an the its their his her our this these of in on at by for from with".split())
_WORDS, _LONGEST_PHRASE = 3, 8
_NOUNS = ("n", "j", "x")
_NO_THINGS = ("v", "d", "a", "i", "m", "u")


def named(question: str, present: Sequence[str], vocabulary: Vocabulary = NO_WORDS) -> list[str]:
    """Return what the question names of what the shelf has: its words joined where they stand side by side."""
    if not present:
        return []
    runs = re.findall(
        "(?:" + "|".join(map(re.escape, sorted(present, key=len, reverse=True))) + ")+", question
    )
    return [run for run in dict.fromkeys(runs) if len(run) > 1 and _names(run, vocabulary)]


def _names(run: str, vocabulary: Vocabulary) -> bool:
    """Return whether a noun is in it, or a word of Latin letters; a time or a number names nothing."""
    return any(tag.startswith((*_NOUNS, "eng")) for _, tag in segmenter(vocabulary).tags(run))


def fitting(
    passages: Iterable[str],
    words: Sequence[str],
    is_answered: Callable[[str], bool],
    vocabulary: Vocabulary = NO_WORDS,
) -> tuple[str, ...]:
    """Return phrases of the passages that hold one of `words`, in lower case: those with the word itself first."""
    near = [text for text in passages if any(word in text.lower() for word in words)]
    cut = segmenter(vocabulary)
    phrases = dict.fromkeys(phrase for text in near for phrase in _phrases(list(whole_words(cut.tags(text)))))
    asked = [phrase for phrase in phrases if any(word in phrase.lower() for word in words)]
    # the word alone was in the question already
    longer = [phrase for phrase in asked if phrase.lower() not in words]
    tried = islice(dict.fromkeys([*longer, *asked, *phrases]), _TRIED_NEAR)
    return tuple(islice(filter(is_answered, tried), _MOST_NEAR))


def candidates(articles: Sequence[Article], draw: Callable[[Article], Sequence[str]]) -> Iterator[str]:
    """Yield what is drawn from the newest articles, the best of each in turn, none within another."""
    said: list[str] = []
    turns = map(draw, articles[: -NEWEST - 1 : -1])
    for text in (text for turn in zip_longest(*turns) for text in turn if text):
        folded = text.lower()
        if not any(folded in other or other in folded for other in said):
            said.append(folded)
            yield text


def drawn(article: Article, vocabulary: Vocabulary = NO_WORDS) -> tuple[str, ...]:
    """Return the best words of the article to ask about, in order."""
    return tuple(islice(_of_article(article, vocabulary), _DRAWN))


def _of_article(article: Article, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield headings, then quoted words, then phrases and words, spread over paragraphs."""
    yield from _headings(article)
    text = beginning(article.text, _READ_CHARACTERS)
    cut = segmenter(vocabulary)
    quoted = Counter(_QUOTED.findall(text)).most_common()
    terms = [term for term, often in quoted if often > 1 or _is_term(list(cut.tags(term)))]
    yield from _spread(text, terms)
    yield from _spread(text, _phrases(list(whole_words(cut.tags(text)))))


def _headings(article: Article) -> Iterator[str]:
    """Yield the headings that are neither a mere word nor a sentence, without their numbers."""
    for number, _ in article.headings:
        text = _NUMBERING.sub("", article.paragraphs[number - 1].cut(article.text), count=1)
        if _FEWEST <= len(text) <= _MOST or (text.isascii() and 1 < len(text.split()) <= _FEWEST):
            yield text


def _is_term(tagged: Sequence[tuple[str, str]]) -> bool:
    """Return whether it names a thing: it counts (三个率先), or does not end as slogans do (紧跟紧随)."""
    counts = len(tagged) > 1 and tagged[0][1].startswith("m")
    return counts or not tagged[-1][1].startswith(_NO_THINGS)


def _phrases(tagged: Sequence[tuple[str, str]]) -> list[str]:
    """Return nouns side by side that recur, then longer nouns, then any.

    Most used first, then rarest.
    """
    mere = _mere_words(tagged)
    marked = [(word, place not in mere and _is_noun((word, tag))) for place, (word, tag) in enumerate(tagged)]
    runs = [[word for word, _ in run] for is_noun, run in groupby(marked, itemgetter(1)) if is_noun]
    counts = Counter(phrase for run in runs for phrase in _cut(run))

    def rank(phrase: tuple[str, ...]) -> tuple[int, int, float]:
        often, length = counts[phrase], len("".join(phrase))
        kind = 0 if len(phrase) > 1 and often > 1 else 1 if len(phrase) == 1 and length > 2 else 2
        return kind, -often, -sum(surprise(f"w:{word.lower()}") for word in phrase)

    return ["".join(phrase) for phrase in sorted(counts, key=rank)]


def _mere_words(tagged: Sequence[tuple[str, str]]) -> set[int]:
    """Return the places of the words in English sentences that do not end what an article or a preposition begins.

    Of *from a former rope factory* all but the last: a noun, which no tagger is needed to find.
    """
    words = [(place, word) for place, (word, _) in enumerate(tagged) if not word.isspace()]
    mere, is_begun, before = set[int](), False, False
    for (place, word), (_, after) in zip_longest(words, words[1:], fillvalue=(0, "")):
        is_english, goes_on = bool(_ENGLISH.fullmatch(word)), bool(_ENGLISH.fullmatch(after))
        # a name ends where small letters go on: The Lantern Museum stands
        more = goes_on and after.lower() not in ENGLISH_WORDS and word.istitle() <= after.istitle()
        if is_english and (before or goes_on) and (more or not is_begun):
            mere.add(place)
        begins = word.lower() in _BEGINNING
        is_begun = is_english and (begins or (is_begun and more))
        before = is_english
    return mere


def _is_noun(tagged: tuple[str, str]) -> bool:
    """Return whether it is a longish Latin word or a Chinese noun.

    Names of two characters are mostly wrong.
    """
    word, tag = tagged
    if _LATIN.fullmatch(word):
        return True
    return tag.startswith(_NOUNS) and len(word) > (2 if tag == "nr" else 1) and all(map(is_han, word))


def _cut(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the run as a phrase if it is short enough, and its words."""
    if 1 < len(words) <= _WORDS and len("".join(words)) <= _LONGEST_PHRASE:
        yield tuple(words)
    yield from ((word,) for word in words)


def _spread(text: str, terms: Iterable[str]) -> list[str]:
    """Return the terms in order, but those first that come first in their paragraph."""
    spoken: set[int] = set()
    first: list[str] = []
    later: list[str] = []
    for term in terms:
        paragraph = text.count("\n", 0, max(0, text.find(term)))
        (later if paragraph in spoken else first).append(term)
        spoken.add(paragraph)
    return first + later
