"""By-lines and the posts of authors, as newspapers print them."""

import re

__all__ = ["author_of", "is_name", "names_in", "post_of", "without_post"]

_MARKS = " \t\u3000\u00a0□■○●◎◆◇▲△★☆◤◢▌|\uff5c/／·*\uff0a—-－"
_ROLE = re.compile(
    r"(?:(?:本报|本報|本刊|本网|新华社|新華社|人民日报|中新社|[\u4e00-\u9fff]{2,8}[报網网社]|驻[\u4e00-\u9fff]{1,4})?\s*"
    r"(?:全媒体|全媒體|融媒体|首席|特派|特约|特約|见习|見習|实习|實習|高级|资深|文化|摄影|驻站|视频|上游新闻|新重庆-重庆日报)*"
    r"(?:记者|記者|通讯员|通訊員|评论员|撰稿人?|作者|撰文|文字))(?=\s|[:：/／|]|[\u4e00-\u9fff·])\s*[:：/／]?\s*"
)
_LABELLED = re.compile(
    r"^(?:作\s*者|文|撰文|撰稿|执笔|採訪|采写|采访|By|by|BY)\s*[:：/／丨|]?\s+?|^(?:作\s*者|文|撰文|撰稿|执笔|采写)\s*[:：/／丨|]\s*"
)
_COMMENTATOR = re.compile(
    r"(?:本报|本報|本刊|新华社|人民日报|[\u4e00-\u9fff]{2,6}报)?(?:特约)?(?:评论员|評論員|编辑部|編輯部|评论部)(?:文章)?"
)
_NAME = r"[\u4e00-\u9fff]{1,8}(?:[·•・‧][\u4e00-\u9fff]{1,8})+|[\u4e00-\u9fff]{2,4}|[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){1,3}"
_NAMES = re.compile(rf"(?:{_NAME})(?:[\s、，,;；/]+(?:{_NAME}))*")
_SPACED = re.compile(
    r"(?<![\u4e00-\u9fff·])([\u4e00-\u9fff])[ \u3000\u00a0]+([\u4e00-\u9fff])(?![\u4e00-\u9fff·])"
)
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒"
    "屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房解应宗丁宣邓郁单杭洪包诸左石崔吉"
    "钮龚程邢裴陆荣翁荀甄曲封储靳段富巫乌焦巴牧山谷车侯全班秋仲宫宁仇甘厉祖武符刘景詹龙叶幸司黎薄印白蒲从鄂索赖卓蔺屠蒙池乔阴"
    "胥闻党翟谭贡姬申扶冉宰雍桑桂牛寿边燕冀尚温庄晏柴瞿阎连习艾容向古易廖耿满匡国文寇广东欧沃利师巩聂晁敖冷辛饶曾沙丰关查荆游竺"
    "权盖益桓公万俟肖阳岳帅海佟兰苟代邸闫涂付覃仝占邝佘牟诸葛上官司马欧阳慕容令狐"
    "趙錢孫吳鄭馮陳衛蔣韓楊許呂張嚴華謝鄒竇蘇魯韋馬鳳費賀湯羅畢鄔樂時齊顧黃蕭貝計談龐紀項藍閔強賈婁顏鐘鍾駱萬盧應鄧單諸鈕龔陸榮儲車"
    "劉葉龍喬陰聞黨譚貢莊閻連習滿國廣東歐師鞏聶饒豐關權蓋陽嶽帥蘭"
)
_MAX_AUTHORS = 8

_WORDS_AND_PICTURES = (
    r"文\s*[/／、]?\s*[图圖摄攝]影?|[图圖]\s*[/／]?\s*文|文并[摄攝]|[摄攝]影(?:报道|報導)|图文报道"
)
_BOTH_BEFORE = re.compile(rf"^(?:{_WORDS_AND_PICTURES})\s*[/／:：]?\s*")
_BOTH_AFTER = re.compile(rf"\s*[（(]?(?:{_WORDS_AND_PICTURES})[)）]?$")
_PHOTOGRAPHER_AFTER = re.compile(
    r"[\s/／|，、;；]+(?:(?:图片?|圖片?|[摄攝]影?)\s*[/／:：]\s*|[摄攝]影\s+)\S.*$"
)
_PHOTOGRAPHER = re.compile(r"(?:图片?|圖片?|[摄攝]影?|供图|制图|绘图|漫画)\s*[/／:：\s].*|.*[摄攝]影?[)）]?")
_IN_BRACKETS = re.compile(r"\s*[（(][^（()）]{2,40}[)）]$")
_NAMED_POST = re.compile(
    r"\s*作\s*者\s*[:：]\s*(?P<names>[^（()）:：]{2,30}?)\s*[（(](?P<post>[^（()）]{2,60})[)）]\s*"
)
_AUTHORS_ONLY = re.compile(r"\s*作\s*者\s*[:：]\s*(?P<names>[^（()）:：]{2,60})\s*")

_POST = re.compile(
    r"[（(【\[]?\s*(?:"
    r"(?:本文|第一)?作者(?:简介|簡介)\s*[:：]\s*"
    r"|(?:本文)?作者(?:单位|單位|系|係)?\s*[:：]\s*(?=.{4})"
    r"|(?:本文|第一|通讯)?作者(?P<names>[^，。（）()]{0,24}?)(?:分别|分別|均|都|皆|依次)?(?:系|係|为|為|是|供职于|供職於|就职于|单位(?:系|为)?)\s*[:：]?\s*"
    r"|(?:课题组)?(?:执笔|執筆)(?:人|者)?\s*[:：]\s*"
    r")(?P<post>.{2,200}?)[\s。；;]*[)）】\]]?\s*(?:[。]|(?:责任编辑|責任編輯|责编|编辑|校对).{0,40})?"
)
_POST_AT_END = re.compile(r"\s*(?P<shell>[（(](?:本文)?作者[^（）()]{2,120}[)）])\s*$")


def names_in(text: str) -> str | None:
    """Return the names that `text` consists of, joined with 、; None if it is more than that."""
    text = _SPACED.sub(r"\1\2", text.strip(_MARKS + "（）()"))
    if not text or not _NAMES.fullmatch(text):
        return None
    names = re.findall(_NAME, text)
    return "、".join(dict.fromkeys(names)) if len(names) <= _MAX_AUTHORS else None


def author_of(text: str, *, bare: bool = True, certain: bool = False) -> str | None:
    """Return the authors that a by-line names, joined with 、; None if `text` is no by-line.

    With `bare`, a line of names alone is one, though each must start with a surname unless `certain`.
    """
    marked = text.lstrip() != text.lstrip(_MARKS)
    text = text.strip(_MARKS).strip()
    if len(text) > 60:
        return None
    if _PHOTOGRAPHER.fullmatch(text) and not (_BOTH_AFTER.search(text) or _BOTH_BEFORE.match(text)):
        return None
    text = _PHOTOGRAPHER_AFTER.sub("", _BOTH_AFTER.sub("", _BOTH_BEFORE.sub("文/", text)))
    if _COMMENTATOR.fullmatch(text):
        return text.removesuffix("文章")
    without = _LABELLED.sub("", _ROLE.sub(" ", text).strip() if _ROLE.search(text) else text).strip()
    if without != text:
        without = _IN_BRACKETS.sub("", without)
    names = names_in(_LABELLED.sub("", without))
    if names is None or without != text or marked:
        return names
    return names if bare and (certain or _has_surnames(names)) else None


def post_of(text: str) -> str | None:
    """Return what a line like （作者系…） or 作者：何苗（…） says without its shell; None for any other line."""
    if named := _NAMED_POST.fullmatch(text):
        return named["post"].strip() if names_in(named["names"]) else None
    if (authors := _AUTHORS_ONLY.fullmatch(text)) and names_in(authors["names"]):
        return None
    match = _POST.fullmatch(text.strip())
    return match["post"].strip(" \t\u3000") if match else None


def without_post(paragraph: str) -> tuple[str, str | None]:
    """Return `paragraph` without a post in brackets at its end, and that post or None."""
    match = _POST_AT_END.search(paragraph)
    if match and (post := post_of(match["shell"])):
        return paragraph[: match.start()], post
    return paragraph, None


def is_name(name: str) -> bool:
    """Return whether `name` is a person's: in Han characters it begins with a surname, or has a dot within."""
    return re.match(r"[A-Z]", name) is not None or (len(name) <= 4 and name[0] in _SURNAMES) or "·" in name


def _has_surnames(names: str) -> bool:
    return all(len(name) <= 4 and (name[0] in _SURNAMES or "·" in name) for name in names.split("、"))
