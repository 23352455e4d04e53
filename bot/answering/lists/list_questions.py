"""Whether a question asks for a list, for how many items, for which of them, and for what things."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.lists.announcements import COUNTERS, announced
from bot.language.expressions import expression
from bot.language.normalise import folded
from bot.language.numerals import value
from bot.language.segmenter import segmenter
from bot.language.terms import content_words
from bot.model import Item
from bot.remembered import remembered

__all__ = ["ListQuestion", "alike", "item_asked", "list_question", "place_asked"]

_NUMERAL = "[一二两三四五六七八九十]{1,3}|\\d{1,2}"
_WHICH = expression(
    rf"哪些|(?:哪(?:{_NUMERAL}|几)|(?<!第)几)(?P<counter>(?!条件|点(?!要求|意见|建议|内容|$|[?？呢]))(?:{COUNTERS}))"
    r"|(?:都|还|各)?(?:分别|有(?:什么|啥)|都?(?:是|有)(?:什么|啥|谁)|(?:包括|包含|分为|分成)(?:了|着)?(?:什么|啥)?)"
    r"|什么(?=条件|材料|要求|步骤|措施|内容|规定|目标|任务|福利|好处|问题|特点|功能|服务|手续|资料|证件)"
    r"|\bwhat are\b|\bwhich\b|\blist\b|\bhow many (?:kinds|types|steps)(?: of)?\b"
)
_ASKS = expression(rf"{_WHICH.pattern}|(?:列出|列举|逐条|逐项|挨个)")
_PLACE = expression(
    rf"(?:第(?P<nth>{_NUMERAL})|(?P<last>最后一|末)|(?P<penultimate>倒数第二))(?P<counter>{COUNTERS})"
    r"|\bthe (?P<ordinal>first|second|third|fourth|fifth|last)(?: one| item| point)?\b"
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_EMPTY_COUNTERS = frozenset("大个项条点件样座门款位名家所本首道处片张套期支块重")
_GENERIC = frozenset(
    """一共 总共 具备 需要 符合 满足 达到 存在 实现 采取 提出 包括 包含 分为 分成 具有 应当 应该 可以 必须 主要 具体 分别 内容 哪些 几个 哪几
    各 都 有 是 分 做 办 要 设 得 该 应 能 什么 啥 列出 列举 方面 东西""".split()
)
_ALIKE = tuple(
    frozenset(group.split())
    for group in (
        "条件 要求 资格 标准 门槛",
        "材料 资料 证件 文件 手续 单据",
        "步骤 流程 程序 环节 步 阶段",
        "措施 办法 举措 做法 任务 工作 事 大事 实事 方法 抓手 行动",
        "种类 种 类 类型 类别 档 档次 级 级别 等级 等 层次 层",
        "问题 困难 难题 短板 不足 毛病 挑战",
        "好处 优点 优势 益处 福利 优惠",
        "原因 因素 理由",
        "部分 组成 板块 模块 系统 章节",
        "规定 注意事项 事项 须知 规则 规矩 禁令 要点",
        "目标 任务 指标",
        "特点 特征 特色 亮点",
        "活动 项目 节目",
        "意义 作用 价值 功能 用途",
        "建议 意见 提议",
        "方面 维度 角度 领域 点",
    )
)
_DIRECT = expression(r"[^\s,。?!:是呢叫的指有什啥哪]{2,8}")
_NOUN_TAGS = ("n", "vn", "an", "j", "l", "i", "s", "t", "x", "eng", "q", "b", "k", "g")


@dataclass(frozen=True, slots=True)
class ListQuestion:
    """A question for a list: the things asked for, how many, the place of one of them, and its other words."""

    noun: str
    number: int | None
    place: int | None
    """1 for the first item, -1 for the last; None for all of them."""
    words: tuple[str, ...]
    mark: str = ""
    """The mark of the item, as it was written: 第三条."""


def list_question(question: str) -> ListQuestion | None:
    """Return what the question asks of a list; None if it asks for none."""
    return _read(folded(question))


def place_asked(question: str) -> int | None:
    """Return the place of the item that the question asks for: 2 for 第二个, -1 for 最后一个; None for none."""
    match = _PLACE.search(folded(question))
    if match is None:
        return None
    if ordinal := match["ordinal"]:
        return _ORDINALS.index(ordinal) + 1 if ordinal in _ORDINALS else -1
    if match["nth"] is None:
        return -2 if match["penultimate"] else -1
    return int(match["nth"]) if match["nth"].isdecimal() else value(match["nth"])


def item_asked(items: Sequence[Item], question: str) -> Item | None:
    """Return the item that the question asks for by its place: 那第二个呢, 最后一条; None if there is none."""
    place = place_asked(question)
    if place is None or not 0 < abs(place) <= len(items):
        return None
    return items[place - 1 if place > 0 else place]


@remembered(512)
def alike(noun: str) -> frozenset[str]:
    """Return what else the things of a list may be called: 举措 and 办法 for 措施."""
    return frozenset().union(*(group for group in _ALIKE if noun in group)) - {noun}


@remembered(256)
def _read(question: str) -> ListQuestion | None:
    if not question or len(question) > 200:
        return None
    place, counted = place_asked(question), announced(question)
    which = _WHICH.search(question)
    if which is None and not counted and place is None and not _ASKS.search(question):
        return None
    left = question
    mark = ""
    if place is not None and (match := _PLACE.search(question)):
        mark = match[0]
        left = question[: match.start()] + "，" + question[match.end() :]
        counted, which = announced(left), _WHICH.search(left)
    noun = counted[0].noun if counted else _placed_noun(question, mark) or _noun(left, which)
    number = counted[0].number if counted else _number(question)
    words = tuple(
        word for word in content_words(left) if _tells(word, noun, counted[0].number if counted else 0)
    )
    return ListQuestion(noun, number, place, words, mark)


def _number(question: str) -> int | None:
    """Return how many items 哪三个 asks for."""
    match = re.search(rf"哪({_NUMERAL})(?:{COUNTERS})", question)
    if match is None:
        return None
    return int(match[1]) if match[1].isdecimal() else value(match[1].replace("两", "二"))


def _tells(word: str, noun: str, number: int) -> bool:
    """Return whether a word of the question says which list is meant, besides what it lists."""
    if word in _GENERIC or word in noun or (noun and noun in word):
        return False
    return not (number and (value(word[0]) == number or word.startswith("两") or word[0].isdigit()))


def _placed_noun(question: str, mark: str) -> str:
    """Return what stands right after 第二个: 率先 of 第二个率先是什么; else the last noun before it."""
    if not mark:
        return ""
    before, _, after = question.partition(mark)
    direct = _DIRECT.match(after)
    return direct[0] if direct else _run(before.removesuffix("的"), from_end=True)


def _noun(question: str, which: re.Match[str] | None) -> str:
    """Return what is asked for: after 哪些, else before it, else the counter of 几档."""
    if which is None:
        return ""
    counter = which.groupdict().get("counter") or ""
    after = _run(question[which.end() :], from_end=False)
    if after:
        return after
    if counter and counter not in _EMPTY_COUNTERS:
        return counter
    return _run(question[: which.start()], from_end=True)


def _run(text: str, *, from_end: bool) -> str:
    """Return the last noun of the run of nouns that begins `text`, or the last of all where it ends."""
    words = [(word, tag) for word, tag in segmenter().tags(text.strip(" ?？。!呢啊吗的，"))]
    if from_end:
        return next((word for word, tag in reversed(words[-3:]) if _is_noun(word, tag)), "")
    run: list[str] = []
    for word, tag in words:
        is_last = not run and word == words[-1][0] and len(word) > 1 and word not in _GENERIC
        if not (_is_noun(word, tag) or is_last):
            break
        run.append(word)
    return run[0] if run[:1] == ["人"] else run[-1] if run else ""


def _is_noun(word: str, tag: str) -> bool:
    return tag.startswith(_NOUN_TAGS) and word not in _GENERIC and word[0].isalnum()
