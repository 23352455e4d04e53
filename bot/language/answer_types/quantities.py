"""Kinds of quantity: what asks for each, what it is called, and what shows it."""

import re
from typing import NamedTuple

from bot.language.expressions import expression

__all__ = ["NUMBER", "QUANTITIES", "Quantity"]

_HAN = "零〇一二两三四五六七八九十百千万亿"
NUMBER = rf"(?:(?<![\d.])\d[\d.,]{{0,20}} ?[万亿千百余多来]{{0,3}}|[{_HAN}半数几]{{1,12}}多?)"
"""A number; the pattern never starts within one, so that it takes no longer on long ones."""


class Quantity(NamedTuple):
    """A kind of quantity, with patterns over folded text."""

    name: str
    asks: re.Pattern[str]
    """What asks for it and nothing else."""
    called: re.Pattern[str]
    """What it is called: it is asked for so where 多少 or 什么 asks, or nothing does."""
    shows: re.Pattern[str]
    label: str = ""
    """What stands before a measure of this kind, where others share its units: 长, 宽, 高."""


def _quantity(name: str, asks: str, called: str, shows: str, label: str = "") -> Quantity:
    return Quantity(name, expression(asks), expression(called), expression(shows), label)


_DATE = (
    r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}[日号])?|\d{1,2}月(?:\d{1,2}[日号]|[上中下]旬|初|底|份)?|\d{1,2}[日号](?!楼|线|院|门)"
    rf"|[{_HAN}]{{4}}年|[{_HAN}]{{1,3}}月(?:[{_HAN}]{{1,3}}[日号]|份|初|底)?|(?:星期|礼拜|周)[一二三四五六日天末]"
    r"|[今明后昨前]天|[今明去前后当同]年|世纪|年代|除夕|春节|元旦|元宵|清明|端午|中秋|国庆|重阳|\d{4}-\d\d?-\d\d?"
    r"|\b(?:january|february|march|april|may|june|july|august|september|october|november|december) \d{1,4}"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:in|since|until) \d{4}\b"
)
_CLOCK = (
    rf"\d{{1,2}}[:：]\d\d|(?:\d{{1,2}}|[{_HAN}]{{1,3}})(?:点(?!击|评|赞|名|多)|时(?!期|代|候|间|速|空|常|刻))"
    r"|[上中下]午|早[上晨]|晚上|傍晚|凌晨|全天|24小时|\b\d{1,2} ?[ap]\.?m\b"
)
_METRES = r"公里|千米|厘米|毫米|公分|海里|英里|英尺|米|里(?!面)|丈|尺|寸|步|站|k?m\b|cm\b|met(?:er|re)s?|kilomet(?:er|re)s?|miles?|feet|foot"
_LENGTH = rf"{NUMBER} ?(?:{_METRES})"

# Tried in this order; what is more particular comes first.
QUANTITIES = (
    _quantity(
        "age",
        r"几(?:周)?岁|多大(?:的?年纪|的?岁数|年龄|了)|多大岁|how old",
        r"年龄|年纪|岁数|高龄",
        rf"{NUMBER}(?:周)?岁|出生于|生于|\b\d{1, 3} years? old",
    ),
    _quantity(
        "percentage",
        r"几成|百分之(?:几|多少)|几分之|几个百分点|what per ?cent|what share",
        r"比例|占比|比重|百分比|增速|增长率|增幅|涨幅|降幅|速度增长|(?:增长|占有|利用|使用|覆盖|失业|就业|合格|通过|完成|出生|死亡|投票|支持|入学|普及|城镇化|识字|上座|准确|回收|成功)率",
        rf"{NUMBER} ?(?:%|‰|个?百分点|成(?![为立员就果功长]))|百分之[{_HAN}\d.]{{1,8}}|[{_HAN}]分之[{_HAN}]|一半|过半|per ?cent",
    ),
    _quantity(
        "temperature",
        r"多少度|几度|多[热冷]|how (?:hot|cold|warm)",
        r"气?温度?|温度",
        rf"{NUMBER} ?(?:摄氏|华氏)?度(?![过假])|°|摄氏|华氏|degrees",
    ),
    _quantity(
        "speed",
        r"多快|how fast",
        r"时速|速度|网速|航速",
        rf"时速|每(?:小时|秒|分钟){NUMBER}|{NUMBER} ?(?:公里|千米|米|km|k?m)(?:/|每|一)(?:小时|时|秒|分钟|h|s)|马赫|[mg]bps|mph|an hour",
    ),
    _quantity(
        "money",
        r"多少(?:万|亿|百|千)?(?:钱|元|块|美元|欧元|港元)|几(?:块|毛|元|万元|百块)|[啥什]么?价|how much (?:is|are|does|do|did|was|were)|how much money",
        r"费用?|票价|房价|租金|收费|花销|开销|花费|花了|花掉|价格|价钱|售价|投资|金额|造价|预算|收入|经费|工资|押金|奖金|资金|fee|price|cost",
        rf"{NUMBER} ?(?:[万亿]?(?:美|欧|日|港|加)?元(?!素|旦|宵)|块(?!地|石)|毛|英镑|卢布|人民币|角(?!色|度|落)|分钱|dollars?|euros?|yuan|pounds?)"
        r"|[¥$€£] ?\d|免费|免票|不收费|不要钱|free of charge|\bfree\b",
    ),
    _quantity(
        "area",
        r"多少(?:万|亿)?(?:平方|平米|亩|公顷|坪)|几(?:平方|平米|亩|公顷)|多大(?:的?(?:地方|地|面积|园))|how (?:large|big)",
        r"面积|占地|\barea\b",
        rf"{NUMBER} ?(?:平方(?:公里|千米|米|厘米|英里)?|平米|平(?=[,，。])|亩|公顷|英亩|坪|[kc]?m2|square|hectares?|acres?)",
    ),
    _quantity(
        "weight",
        r"多少(?:万|亿)?(?:吨|公斤|千克|斤|克)|几(?:吨|公斤|千克|斤|克|两)|有多重|多重(?:$|[?的啊呀呢])|how heavy",
        r"重量|体重|产量|净重|载重|weight",
        rf"{NUMBER} ?(?:万?吨|公斤|千克|斤|克(?!服)|磅|k?g\b|kilograms?|tons?|tonnes?|pounds)",
    ),
    _quantity(
        "duration",
        r"多久(?!一[次回趟班])|多长时间|多少(?:小时|分钟|天|年|个?月|星期|周)|几(?:天|个(?:多)?(?:月|小时|钟头|星期|礼拜|学期)|小时|分钟|秒|星期|周(?!岁)|年(?![级月]|之?前|以?来|后))"
        r"|how long (?:does|do|did|will|has|have|is it open|must|may|can)",
        r"时长|期限|为期|有效期|工期|任期|保质期|租期|学制",
        rf"(?<!\d)(?:\d{{1,3}}(?:\.\d)?|[{_HAN}半数几]{{1,3}}) ?(?:多?年(?![代级初底末度]|\d|来)|多?个半?月|(?:多?个)?半?(?:小时|钟头|星期|礼拜|学期)"
        r"|分钟|秒|天|周(?![年岁边围一二三四五六日末])|昼夜|years?|months?|weeks?|days?|hours?|minutes?)|数月|终身|永久|一辈子",
    ),
    _quantity("height", r"多高|how (?:tall|high)", r"高度|海拔|身高|height", _LENGTH, "高海拔"),
    _quantity("width", r"多宽|how wide", r"宽度|width", _LENGTH, "宽"),
    _quantity("depth", r"多深|how deep", r"深度|depth", _LENGTH, "深"),
    _quantity("thickness", r"多厚|how thick", r"厚度", _LENGTH, "厚"),
    _quantity("distance", r"多远|how far", r"距离|路程", _LENGTH, "距离远"),
    _quantity(
        "length",
        r"多长|多少(?:公里|千米|米|里路?)|几(?:公里|千米|米|里)|how long is|how long are|how long was",
        r"全长|总长|长度|里程|length",
        _LENGTH,
        "长",
    ),
    _quantity(
        "clock",
        r"几点(?!建议)|几时(?:开|关|上|下)|[什啥]么?时[候间]?(?:开门|关门|营业|开放|下班|上班|闭馆|发车)|what time|opening hours",
        r"(?:开门|营业|开放|闭馆|关门|上班|下班|发车)的?时间|时段",
        _CLOCK,
    ),
    _quantity(
        "times",
        r"多久一[次回趟班]|多少(?:次|回|遍|趟|场)|几(?:次|回|遍|趟|场)|how (?:often|many times)",
        r"次数|频率|频次",
        rf"(?<!第){NUMBER}(?:多?次|回|遍|趟|场)|每[天日周月年季]|once|twice|\btimes\b|every",
    ),
    _quantity(
        "rank", r"第几", r"名次|排名", rf"第 ?(?:\d{{1,6}}|[{_HAN}]{{1,5}})|首[次届位]|冠军|亚军|季军|倒数"
    ),
    _quantity(
        "persons",
        r"多少(?:个|名|位|口)?(?:人(?![民次])|名|位|志愿者|居民|员工|学生|工人|观众)|几(?:名|位|个人|口人)|how many people",
        r"人数|人口",
        rf"{NUMBER}(?:多|余)?(?:名|位|个|口|户)?(?:人(?![民家])|名(?!列)|位(?!于)|死|伤)|\b\d[\d,]* (?:people|persons|residents|visitors|volunteers)",
    ),
    _quantity(
        "contact",
        r"(?:电话|手机|热线|联系方式|邮箱|微信|号码)(?:号码?)?(?:是|为)?(?:多少|几号|什么|啥|哪个)|怎么联系|如何联系|咋联系|打哪个电话|phone number",
        r"电话|联系方式|热线|手机号|邮箱|微信号|咨询号码|phone|email",
        r"(?<![\d-])\+?\d(?:[\d -]{5,18})\d(?![\d年月])|(?:电话|热线|拨打|微信|邮箱|phone|call)[^\d，。]{0,8}\d{3,}|[\w.]{1,40}@[\w.]{1,40}",
    ),
    _quantity(
        "date",
        r"哪[一]?[天年月日]|几[月日号](?!楼|线|院|门|厅)|何[年月日]|星期几|周几|礼拜几|which (?:day|year|month)|what (?:date|day|year)",
        r"日期|日子|年份|\bdate\b",
        _DATE,
    ),
)
