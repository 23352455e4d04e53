"""How much work one question may be, whatever is in it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray
from shelves import FIXTURES
from work import work

from bot.answering.answerer import Answerer
from bot.answering.index.memory_shelf import MemoryShelf
from bot.language.question_window import MAX_CHARACTERS, question_window
from bot.model import Article, PassageAnswer, Question
from bot.readers import read_path
from bot.retrieval.engine import Scored
from bot.retrieval.memory import MemoryEngine

_LENGTH = 4_000
"""Characters of a long message of Telegram's."""
_MOST_CALLS = 200_000
"""A tenth of a second to a fifth; 4,000 characters without a word among them were two million."""
_MOST_TERMS = 30_000


class _Counted(MemoryEngine):
    """Counts the terms that it is asked for."""

    asked = 0

    def frequencies(self, terms: Sequence[str]) -> list[int]:
        _Counted.asked += len(terms)
        return super().frequencies(terms)

    def search(self, weights: Mapping[str, float], limit: int) -> list[Scored]:
        _Counted.asked += len(weights)
        return super().search(weights, limit)

    def holding(self, documents: Sequence[range], terms: Sequence[str]) -> NDArray[np.bool_]:
        _Counted.asked += len(terms)
        return super().holding(documents, terms)


def _between(first: int, last: int) -> Callable[[Random], str]:
    return lambda rng: "".join(chr(rng.randint(first, last)) for _ in range(_LENGTH))


def _of(pieces: Sequence[str]) -> Callable[[Random], str]:
    return lambda rng: "".join(rng.choices(pieces, k=_LENGTH))[:_LENGTH]


@cache
def _articles() -> tuple[Article, ...]:
    return tuple(read_path(file).article for file in sorted((FIXTURES / "quality" / "articles").iterdir()))


TEXTS: dict[str, Callable[[Random], str]] = {
    "random Chinese": _between(0x4E00, 0x9FA5),
    "different characters": lambda rng: "".join(map(chr, rng.sample(range(0x4E00, 0x9FA5), _LENGTH))),
    "rare Chinese": _between(0x20000, 0x2A6D6),
    "compatibility characters": _between(0xF900, 0xFA6D),
    "one Latin run": _of("abcdefghij"),
    "Latin words": _of(["ab ", "xyz ", "telling ", "q "]),
    "digits": _of("0123456789"),
    "figures": lambda rng: " ".join(str(rng.randrange(1000)) for _ in range(1000)),
    "Chinese figures": _of("一二三四五六七八九十百千万亿"),
    "one syllable": _of("以已亦宜仪移遗疑役驿绎奕抑翼艺忆亿义议易益逸意溢毅"),
    "names": _of(["王小明", "李大山", "张伟", "重庆", "广州", "武汉", "周瑜", "陈平"]),
    "emoji": _of(["🙂", "👨‍👩‍👧", "🇨🇳", "👍🏽"]),
    "combining marks": _of(["\u0301", "\u0323", "\u0489"]),
    "brackets": _of("（《「【“『〈)]}"),
    "question words": _of(["什么", "谁", "为什么", "几", "多少", "？"]),
    "signs that fold to many": _of(["\ufdfa", "㌖", "⑴", "ﬃ"]),
    "Korean": _between(0xAC00, 0xD7A3),
    "empty lines": _of(["\n", " ", "\t", "\u3000", "村"]),
    "the article's own words": lambda _: _articles()[0].text[:_LENGTH],
    "any articles' characters": lambda rng: "".join(
        rng.choices("".join(article.text for article in _articles()), k=_LENGTH)
    ),
    "anything": lambda rng: "".join(chr(rng.choice((rng.randrange(32, 0xD800), rng.randrange(0xE000, 0x30000)))) for _ in range(_LENGTH)),
}  # fmt: skip


@cache
def _answerer(size: int) -> Answerer:
    articles = [
        replace(article, kept_id=f"{number}-{copy}", text=f"{article.text}\n第{copy}稿。")
        for copy in range(-(-size // len(_articles())))
        for number, article in enumerate(_articles())
    ]
    answerer = Answerer(MemoryShelf(articles[:size], _Counted))
    answerer.ask(Question("六动书车明天会下雨吗"))  # loads what is loaded once
    return answerer


@pytest.mark.parametrize("size", [1, 300])
@pytest.mark.parametrize("text", TEXTS)
def test_no_text_is_more_work_than_a_long_question(text: str, size: int) -> None:
    """Calls and terms looked up are bounded, on one article and on hundreds."""
    question = Question(TEXTS[text](Random(7)))
    _Counted.asked = 0
    calls = work(partial(_answerer(size).ask, question))
    assert (calls <= _MOST_CALLS, _Counted.asked <= _MOST_TERMS) == (True, True), (calls, _Counted.asked)
    assert question == _answerer(size).ask(question).question


@pytest.mark.parametrize("text", TEXTS)
def test_of_a_long_text_a_bounded_part_is_searched(text: str) -> None:
    """However its characters fold."""
    assert MAX_CHARACTERS >= len(question_window(TEXTS[text](Random(7))))


TALK = "今天天气不错，我们几个人出门走了走，路上聊了很多。"


@pytest.mark.parametrize(
    "asked",
    [
        "{question}",
        "{talk}{question}",
        "{question}{talk}",
        "{talk}{question}{talk}",
        "{talk}{question}谢谢大家！",
    ],
)
def test_a_question_is_found_wherever_it_stands_in_a_long_text(asked: str) -> None:
    """What is searched ends with its question mark."""
    article = Article(_articles()[0].source, "渡口的老船工姓贺，撑船四十一年。\n对岸新修了一座桥，长六百米。")
    answerer = Answerer(MemoryShelf([article], MemoryEngine))
    question = Question(asked.format(talk=TALK * 40, question="渡口的老船工撑船多少年？"))
    answer = answerer.ask(question)
    hits = answer.hits if isinstance(answer, PassageAnswer) else getattr(answer, "closest", ())
    assert ("四十一年", question) == (hits[0].passage.text[-5:-1], answer.question)
