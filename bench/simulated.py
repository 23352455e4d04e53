"""Shelves of every size made of question sets, with questions: from one article to a whole set."""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path

from bench.examples import Asking, shelf_of
from bot.answering.index.memory_shelf import MemoryShelf
from bot.answering.index.shelf import ShelfIndex
from bot.evaluation.question_set import AskedQuestion, QuestionSet
from bot.language.normalise import folded
from bot.language.segmenter import segmenter
from bot.model import Article, Source
from bot.passages import passages
from bot.retrieval.memory import MemoryEngine

__all__ = ["NARROW", "Pool", "pools"]

Pool = Iterator[tuple[ShelfIndex, Sequence[Asking]]]

_LINE = 120
"""Characters of a line on a one-article shelf: a set's documents have no paragraphs."""
_OFF_TOPIC = 800
_EVERYDAY = 4
"""What an everyday question counts for beside one of another set: people ask them more often."""
_SINGLES = 120
_OWN, _NEAR, _OTHER = 12, 12, 4
_KEYWORD_SHELVES = 40
_SMALL_SHELVES = 6
_SMALL = 30
_GROUPED = range(4, 41)


NARROW = ("one article", "keywords, one article", "said, one article")
"""The kinds of shelves that hold one article."""


def pools(
    questions: QuestionSet, said: QuestionSet, others: Sequence[QuestionSet], seed: int
) -> Mapping[str, Pool]:
    """Return the shelves of each kind made of `questions`, with their questions; to read once.

    `said` has questions about the same documents in other words.
    """
    return {
        "full": _full(questions),
        "off-topic": _off_topic(questions, others, random.Random(seed)),
        "one article": _single(questions, others, random.Random(seed)),
        "keywords, one article": _keywords(questions, random.Random(seed)),
        "keywords": _keywords_of_all(questions, others, random.Random(seed)),
        "thirty": _thirty(questions, random.Random(seed)),
        "said, one article": _said_of_one(questions, said, others, random.Random(seed)),
        "said": _said_of_all(questions, said),
    }


def _full(questions: QuestionSet) -> Pool:
    yield (
        shelf_of(questions),
        [Asking(asked.text, bool(asked.relevant), asked.answers) for asked in questions.questions],
    )


def _off_topic(questions: QuestionSet, others: Sequence[QuestionSet], chance: random.Random) -> Pool:
    """Questions of other sets; on news only those about simplified encyclopedia paragraphs."""
    alike = [other for other in others if other.name.startswith("cmrc")] or others
    asked = alike if questions.name.startswith("news") else others
    texts = [
        text for other in asked for text in chance.sample(_texts(other), min(_OFF_TOPIC, len(_texts(other))))
    ]
    away = [*chance.sample(texts, _OFF_TOPIC), *off_topic_questions() * _EVERYDAY]
    yield shelf_of(questions), [Asking(text, False) for text in away]


def _single(questions: QuestionSet, others: Sequence[QuestionSet], chance: random.Random) -> Pool:
    """One article: its own questions, those of the set's other articles, and off-topic ones.

    If many documents share a title, they are the paragraphs of one article.
    """
    about = _about(questions)
    everything = [text for source in (questions, *others) for text in _texts(source)]
    for documents in _articles(questions, chance):
        own = [one for document in documents for one in about[document]]
        elsewhere = [
            one.text for document in chance.sample(list(about), _NEAR) for one in about[document][:1]
        ]
        near = [text for text in elsewhere if text not in [one.text for one in own]]
        asked = [Asking(one.text, True, one.answers) for one in chance.sample(own, min(_OWN, len(own)))]
        asked += [Asking(text, False) for text in near + chance.sample(everything, _OTHER)]
        yield _shelf([_joined([questions.articles[document] for document in documents])]), asked


@cache
def off_topic_questions() -> tuple[str, ...]:
    """Return everyday questions that no article is likely to answer."""
    return tuple(Path("bench/off_topic.txt").read_text(encoding="utf-8").splitlines())


def _said_of_one(
    questions: QuestionSet, said: QuestionSet, others: Sequence[QuestionSet], chance: random.Random
) -> Pool:
    """One document as it is: questions about it, in other words too, about other documents, and off-topic."""
    ordinary, everywhere = _about(questions), [text for other in others for text in _texts(other)]
    for document, own in _about(said).items():
        if own:
            usual = ordinary[document]
            asked = [
                Asking(one.text, True, one.answers) for one in own + chance.sample(usual, min(2, len(usual)))
            ]
            away = [*chance.sample(off_topic_questions(), 3), *chance.sample(everywhere, 3)]
            away += [text for text in chance.sample(_texts(said), 1) if text not in [one.text for one in own]]
            yield _shelf([questions.articles[document]]), asked + [Asking(text, False) for text in away]


def _said_of_all(questions: QuestionSet, said: QuestionSet) -> Pool:
    """The whole set: questions in other words that name what they are about, and off-topic ones."""
    asked = [Asking(one.text, True, one.answers) for one in said.questions if one.named]
    if asked:
        yield shelf_of(questions), asked + [Asking(text, False) for text in off_topic_questions()]


def _keywords(questions: QuestionSet, chance: random.Random) -> Pool:
    """One article: words and phrases of it, and those of others that it lacks."""
    articles = list(questions.articles.values())
    for article in chance.sample(articles, min(_KEYWORD_SHELVES, len(articles))):
        asked = [Asking(_phrase(article, chance), True) for _ in range(6)]
        body = folded(article.text)
        lacking = (_phrase(other, chance) for other in chance.sample(articles, min(12, len(articles))))
        asked += [Asking(phrase, False) for phrase in islice((p for p in lacking if p not in body), 6)]
        yield _shelf([_joined([article])]), asked


def _keywords_of_all(questions: QuestionSet, others: Sequence[QuestionSet], chance: random.Random) -> Pool:
    """The whole set: words and phrases of it, and those of other sets that it lacks."""
    articles = list(questions.articles.values())
    asked = [Asking(_phrase(chance.choice(articles), chance), True) for _ in range(200)]
    body = folded("\n".join(article.text for article in articles))
    foreign = [
        _phrase(chance.choice(list(other.articles.values())), chance) for other in others for _ in range(150)
    ]
    yield shelf_of(questions), asked + [Asking(phrase, False) for phrase in foreign if phrase not in body]


def _thirty(questions: QuestionSet, chance: random.Random) -> Pool:
    """Thirty documents: their questions, and those of forty others."""
    about, names = _about(questions), list(questions.articles)
    for _ in range(_SMALL_SHELVES):
        inside = chance.sample(names, min(_SMALL, len(names)))
        own = [one for document in inside for one in about[document]][: 2 * _SMALL]
        outside = [name for name in chance.sample(names, min(40, len(names))) if name not in inside]
        asked = [Asking(one.text, True, one.answers) for one in own]
        asked += [Asking(one.text, False) for document in outside for one in about[document][:1]]
        yield _shelf([questions.articles[document] for document in inside]), asked


def _articles(questions: QuestionSet, chance: random.Random) -> list[list[str]]:
    """The documents of each article to make a shelf of."""
    titled: dict[str, list[str]] = defaultdict(list)
    for name, article in questions.articles.items():
        titled[article.source.title].append(name)
    grouped = [names for title, names in titled.items() if title and len(names) in _GROUPED]
    if len(grouped) >= _KEYWORD_SHELVES:
        return grouped
    names = list(questions.articles)
    return [[name] for name in chance.sample(names, min(_SINGLES, len(names)))]


def _joined(documents: Sequence[Article]) -> Article:
    """One article of a paragraph a document; a single document in short paragraphs."""
    title = documents[0].source.title
    if len(documents) > 1:
        return Article(Source(title=title), "\n".join(document.text for document in documents))
    lines = [passage.text.strip() for passage in passages(documents[0], _LINE)]
    return Article(Source(title=title), "\n".join(line for line in lines if line))


def _shelf(articles: Sequence[Article]) -> ShelfIndex:
    return MemoryShelf(articles, MemoryEngine)


def _about(questions: QuestionSet) -> dict[str, list[AskedQuestion]]:
    """The questions that each document answers."""
    found: dict[str, list[AskedQuestion]] = {name: [] for name in questions.articles}
    for asked in questions.questions:
        for document in asked.relevant:
            found[document].append(asked)
    return found


def _texts(questions: QuestionSet) -> list[str]:
    return [asked.text for asked in questions.questions]


def _phrase(article: Article, chance: random.Random) -> str:
    """A word of the article, or four to nine characters in a row."""
    pieces = [piece for piece in re.split(r"\W+", folded(article.text)) if len(piece) >= 4]
    piece = chance.choice(pieces or [folded(article.text)])
    words = [word for word in segmenter().words(piece) if len(word) > 1]
    if words and chance.random() < 0.5:
        return chance.choice(words)
    start = chance.randint(0, max(0, len(piece) - 4))
    return piece[start : start + chance.randint(4, 9)]
