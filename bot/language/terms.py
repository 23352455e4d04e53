"""The terms of a text: words, characters and character bigrams, each kind with a prefix of its own.

Words alone miss: jieba cuts 后端的 as 后/端的, so 后端 would not find it. Single characters and
bigrams beside the words repair that.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from bot.language.normalise import folded
from bot.language.segmenter import segmenter

__all__ = ["content", "content_words", "question_terms", "terms"]

_HAN = r"\u3400-\u9fff\U00020000-\U0003ffff〇"
# A unit is a Chinese character, a Latin word, a number, or a run of another script.
_UNIT = re.compile(rf"[{_HAN}]|[a-z]+|\d+(?:\.\d+)?|[^\W\d_]+")

_QUESTION_WORDS = frozenset(
    """什么 甚么 啥 是啥 为什么 为何 为啥 怎么 怎么样 怎样 怎么办 咋 咋样 如何 何 何时 何处 何地 何人 何种 何年 何事 何者
    谁 谁人 哪 哪个 哪些 哪里 哪儿 哪位 哪种 哪一 哪年 哪天 哪国 哪一个 哪一年 哪一种 哪一位 哪几 哪几个 多少 几 几个 几年
    几次 几时 几点 几位 多大 多久 多长 多高 多远 多重 多深 多快 请问 吗 呢 吧 呀 啊 嘛 么 什么样 什么时候 是不是 有没有 是否
    能否 可否 有何 分别 文中 本文 什 告诉 一下 介绍 介绍一下 我 你 帮 帮我 想 想知道 知道 请 讲讲 说说 谈谈""".split()
)
_FUNCTION_CHARACTERS = frozenset(
    "的了是在和与于为被有之而等及以其这那个着过也都就对由从到把给让将并或什么怎谁哪吗呢吧呀啊啥一"
)


def terms(text: str) -> list[str]:
    """The terms of `text` as often as they stand in it: `w:` words, `c:` units, `b:` pairs of neighbouring units.

    `text` is folded first; punctuation gives no terms.
    """
    return _terms(folded(text))


@lru_cache(4096)
def question_terms(question: str) -> tuple[str, ...]:
    """The distinct terms of a question, its question words and function characters left out.

    Where nothing would be left, all its terms; none for a question of punctuation only.
    """
    whole = folded(question)
    found = dict.fromkeys(_terms(content(question)))
    kept = [t for t in found if t[0] == "b" or t[2:] not in _FUNCTION_CHARACTERS]
    return tuple(kept) or tuple(dict.fromkeys(_terms(whole)))


def content(question: str) -> str:
    """The folded question with its question words blanked out; whole where nothing would be left."""
    whole = folded(question)
    # as whole words: a pattern over characters would also eat the 几 of 几内亚
    left = "".join(" " if word in _QUESTION_WORDS else word for word in segmenter().words(whole))
    return left if _UNIT.search(left) else whole


def content_words(question: str) -> tuple[str, ...]:
    """The distinct words of a question that say what it is about, in order, folded."""
    words = segmenter().words(content(question))
    return tuple(dict.fromkeys(w for w in words if _UNIT.match(w) and w not in _FUNCTION_CHARACTERS))


def _terms(text: str) -> list[str]:
    found = [f"w:{word}" for word in segmenter().search_words(text) if _UNIT.match(word)]
    for stretch in _stretches(text):
        found += [f"c:{unit}" for unit in stretch]
        found += [f"b:{first}{second}" for first, second in pairwise(stretch)]
    return found


def _stretches(text: str) -> Iterator[list[str]]:
    """The units of `text`, one list for each stretch without a break."""
    stretch: list[str] = []
    end = -1
    for match in _UNIT.finditer(text):
        if match.start() != end and stretch:
            yield stretch
            stretch = []
        stretch.append(match.group())
        end = match.end()
    if stretch:
        yield stretch
