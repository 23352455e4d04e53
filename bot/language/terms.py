"""The terms of a text: words, characters, pairs and numbers, each kind with its own prefix.

Words alone miss: jieba cuts 后端的 as 后/端的, so 后端 would not find it. Single characters and
pairs beside the words repair that. A Latin word is a word as it stands and a unit by its stem, so that
ticket finds tickets, but another ticket sooner. An operator's synonyms are words besides those that stand there.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from bot.language.answer_types import called
from bot.language.normalise import folded
from bot.language.numerals import number_terms, spelled
from bot.language.question_words import asking_mask, searching_mask
from bot.language.segmenter import segmenter
from bot.language.stems import stem
from bot.language.vocabulary import NO_WORDS, Vocabulary
from bot.remembered import remembered

__all__ = [
    "content",
    "content_words",
    "has_content",
    "has_terms",
    "question_terms",
    "stretches",
    "terms",
    "terms_of_folded",
    "with_known_synonyms",
    "without_talk",
]

_HAN = r"\u3400-\u9fff\U00020000-\U0003ffff〇"
# A unit is a Chinese character, a Latin word, a number, or a run of another script.
_UNIT = re.compile(rf"[{_HAN}]|[a-z]+|\d+(?:\.\d+)?|[^\W\d_]+")
_STRETCH = re.compile(f"(?:{_UNIT.pattern})+")

# Words for asking and for talking about texts: if the shelf lacks them, they say nothing of what is asked.
_TALK = frozenset(
    """文章 文里 文章里 文中 原文 原话 原句 作者 笔者 同事 朋友 老师 领导 大家 别人 有人 材料 写材料 段落 一段 一段话 段话 句话 一句 一句话 这句 这句话
    这个 那个 这些 这块 那块 这种 那种 这里 那里 里面 下面 上面 方面 地方 部分 东西 事情 这事 内容 提法 说法 叫法 名字 意思 情况 问题 问 提问 回答
    提到 说到 讲到 谈到 写到 提及 说 讲 谈 写 叫 叫做 叫作 称为 指 是指 指的是 说的是 讲的是 咋说 怎么写 看 看看 看到 看一下 找 找找 找到 找出 找出来 找一下
    查 查查 查一下 核对 核实 确认 引用 摘录 列 列出 列出来 列一下 列举 挨个 逐个 一个个 具体 详细 到底 究竟 大概 大致 主要 基本上 给 给我 让 要 需要 应该 可以 能 会
    麻烦 劳驾 拜托 求 求助 谢谢你 谢谢您 感谢 急 在线 等 来着 是不是 对不对 好不好 行不行 怎么回事 怎么说 咋回事 咋样 做什么 做点 干什么 干啥
    这么 那么 这样 那样 重要 一共 总共 都 还 还有 另外 以及 就是 只是 不过 但是 然后 现在 目前 打算 准备 想要 希望 关于 对于 有关 相关 属于 下 里 中 上 打的 比方 比作""".split()
)
_FUNCTION_CHARACTERS = frozenset(
    "的了是在和与于为被有之而等及以其这那个着过也都就对由从到把给让将并或什么怎谁哪吗呢吧呀啊啥一"
)


def terms(text: str, vocabulary: Vocabulary = NO_WORDS) -> list[str]:
    """Return the terms of `text`, as often as they stand in it.

    `w:` words and the first words of their groups of synonyms, `c:` units, `b:` pairs of neighbouring units,
    `n:` numbers. The text is folded first; punctuation gives no terms.
    """
    return terms_of_folded(folded(text), vocabulary)


def terms_of_folded(text: str, vocabulary: Vocabulary = NO_WORDS) -> list[str]:
    """Return `terms` of a text that is folded already."""
    words = [word for word in segmenter(vocabulary).search_words(text) if _UNIT.match(word)]
    found = [f"w:{word}" for word in words]
    if synonyms := vocabulary.alternatives:
        found += [f"w:{first}" for word in words if word in synonyms for first in vocabulary.firsts(word)]
    for stretch in stretches(text):
        found += [f"c:{unit}" for unit in stretch]
        found += [f"b:{first}{second}" for first, second in pairwise(stretch)]
    return found + number_terms(text)


def stretches(text: str) -> list[list[str]]:
    """Return the units of a folded text, Latin words as their stems, a list for each stretch without a break."""
    # most units are Chinese characters, and a call for each would take as long as finding it
    return [
        [stem(unit) if len(unit) > 3 else unit for unit in _UNIT.findall(stretch)]
        for stretch in _STRETCH.findall(text)
    ]


@remembered(4096)
def question_terms(question: str, vocabulary: Vocabulary = NO_WORDS) -> tuple[str, ...]:
    """Return the distinct terms of a folded question, without its question words.

    If nothing would be left, all its terms; none for a question of punctuation only.
    """
    found = dict.fromkeys(terms_of_folded(content(question, vocabulary), vocabulary))
    kept = [term for term in found if term[0] in "bn" or term[2:] not in _FUNCTION_CHARACTERS]
    return tuple(kept) or tuple(found)


@remembered(1024)
def content(question: str, vocabulary: Vocabulary = NO_WORDS) -> str:
    """Return the folded question with its question words blanked out, but not the units they ask for.

    Whole if nothing would be left.
    """
    left = _blanked(question, searching_mask(question, vocabulary))
    return left if _UNIT.search(left) else question


def has_terms(text: str) -> bool:
    """Return whether the folded text holds anything but punctuation: a word, a character or a number."""
    return _UNIT.search(text) is not None


def has_content(question: str, vocabulary: Vocabulary = NO_WORDS) -> bool:
    """Return whether the folded question holds more than question words and function characters."""
    left = _without_question_words(question, vocabulary)
    return any(unit not in _FUNCTION_CHARACTERS for unit in _UNIT.findall(left))


@remembered(1024)
def content_words(question: str, vocabulary: Vocabulary = NO_WORDS) -> tuple[str, ...]:
    """Return the distinct words of a folded question that say what it is about, in order."""
    left = _without_question_words(question, vocabulary)
    words = segmenter(vocabulary).words(left if _UNIT.search(left) else question)
    return tuple(dict.fromkeys(w for w in words if _UNIT.match(w) and w not in _FUNCTION_CHARACTERS))


def without_talk(question: str, known: Callable[[str], bool], vocabulary: Vocabulary = NO_WORDS) -> str:
    """Return the folded question with talk about texts blanked out, if `known` lacks the words.

    So are the names of what it asks for: 费用 where only 票价 stands. The question itself if nothing would be left.
    """
    words = _words_and_talk(question, vocabulary)
    left = "".join(" " if is_talk and not known(f"w:{word}") else word for word, is_talk in words)
    return left if left == question or has_content(left, vocabulary) else question


@remembered(256)
def _words_and_talk(question: str, vocabulary: Vocabulary) -> tuple[tuple[str, bool], ...]:
    """Return the words of the folded question, each with whether it may be talk about texts."""
    named = called(question)
    return tuple((word, word in _TALK or word in named) for word in segmenter(vocabulary).words(question))


def with_known_synonyms(
    question: str, known: Callable[[str], bool], vocabulary: Vocabulary = NO_WORDS
) -> str:
    """Return the folded question with synonyms that the shelf has for words that it lacks."""
    if not vocabulary.synonyms:
        return question
    words = segmenter(vocabulary).words(question)
    return "".join(
        next((other for other in vocabulary.alike(word) if spelled(other, known)), word) for word in words
    )


@remembered(1024)
def _without_question_words(question: str, vocabulary: Vocabulary) -> str:
    return _blanked(question, asking_mask(question, vocabulary))


def _blanked(question: str, mask: Sequence[bool]) -> str:
    return "".join(" " if asks else char for char, asks in zip(question, mask, strict=True))
