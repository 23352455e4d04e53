"""The broad types of answer that questions ask for and sentences show."""

import re
from enum import IntFlag

from bot.remembered import remembered

__all__ = ["AnswerType", "asked_type", "shows_new", "types_shown"]


class AnswerType(IntFlag):
    """A type of answer; a sentence may show several."""

    NONE = 0
    WHEN = 1
    WHO = 2
    WHERE = 4
    NUMBER = 8
    WHY = 16
    HOW = 32


_NUMERALS = "零〇一二两三四五六七八九十百千万亿"

# Tried in this order, on the folded question.
_ASKS = {
    AnswerType.WHEN: r"[什啥]么?时[候间刻]?|嘛时候|何时|哪会儿|(?:星期|礼拜|周)几|\bwhen\b|what (?:time|date|day|year)|which (?:day|year)|哪一?年|哪一?天|哪一?月|哪一?日|几时|几点|几[年月日号](?!前|后|内)"
    r"|何年|何月|何日|多会儿|哪个(?:时[期间候]|年|月|世纪|朝代)|(?:时间|日期|日子)(?:是|为|在)?(?:什么|多少)?[?？]?$",
    AnswerType.WHY: r"为什么|为何|为啥|凭[什啥]|咋会|干[嘛吗](?!用)|图[什啥]|\bwhy\b|how come|什么原因|何原因|原因是|因何|怎么会|缘何|(?:原因|目的|动机)",
    AnswerType.NUMBER: r"多少|第几|死伤几何|how (?:many|much|long|far|old|tall|high|big|large|wide|deep|heavy|fast|often)|几(?:[个名人次位起枚岁天家架辆条种艘件座国所项部张册支场届倍成处小分十百千万]|$)"
    r"|多[大久长高远重深宽快]|第几|年龄|百分之几|多厚"
    r"|(?:数量|人数|面积|长度|金额|价格|比例)(?:是|为|有)?(?:什么|多少)?[?？]?$",
    AnswerType.WHO: r"谁|哪一?几?位|\bwhom?\b|叫啥|何人|什么人|哪一?(?:个|名)?(?:人|总统|主席|皇帝|导演|作家|作者|歌手|演员|教授|部长|将军)"
    r"|叫什么名?字?|(?:名字|姓名)",
    AnswerType.WHERE: r"哪里|哪儿|在哪|[什啥]么?地[方点儿]|\bwhere\b|哪国|何处|何地|什么地[方点区]"
    r"|哪一?(?:个|座|些|两个)?(?:国家?|城市?|地[方区点]|省|州|县|区|镇|村|岛|机场|首都|洲)|哪边|(?:地点|位置)",
    AnswerType.HOW: r"怎么|怎样|咋|\bhow (?:do|does|did|can|to|is|are|was|should)\b|如何|什么(?:措施|办法|方法|方式|手段)",
}

_SHOWS = {
    AnswerType.WHEN: rf"(?<!\d)\d+(?:年|月|日|号|时|点|世纪)|(?<![{_NUMERALS}])[{_NUMERALS}]+(?:年|月|日|号|世纪)|星期[一二三四五六日天]|周[一二三四五六日末]"
    r"|[当今昨明前次同]天|[当今昨凌清早]晨|当地时间|[上下]午|去年|今年|明年|当年|年间|时期|[今昨明当]晚|初期|末期",
    AnswerType.WHO: r"[·•]|总统|总理|主席|部长|首相|发言人|局长|省长|市长|州长|司令|将军|上校|少校|中将|先生|女士|议员|教授"
    r"|博士|男子|女子|警察|记者|官员|专家|国王|皇帝|导演|作家|[男女]友|父亲|母亲|儿子|妻子|名叫|丈夫",
    AnswerType.WHERE: r"位于|[省市县区镇村州岛港湾街路洲国]|附近|机场|首都|城|广场|地区|[东西南北]部|境内|中心|大学|学校|医院|山|河|海",
    AnswerType.NUMBER: rf"\d|[两{_NUMERALS}半数几](?:[个名人次位起枚岁天家架辆条种艘件座国所项部张支场届倍成处小分年月日万亿%元米吨]|多)"
    rf"|第[{_NUMERALS}]",
    AnswerType.WHY: r"因为|由于|因[此而]?|为了|原因|导致|使得|所以|以便|旨在|目的|为此|引发|出于|鉴于|理由|致使?|以免|防止|避免|引起",
    AnswerType.HOW: r"通过|采取|利用|使用|采用|借助|以.{1,12}方式|措施|进行|先.{1,20}(?:再|然后)|并",
}


def asked_type(question: str) -> AnswerType:
    """Return the type of answer that the folded question asks for; NONE if it names none."""
    return next((kind for kind, pattern in _ASKS.items() if re.search(pattern, question)), AnswerType.NONE)


@remembered(4096)
def types_shown(sentence: str) -> AnswerType:
    """Return every type of answer that the folded sentence could give."""
    shown = AnswerType.NONE
    for kind, pattern in _SHOWS.items():
        if re.search(pattern, sentence):
            shown |= kind
    return shown


def shows_new(kind: AnswerType, sentence: str, question: str) -> bool:
    """Return whether the sentence shows an answer of the type that the question lacks."""
    return any(match.group() not in question for match in re.finditer(_SHOWS[kind], sentence))
