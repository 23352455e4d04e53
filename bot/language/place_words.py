"""The words that name places in a list: 第三条, 倒数第二个, 前两项, the last three, steps 2 to 4."""

from bot.language.counters import COUNTERS, NO_THING
from bot.language.expressions import expression
from bot.language.mark_numbers import CHINESE_NAMES, ENGLISH_NAMES, ENGLISH_NUMBERS

__all__ = [
    "BARE",
    "BEYOND",
    "CARDINALS",
    "CHINESE_OPENING",
    "CHINESE_TERM",
    "COUNTER",
    "ENDS",
    "ENGLISH_OPENING",
    "ENGLISH_TERM",
    "EXCEPT",
    "EXCEPT_BEFORE",
    "LINK",
    "NTH",
    "NUMERAL",
    "ORDINALS",
    "OUTSIDE",
    "OUTSIDE_AFTER_EXCEPT",
]

NUMERAL = r"(?:\d{1,3}(?!\d)|[一二两三四五六七八九十百零〇]{1,6})"
COUNTER = rf"(?:大点|则|步骤|{COUNTERS})(?!{NO_THING})"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_CARDINALS = list(ENGLISH_NUMBERS)
ORDINALS = {word: number for number, word in enumerate(_ORDINALS, 1)}
CARDINALS = ENGLISH_NUMBERS

# Before 前, 后, 头 and 末 other words end with them: 三年前, 然后, 街头, 周末.
_FRONT = r"(?:最前面?的?|开头的?|(?<![年月天周之以目眼当从提面午])前面?的?)"
_HEAD = r"(?<![街码两龙镜桥船石木床墙工年源巨口老馒念])头"
_END = r"(?:倒数|最后面?的?|最末尾?的?|末尾的?)"
_AFTER = r"(?<![年月天周之以然今最先落午随此其、])后面?的?"
_LAST_ONE = r"(?<![周月年季期始岁])末(?=[个条项点步名位](?:$|[是的呢讲说规]))"
_MANY = rf"(?![一1](?!\d|十|百)){NUMERAL}"
_ORDINAL = rf"(?:{'|'.join(_ORDINALS)}|\d{{1,3}}(?:st|nd|rd|th))\b"
_SOME = rf"(?:{'|'.join(_CARDINALS[1:])}|\d{{1,2}})\b"
_ITEMS = r"(?:items?|points?|numbers?|entry|entries)"
_THINGS = [f"{thing}{plural} " for thing in ENGLISH_NAMES for plural in ("", "s")]
_AFTER_THING = "|".join(rf"(?<=\b{thing})" for thing in _THINGS)
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(_CARDINALS)})"
_MARK = rf"(?:{_NUMBER}|[ivx]{{2,6}}|[b-hvx]|[ai](?=$|[?.,:;!]| is\b| about\b))"
"""What may follow the name of an item: 2, two, ii, b; a and i are words of their own elsewhere."""
_AFTER_CHINESE_THING = "|".join(f"(?<={thing})" for thing in CHINESE_NAMES)
# 任务一共 and 问题三个 name no place.
_ENDS_NAME = r"(?=$|[\s,、?!。:是的呢和与及跟到至~–—-]|要|讲|说|做|怎|该|需|有|具体|内容|指|写)"
_THING = r"(?:one|item|point|step|rule|goal|reason|article|task|phase|stage)\b"
_NO_ITEM = r"(?! (?:time|day|week|month|year|century|decade|hour|minute|world|half|quarter|floor|season|edition|paragraph|passage)s?\b)"
_CHINESE = (
    rf"倒数第(?P<from_end>{NUMERAL})(?P<counter_from_end>{COUNTER})?"
    rf"|第(?P<nth>{NUMERAL})(?P<counter_nth>{COUNTER})?"
    rf"|(?:{_HEAD}|最前面?的?|开头的?)(?P<first>{NUMERAL})(?P<counter_first>{COUNTER})"
    rf"|{_FRONT}(?P<first_many>{_MANY})(?P<counter_first_many>{COUNTER})"
    rf"|{_END}(?P<last>{NUMERAL})(?P<counter_last>{COUNTER})|{_AFTER}(?P<last_many>{_MANY})(?P<counter_last_many>{COUNTER})"
    rf"|(?:{_AFTER_CHINESE_THING})(?P<number_of>{NUMERAL}|[a-h](?![a-z])){_ENDS_NAME}"
    r"|(?P<first_one>首)(?P<counter_first_one>[条项])(?=$|[是的呢讲说规])"
    rf"|(?P<final>(?:最末(?={COUNTER})|{_LAST_ONE})(?P<counter_final>{COUNTER})"
    rf"|(?:排|列)?在?最[后末]面?的(?:那?一?{COUNTER})?(?=是|呢|$))"
)
_ENGLISH = (
    rf"\b(?:the )?(?P<english_from_end>{_ORDINAL})[ -](?:(?:to|from)[ -](?:the[ -])?(?:last|end|bottom)|last)\b"
    r"|\b(?:the )?(?P<penultimate>next[ -]to[ -](?:the[ -])?last|penultimate)\b"
    rf"|\b(?:the )?last but (?P<last_but>one|two|three|four)\b"
    rf"|\b(?:the )?first (?P<english_first>{_SOME}){_NO_ITEM}|\b(?:the )?(?:last|final) (?P<english_last>{_SOME}){_NO_ITEM}"
    rf"|(?<![a-z\d]){_ITEMS} (?!one\b)(?P<english_number>{_NUMBER})\b"
    rf"|(?<![a-z\d])(?:no\.? ?|# ?)(?P<english_digits>\d{{1,3}})\b|(?:{_AFTER_THING})(?P<english_number_of>{_MARK})\b"
)


def _ordinals(article: str) -> str:
    nth, final = rf"(?P<english_nth>{_ORDINAL})", rf"(?P<english_final>last\b|final(?= {_THING}))"
    return rf"|\b{article}(?:{nth}|{final}){_NO_ITEM}(?: (?:ones?|items?|points?)\b)?"


CHINESE_TERM = expression(_CHINESE)
ENGLISH_TERM = expression(f"{_ENGLISH}{_ordinals('the ')}")
CHINESE_OPENING = expression(
    rf"{_CHINESE}|(?P<alone_final>最后)一?(?:{COUNTER})?|(?P<alone_first>首|头一|头)(?:{COUNTER})?"
    rf"|(?:{'|'.join(CHINESE_NAMES)})(?P<alone_number>{NUMERAL}|[a-h](?![a-z])){_ENDS_NAME}"
)
"""With what names a place only where nothing else is said: 首条."""
ENGLISH_OPENING = expression(
    rf"{_ENGLISH}{_ordinals('(?:the )?')}|(?:the )?(?:{'|'.join(_THINGS)})(?P<alone_number>{_MARK})\b"
)
"""With what names a place only where nothing else is said: last, steps 2 and 3."""
LINK = expression(
    r"(?P<thing>(?:(?!第)[\u3400-\u9fff]){0,6}?|(?: (?!and\b|to\b|or\b)[a-z]+)?)"
    r"(?:(?P<to>\s*(?:到|至|[-~–—]+)\s*(?:the )?| (?:to|through) (?:the )?)"
    r"|(?P<comma>\s*[、,，]\s*|\s+(?=第))|\s*(?:以及|还有|和|与|及|跟|,? ?and |& ?)\s*(?:the )?)"
    rf"(?:(?:{'|'.join(CHINESE_NAMES)})|(?:{'|'.join(ENGLISH_NAMES)})s? )?"
)
BARE = expression(
    rf"(?P<bare>{NUMERAL})(?:(?P<counter_bare>{COUNTER})|(?=\s*(?:[、,和与及到至~-]|$)))"
    rf"|(?P<english_bare>{_ORDINAL}|\d{{1,3}}\b|(?:{'|'.join(_CARDINALS)})\b)|(?P<english_final>last|final)\b"
)
"""What goes on with what was named: 4条 of 第2至4条, third of the first and third."""
ENDS = expression(r"的?(?:是(?:什么|啥)|呢|[讲说叫]的?(?:是)?(?:什么|啥))")
"""What follows 第二 where it is no 第二产业."""
BEYOND = expression(r"[之以][后前]")
"""What follows 第三步 where something else than it is meant."""
NTH = expression(rf"第(?P<nth>{NUMERAL})|\b(?P<english_nth>{_ORDINAL})")
_EXCEPT = (
    r"(?:(?<![排扣清免解废拆删消])除[了去开]?|不算|不包括|抛开|去掉)(?:这|那|其中)?的?"
    r"|\b(?:except|all but|everything but|besides|other than|apart from|aside from)(?: for)? ?"
)
EXCEPT = expression(_EXCEPT)
EXCEPT_BEFORE = expression(rf"(?:{_EXCEPT})$")
_OUTSIDE = r"(?P<thing>[\u3400-\u9fff]{0,4}?)(?:以外|之外|除外"
OUTSIDE = expression(rf"{_OUTSIDE})的?")
OUTSIDE_AFTER_EXCEPT = expression(rf"{_OUTSIDE}|外(?=[,，还都有的]|$))的?")
