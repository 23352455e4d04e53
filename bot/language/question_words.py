"""The words of a question that only ask: 什么时候, 几块钱, 哪一步, how long, what's.

Chinese is asked in ever new ways, so a grammar finds them: an asking word, then measures (多少万元)
or the mere class of what is asked (什么时候). It keeps to the segmenter's words: the 几 of 几内亚
and the 何 of 任何 are within one, and ask nothing.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from bot.language.expressions import expression
from bot.language.han import has_han
from bot.language.segmenter import segmenter
from bot.language.vocabulary import NO_WORDS, Vocabulary
from bot.remembered import remembered

__all__ = ["ENGLISH_WORDS", "MEASURE", "asking_mask", "searching_mask"]

# Greetings and pleas are no more about the article than 什么 and 怎么 are.
_WORDS = frozenset(
    """什么样 什 么 何 谁人 几 那些 百分之 请问 吗 呢 吧 呀 啊 嘛 啦 哇 哪 哦 噢 喔 呐 咧 哩 喽 咯 呗 哟 唻 捏 耶 咩
    是否 能否 可否 有否 会否 分别 文中 本文 告诉 一下 介绍 介绍一下 我 你 您 帮 帮我 想 想知道 知道 请
    你好 您好 谢谢 多谢 再见 拜拜 早上好 晚上好 早安 晚安 哈 哈哈 嗯 喂 有人""".split()
)
# In a question put in English only: IT and WHO in a Chinese one are names.
_ENGLISH_ASKING = frozenset("what when where how why which whose whom".split())
_NAMES_TOO = frozenset("it who us may will can am mean a i to".split())
"""English words that a Chinese question may hold as names: IT and WHO, the letter A."""
ENGLISH_WORDS = frozenset(
    """a an the of to in on at by for from with as about into and or not is are was were be been being do does did has have had
    can could will would should may might must it its this that these those there here what when where who whom whose which why
    how many much if so than then also just any some i me my we us our you your he him his she her they them their tell give
    let please say says said mean means meaning know according article text cannot hello hi thank thanks""".split()
)
"""English words that ask, or only join others."""

# Of several characters first, so that 公里 is not taken for 公 and a measure.
MEASURE = (
    "(?:平方公里|平方千米|平方米|立方米|平米|公里|千米|厘米|毫米|公分|英里|海里|公顷|公斤|千克|毫升|小时|钟头|分钟|秒钟|点钟"
    "|点半|星期|礼拜|世纪|年代|月份|年份|年级|岁数|人次|名次|美元|欧元|日元|英镑|港元|港币|块钱|元钱|毛钱|分钱|摄氏度|百分点"
    "|号楼|等奖|周岁|学期|季度|步骤|多个"
    "|[个名位次回遍趟岁块元毛角分点号日月年天周时秒夜层楼级等届期季集章节页条款项件套张把支枝根只头匹辆架艘台部座栋幢间所家"
    "户口处道门种类样番伙批群排队双副份封本册卷篇首句段步场局轮盘折成倍度米里尺寸丈亩顷坪吨斤两克升桌杯碗瓶包箱袋盒颗粒"
    "滴片团堆股代辈任国省市县区镇乡村州岛城校派党版站线路圈档拨阶环员])"
)
_COUNTED = rf"[十百千万亿]{{0,2}}多?{MEASURE}{{0,2}}(?:钱|时间|时候|地方)?(?:一{MEASURE})?"
_CLASS = (
    "(?:时候|时间|时刻|时辰|时|日子|日期|年头|地方|地点|地儿|位置|人物|人|原因|缘故|缘由|缘何|理由|样子|样儿|样|程度|事情|事儿"
    "|事|东西|玩意儿|玩意|意思|名字|名儿|名|用处|用途|用|价钱|价)"
)
_MANNER = "(?:样|着|办|搞的?|弄的?|整的?|个|地|回事儿?|才能?|这么|那么)"
_EXTENT = (
    # 多重影响 is manifold, not a weight
    "(?:大|长|久|高|远|宽|深|厚|重(?![^\\W啊呀呢吧的了])|快|粗|贵|强|慢|热|冷|早|晚|难|严重)"
    "(?:年纪|岁数|年龄|岁|时间|距离|路程|程度|面积|规模|点儿?)?"
)
_ASKING = expression(
    rf"(?:[会能]?[干做]|[为因凭图作叫])?(?:什么|甚么|啥子?|乜嘢?){_CLASS}?|干[嘛吗]用?|嘛(?:时候|地方|事儿?)"
    rf"|(?:怎么|怎|咋){_MANNER}?|怎样|如何|点[解样]|边(?:个|度|位)"
    r"|[为因缘有]何(?:因|故)?|何年何月|何(?:时候?|地|处|人|年|月|日|种|物|方|事|者|以|故|在|原因)|何许人"
    r"|谁(?:家|人|谁|们)?"
    rf"|哪(?:儿|里|国|边|头|块儿?|会儿|阵子|[一二两三四五六七八九十几]{{0,2}}些?{MEASURE}{{0,2}}(?:人|时候|时间|地方)?)"
    rf"|(?:星期|礼拜|周)几|几何(?=[?!。\s啊呀呢]*$)|第?几(?:[时许多]|分之几|{_COUNTED})|百分之(?:几|多少)|多少{_COUNTED}|多{_EXTENT}"
    r"|(?P<verb>[是能会可要有该用想敢肯对好行算])[不没](?P=verb)以?"
)
# 几何 is geometry unless it ends a question that nothing else asks.
_GEOMETRY = expression(r"[面体析元]几何|几何(?![?!。\s啊呀呢]*$)")
# Whatever stands in quotation marks or as a title is somebody's name or words.
_NAMED = expression(r"《[^《》]{1,60}》|「[^「」]{1,60}」|『[^『』]{1,60}』|“[^“”]{1,60}”")
_ENGLISH = expression(
    r"\bhow (?:old|long|far|tall|high|big|large|wide|deep|heavy|fast|often|soon|come|about)\b"
    r"|\b(?:what|which) (?:time|date|day|year|month|kind|sort|type)\b(?: of\b)?"
    r"|\b[a-z]{2,6}n['’]t\b|(?<=[a-z])['’](?:s|re|ll|ve|d|m)\b"
)


_SEARCHED = expression(
    rf"(?:多少|几)(?P<unit>(?![个位次年时点多]){MEASURE}{{1,2}})|(?P<whether>(?P<may>[会要该用])不(?P=may))"
)


@remembered(1024)
def searching_mask(question: str, vocabulary: Vocabulary = NO_WORDS) -> tuple[bool, ...]:
    """Return `asking_mask` without what tells passages or topics apart all the same.

    公里 in 多少公里 leads to the passage that answers; 会不会 is asked of tomorrow's weather.
    """
    asking = list(asking_mask(question, vocabulary))
    for match in _SEARCHED.finditer(question):
        start, end = match.span("unit" if match["unit"] else "whether")
        if asking[match.start()]:
            asking[start:end] = [False] * (end - start)
    return tuple(asking)


@remembered(1024)
def asking_mask(question: str, vocabulary: Vocabulary = NO_WORDS) -> tuple[bool, ...]:
    """Return for each character of the folded question whether it only asks.

    One in English may name a thing in Chinese: what are the 三个率先.
    """
    words = list(segmenter(vocabulary).words(question))
    chinese = has_han(question)
    spans = list(_asking(question, {0, *accumulate(map(len, words))})) if chinese else []
    only_ask = _WORDS if chinese else frozenset[str]()
    if not chinese or _is_put_in_english(words, asks_in_chinese=bool(spans)):
        only_ask |= ENGLISH_WORDS
        spans += (match.span() for match in _ENGLISH.finditer(question))
    asking = [word in only_ask for word in words for _ in word]
    for start, end in spans:
        asking[start:end] = [True] * (end - start)
    for named in _NAMED.finditer(question):
        asking[named.start() : named.end()] = [False] * len(named.group())
    return tuple(asking)


def _is_put_in_english(words: Sequence[str], *, asks_in_chinese: bool) -> bool:
    """Return whether a question with Chinese words is an English one: it asks or joins its words in English."""
    joining = {word for word in words if word in ENGLISH_WORDS} - _NAMES_TOO
    return len(joining) > 1 or (bool(joining & _ENGLISH_ASKING) and not asks_in_chinese)


def _asking(question: str, bounds: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the start and end of what asks, each at the bounds of words, as long as can be."""
    place = 0
    while found := _ASKING.search(question, place):
        start = found.start()
        ends = (end for end in range(found.end(), start, -1) if end in bounds)
        end = next((end for end in ends if _asks(question, start, end)), None) if start in bounds else None
        if end is not None:
            yield start, end
        place = end or start + 1


def _asks(question: str, start: int, end: int) -> bool:
    if question.startswith("何时了", start) and not question.startswith("何时了解", start):
        return False  # 春花秋月何时了: a line of verse
    return bool(_ASKING.fullmatch(question, start, end)) and not _GEOMETRY.match(question, max(0, start - 1))
