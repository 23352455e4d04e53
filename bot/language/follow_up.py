"""Questions that lean on the one before: what they ask of it, and what they say themselves."""

from enum import StrEnum
from typing import NamedTuple

from bot.language.expressions import expression
from bot.language.han import has_han
from bot.language.item_places import ItemPlaces, NamedPlaces, places_opening
from bot.language.normalise import folded
from bot.language.place_words import COUNTER, NUMERAL
from bot.language.question_words import asking_mask
from bot.language.segmenter import segmenter
from bot.language.terms import content_words, has_content

__all__ = ["ALONE", "FollowUp", "Leaning", "follow_up"]


class Leaning(StrEnum):
    """The ways in which a question leans on the one before."""

    ALONE = "alone"
    """It does not."""
    ASKS = "asks"
    """It asks something else of the same thing."""
    MORE = "more"
    """It asks for what else answers the question before."""
    NEAR = "near"
    """It asks for the passage before or after the one quoted."""
    WHOLE = "whole"
    """It asks for all of the passage quoted."""
    ITEM = "item"
    """It asks for items of the list quoted."""


class FollowUp(NamedTuple):
    """The way a question leans, and the rest of it."""

    leaning: Leaning
    own: str = ""
    """What it says itself, folded, its question words included; of MORE, the thing it names. Empty if it says nothing."""
    asks: str = ""
    """Its question words and all that stands between them, folded, even if it says nothing itself."""
    step: int = 0
    """Of NEAR, where the passage stands: -1 before, 1 after."""
    places: ItemPlaces | None = None
    """Of ITEM, the items asked for."""
    counter: str = ""
    """Of ITEM, by what they count: 款 of 第二款."""
    is_of_rest: bool = False
    """Of MORE, whether it asks for what the answer before left out of a list: 剩下的两条."""
    points_back: bool = False
    """Whether a word of it, such as 它 or 呢, says that it leans; otherwise it merely lacks a subject."""


ALONE = FollowUp(Leaning.ALONE)

_LONGEST = 40
"""Characters from which on a question says enough by itself."""
_MARKS = expression(r"(?![、~–—-]第?[\d一二两三四五六七八九十])[^\w\s]|_")
"""All but what joins numbers: 第2-4条."""
_OPENING = expression(
    r"(?:(?:嗯+|哦+|噢|好的?|行|谢谢|多谢|那么|那(?=[^个些里边儿种样次天年月日时位人份座条片场本篇]|个?$)|请问|请|麻烦|还想问|再问一下|顺便问下?|所以|但是?|对了"
    r"|(?:ok|okay|and|so|but|then|well|please|thanks|thank you|also)\b)[\s]*)+"
)
_CLOSING = expression(r"(?:\s*(?:呢|啊|呀|吧|嘛|哈|哦|谢谢|please|then|exactly|though)(?![a-z]))+$")

# no two of the words begin alike, or a long row of them could be read in countless ways
_PLEA = r"(?:能不能|可不可以|能(?!不)否?|可以|我|想|帮|给|再|看|说|讲|读)*"
_SAYS = r"(?:的?内容)?(?:是什么|是啥|(?:都|又|是)?(?:说|讲|写)了?(?:的|些)?(?:是)?(?:什么|啥)?|怎么[说写讲]的?|吗|好吗|可以吗|行吗|一下)?"
_PART = r"(?:个?(?:自然段|段落?|节)|部分)(?:话|文字)?"
_BACK = expression(
    rf"{_PLEA}(?:(?:上|前)(?:面的?)?[一1]?{_PART}|上文|前文|前面|(?:再)?往前(?:看|翻|一段)?){_SAYS}"
    r"|(?:(?:what is |whats |show me )?(?:the )?(?:previous|preceding|last)(?: paragraph| passage)|previous"
    r"|(?:the )?(?:paragraph|passage) before(?: that| it| this)?|what (?:comes|came|stands|is) before(?: that| it| this)?|go back)"
)
_ON = expression(
    rf"{_PLEA}(?:(?:下|后|接下来的?)(?:面的?)?[一1]?{_PART}|下文|后文|后面|接下来|接着|继续|往下|然后|后来|之后|再往后|往后)"
    rf"(?:看|读|翻|怎么样了?|怎样了?|如何了?|怎么了|发生了什么)?{_SAYS}"
    r"|(?:(?:what is |whats |show me )?(?:the )?(?:next|following)(?: paragraph| passage)?|(?:the )?(?:paragraph|passage) after(?: that| it| this)?"
    r"|(?:what|and what) (?:(?:comes|came|happens|happened|is|stands) (?:next|then|after(?: that| it| this)?)|happened)|whats next"
    r"|go on|continue|carry on|keep (?:reading|going))"
)
_ALL = expression(
    rf"{_PLEA}(?:展开(?:来)?|(?:更|再)?(?:详细|具体|仔细|完整)(?:地|的)?|细|多)(?:说说?|讲讲?|谈谈?|说明|解释|介绍|看看?)?(?:一?下|[一几]?[点些]|来)?"
    r"(?:吗|好吗|可以吗|行吗|怎么[说讲写]|是什么|是怎样的?|内容)?"
    rf"|{_PLEA}(?:说|讲|解释)得?(?:更|再)?(?:详细|具体|仔细|清楚)(?:一?[点些])?(?:吗|好吗)?"
    rf"|{_PLEA}(?:这|那)?(?:是|话)*(?:什么|啥)意思|(?:这|那)?(?:该|要)?(?:怎么|如何)理解|解释(?:一?下)?|{_PLEA}(?:整|这)一?段(?:话)?(?:吗)?"
    r"|(?:can you |could you )?(?:tell me |say )?(?:some |a (?:bit|little) )?more (?:about|on) (?:it|that|this|them|these)|(?:can you |could you )?tell me more"
    r"|(?:some |any )?(?:more )?details?|in (?:more |full )?detail|(?:can you |could you )?(?:elaborate|expand|explain)(?: on)?(?: that| it| this)?"
    r"|(?:show me )?the (?:whole|full|entire) (?:paragraph|passage)|what does (?:that|this|it) mean|meaning"
)
_ITEM_LEADS = expression(
    r"(?:just |only |tell me |show me |give me )?(?:(?:what|how) about |(?:what|which) (?:is|was|are) |whats )?(?=[a-z\d])"
    rf"|(?:和|以及|跟|从|只|就|{_PLEA})(?:要|说|讲|看)?(?:一下)?"
)
_ITEM_ENDS = expression(
    r"(?:(?:的?内容|的)?(?:具体|主要|分别|各|又|到底)*(?:是|叫|指|说|讲|写|包括)?(?:的|了)*(?:是)?(?:什么|啥|谁|哪个|哪些|怎么[说写讲]|内容)?(?:是什么)?(?:呢|的)?"
    r"| (?:ones?|items?|points?|steps?|things?|of them))?"
)
_OTHERS_END = expression(r"(?:还有|有|是)*(?:哪些|哪几个|什么|啥|别的|其他的?|没有?)*(?:吗|呢)?")
_OTHER = (
    r"(?:别的|其他的?|其它的?|另外的?|其余的?|剩下的?|余下的?|更多的?)"
    rf"(?:那?(?:{NUMERAL}|几)(?:{COUNTER}))?"
)
_MORE = expression(
    rf"(?:(?:还|再)(?:有(?:没有)?)?|有(?:没有)?(?={_OTHER}))(?P<other>{_OTHER})?(?:什么|啥|哪些|哪几个|谁|没有?)?(?P<rest>{_OTHER})?(?P<thing>[^\W\da-z]{{0,6}}?)(?:可以说的?)?(?:吗|么|没有?|嘛)*"
)
_OTHERS = expression(
    rf"(?:那些|那)?{_OTHER}(?P<thing>[^\W\da-z]{{0,6}}?)(?:有吗|有没有|吗|有?(?:是)?(?:什么|啥|哪些))?"
)
_REST = expression(r"剩下|余下|其余|\b(?:rest|other|others|remaining)\b")
_NO_MORE = expression(
    r"(?:就|只有|只|仅)(?:这|那)(?:么?[些点几]|一?[个条种点])?(?:个|条|种)?了?(?:吗|么)?|没有?(?:别的|其他|其它|更多)?的?了(?:吗|么)?"
    r"|再(?:来|找|说|给|举)(?:我)?(?:一|几|两)?(?:[个条些点种])(?:例子)?(?:吗)?|换(?:一)?[个条种](?:答案|说法|别的)?|下一?[个条]"
)
_ENGLISH_MORE = expression(
    r"(?:what|anything|something|who|where|how|nothing) else(?: is there| are there)?|else|(?:any |some )?(?:more|others?)|(?:and )?(?:the )?(?:rest|others?|(?:other|remaining) (?:ones?|\d|two|three|four|five|six))|is (?:that|this) all"
    r"|(?:(?:are|is) there |what |do you have )?(?:any |some |the )?(?:more|other|another|others)(?: (?P<thing>[a-z]{2,15}))?(?: are there| is there)?"
    r"|(?:are|is) there (?:any|some)thing else|(?:the )?next one|show me more|give me more"
)
_COMMON_THINGS = frozenset(
    """办法 方法 措施 手段 途径 方式 招 原因 理由 因素 内容 条件 要求 方面 例子 案例 好处 坏处 作用 意义 影响 问题 情况 步骤 建议 说法 选择 目标 任务 特点
    优点 缺点 优势 信息 地方 人 事 事情 东西 部分 答案 意见 方案 规定 数据 消息 段落 线索 提法 观点 看法 细节 做法 举措 项目 种类 类型 选项 安排 计划""".split()
)
_ASKED = (
    r"(?:什么时[候间]|啥时[候间]|何时|几时|几点|几[月号年](?:几号)?|哪一?[天年月日]|哪个月|多会儿|谁|哪一?位|什么人|何人|哪里|哪儿|哪|何处|何地|什么地[方点]|啥地方|哪个地方"
    r"|为什么|为何|为啥|凭什么|怎么回事|咋回事|什么原因|啥原因|原因|理由|怎么样?|怎样|如何|咋样?|怎么办|咋办|多少|多久|多[长大高远重宽深快]|几[个次人天年位名]|哪[些个几种]个?|什么|啥"
    r"|依据|目的)"
)
_BARE = expression(
    r"(?:是|在|有|要|用|到(?!底)|从|为(?![什何啥])|于|会|能|可以|需|得|花|占|位于|大概|大约|一共|总共|共|到底|究竟|具体|又|都|这个?|那个?|他|她|它|该|应|去)*"
    rf"{_ASKED}"
    r"(?:时间|钱|人|个|次|天|年|元|块|米|公里|做|弄|搞|用|来|到|去|开始|进行|发生|这样|这么|不行|会|是|的|了|好|吗|嘛|什么)*"
)
_LEADS = expression(rf"[由在从到]?{_ASKED}")
_ENGLISH_BARE = expression(
    r"(?:since |until |by |from |to |with |for |but )?(?:why|when|where|who|whom|whose|how|what|which)"
    r"(?: (?:not|so|come|for|much|many|long|often|far|big|old|tall|high|exactly|else|ones?))?"
    r"(?: (?:is|was|are|were|do|does|did|has|had|can|will|would) (?:it|that|this|they|he|she|those|these|so))?"
    r"(?: (?:happen|happened|so|done|work|be))?"
)
_ABOUT = expression(r"(?:what|how) about (?P<thing>.+)|(?P<and>(?:its|their|his|her) (?:\w+ ?){1,3})")
_LONGEST_THING = 8
_PRONOUNS = frozenset("它 它们 他 他们 她 她们 其 这里 那里 这儿 那儿 这样 那样 这事 那事".split())
_POINTERS = frozenset("这 那 此 这个 那个 这些 那些 这种 那种".split())
_NOUNS = ("n", "vn", "eng")
_ENGLISH_PRONOUN = expression(
    r"\b(?:it|its|they|them|their|he|him|his|she|her|there)\b|\b(?:this|that|these|those)\b(?= (?:is|was|are|were|do|does|did|happen|cost|work|mean|take|look)|$)"
)
_MOST_WORDS = 9
_MOST_OWN_WORDS = 5
_LONGEST_OWN = 4
_SHORT_VERBS = ("n", "v", "vn", "d")
"""What the dictionary calls 通车 and 收费: behind 什么时候 or 怎么 they are said of something."""
_ATTRIBUTES = frozenset(
    """面积 长度 高度 宽度 深度 重量 价格 票价 费用 价钱 成本 造价 投资 预算 时间 日期 地点 地址 位置 人数 数量 规模 比例 年龄 名字 姓名 职务 电话
    结果 效果 作用 意义 影响 好处 背景 主题""".split()
)


def follow_up(question: str, before: str = "") -> FollowUp:
    """Return how the question leans on the question before, by its words alone.

    Whether one that says something itself is better answered alone, only a search can tell.
    """
    if len(question) > _LONGEST:
        return ALONE
    text = " ".join(_MARKS.sub(" ", folded(question).replace("'", "")).split())
    core = _OPENING.sub("", text, count=1) if _OPENING.match(text) else text
    core = _CLOSING.sub("", core).strip()
    if not core:
        return ALONE
    return (
        _by_pattern(core)
        or _more(core, folded(before))
        or _bare(core)
        or _with_its_own_words(core, nudged=text.endswith("呢"))
        or ALONE
    )


def _by_pattern(core: str) -> FollowUp | None:
    """Return a wish for items, for a passage near, or for the whole one; it says nothing else."""
    if named := _places(core):
        return FollowUp(Leaning.ITEM, places=named.places, counter=named.counter, points_back=True)
    for pattern, step in ((_BACK, -1), (_ON, 1)):
        if pattern.fullmatch(core):
            return FollowUp(Leaning.NEAR, step=step, points_back=True)
    return FollowUp(Leaning.WHOLE, points_back=True) if _ALL.fullmatch(core) else None


def _places(core: str) -> NamedPlaces | None:
    """Return the places in a list that it names, if it says nothing else."""
    lead = _ITEM_LEADS.match(core)
    named = places_opening(core, lead.end() if lead else 0)
    if named is None:
        return None
    ends = _ITEM_ENDS.fullmatch(core, named.end)
    if ends is None and named.places.are_left_out:
        ends = _OTHERS_END.fullmatch(core, named.end)
    return named if ends else None


def _more(core: str, before: str) -> FollowUp | None:
    """Return a wish for more; of things that the question before does not name, only of others."""
    if _NO_MORE.fullmatch(core):
        return FollowUp(Leaning.MORE, points_back=True)
    if match := _ENGLISH_MORE.fullmatch(core):
        return _of_more(match["thing"] or "", core)
    match = _MORE.fullmatch(core) or _OTHERS.fullmatch(core)
    if match is None:
        return None
    thing, found = match["thing"], match.groupdict()
    others = match.re is _OTHERS or bool(found.get("other") or found.get("rest"))
    if not thing or thing in _COMMON_THINGS or thing in before or (others and _is_one_word(thing)):
        return _of_more(thing, core)
    return None


def _of_more(thing: str, core: str) -> FollowUp:
    return FollowUp(Leaning.MORE, thing, is_of_rest=bool(_REST.search(core)), points_back=True)


def _is_one_word(thing: str) -> bool:
    return len(list(segmenter().words(thing))) == 1


def _bare(core: str) -> FollowUp | None:
    if _BARE.fullmatch(core) or _ENGLISH_BARE.fullmatch(core):
        return FollowUp(Leaning.ASKS, asks=core, points_back=True)
    return None


def _with_its_own_words(core: str, *, nudged: bool) -> FollowUp | None:
    """Return a question that says something itself, but has a pronoun or no noun."""
    if not has_han(core):
        return _in_english(core)
    if nudged and len(core) <= _LONGEST_THING and not any(asking_mask(core)):
        return _asks(_without_pronouns(core) or core)
    own = _without_pronouns(core)
    if own is not None:
        return _asks(own)
    return _asks(core, points_back=False) if _lacks_a_noun(core) else None


def _in_english(core: str) -> FollowUp | None:
    if match := _ABOUT.fullmatch(core):
        return _asks(match["thing"] or match["and"])
    if len(core.split()) > _MOST_WORDS or not _ENGLISH_PRONOUN.search(core):
        return None
    return _asks(" ".join(_ENGLISH_PRONOUN.sub(" ", core).split()))


def _asks(own: str, *, points_back: bool = True) -> FollowUp | None:
    """Return the question; None if it was nothing but a pronoun."""
    if not own:
        return None
    return FollowUp(Leaning.ASKS, own if has_content(own) else "", own, points_back=points_back)


def _without_pronouns(core: str) -> str | None:
    """Return the question without the pronouns that point back; None if it has none.

    A pronoun points to a noun before it, if there is one; 这个系统 says itself what it means.
    """
    tagged = list(segmenter().tags(core))
    if len(content_words(core)) > _MOST_OWN_WORDS + 1:
        return None
    for place, (word, tag) in enumerate(tagged):
        if tag.startswith("n") and word not in _PRONOUNS:
            return None
        points = word in _POINTERS and not any(other.startswith(_NOUNS) for _, other in tagged[place + 1 :])
        if word in _PRONOUNS or points:
            rest = "".join(other for other, _ in tagged[:place] + tagged[place + 1 :])
            return rest.removeprefix("的").strip()
    return None


def _lacks_a_noun(core: str) -> bool:
    """Return whether it asks, and all that it says is a verb or two, or an attribute of something."""
    rest, asked = _LEADS.subn(" ", core)
    words = [(word, tag) for word, tag in segmenter().tags(rest) if has_content(word)]
    if not asked or not words or len("".join(word for word, _ in words)) > _LONGEST_OWN:
        return False
    if len(words) == 1 and (
        words[0][0] in _ATTRIBUTES or (rest.startswith(f" {words[0][0]}") and words[0][1] in _SHORT_VERBS)
    ):
        return True
    return all(tag.startswith("v") for _, tag in words)
