"""Recognising a question that asks what an article is about, in the many ways people ask it.

It is one when nothing is left of it once the words that ask, the words for texts and the words that merely plead are
taken away, or only words that may name an article. So 大意是什么 is, and 三个率先的主要内容是什么 asks of a thing.
"""

import re
from typing import NamedTuple

from bot.language.expressions import expression
from bot.language.han import has_han
from bot.language.normalise import folded

__all__ = ["AboutQuestion", "about_question", "asks_what_about", "calls_it_a_text"]

_WHAT = r"(?:什么|甚么|啥|乜嘢?|哪些|些什么|些啥|点什么|点啥|哪些方面|什么样)"
_THING = r"(?:内容|事情?|东西|主题|意思|道理|故事|话题|玩意儿?|问题)?"
_TELL = r"(?:讲述|讲|说|写|谈到|谈|聊|论述|阐述|叙述|描述|表达|介绍|提到|涉及|报道)"
_POINTS = (
    r"(?:主要|核心|中心|基本|大概|重点|关键)?的?(?:内容(?:提要|概要|简介|摘要|大意|要点)?|观点|论点|思想|大意|要点|主张|信息|结论|论述|论题)"
    r"|(?:主要|核心|中心|基本|大概)的?意思|大意|梗概|概要|概述|概况|主旨|主题思想|主题|中心|要旨|宗旨|摘要|提要|简介|重点|要点|看点|精华|干货|核心|题旨|立意"
)
_SHAPE = (
    r"(?:文章|整体|总体|行文|段落|篇章|逻辑)?(?:结构|框架|脉络|架构|思路|布局)(?:图)?|目录|大纲|提纲|纲要"
    r"|(?:一共|总共|共|都)?(?:由|有|分|分成|分为|包括|包含|含|组成)*(?:哪|几|多少)(?:几)?个?(?:大)?(?:部分|章节?|节|小节|板块|大块|块|层次|层)(?:组成|构成)?"
    r"|(?:怎么|如何|怎样)(?:展开|组织|安排|分段|布局)|小标题"
)
_SUM_UP = (
    r"(?:简单|简要|大致|大概|大体|粗略|快速|简短|简明)?(?:地)?(?:概括|概述|总结|归纳|提炼|浓缩|梳理|捋|综述|摘要|划)(?:下|一下|一哈|出来|一遍|总结)?"
    r"|(?:一句话|三句话|几句话|两句话|三言两语|一两句话?)(?:概括|总结|说说|讲讲|说清楚?|介绍)?(?:下|一下)?"
    r"|长话短说|太长(?:了)?(?:不看|没看|懒得看|不想看)?|省流(?:版)?|划重点|课代表|一言以蔽之|简而言之|tl;?\s?dr"
    r"|(?:介绍|说说|讲讲|谈谈|聊聊|解读|导读)(?:一下|下)?(?=[这那该本此一]*(?:篇|文章|报道|稿|全文|原文))"
    r"|(?:简单|简要|大致|大概|大体)(?:地)?(?:说说|讲讲|介绍|说|讲|谈谈)(?:下|一下)?"
)
_TOLD = rf"(?:(?:主要|大概|大致|大体|到底|究竟|都|在|想|(?<![纪摘提概])要|通篇|全篇|全文|具体)*{_TELL}(?:了|的|过|着|到|咗)?(?:是|主要是|都是|大概是|主要)*{_WHAT}{_THING})"
_BE_ABOUT = rf"(?:是)?(?:关于|有关)(?:的是)?{_WHAT}{_THING}|(?:什么|啥)(?:主题|内容)|围绕(?:着|了)?{_WHAT}{_THING}(?:展开|来?写|来?讲)?|(?<=[文章篇道稿])(?:是|的)?(?:什么|啥)意思|(?:有|包括|包含)(?:了)?{_WHAT}(?:主要)?内容"
_CHINESE = expression("|".join((_SUM_UP, _TOLD, _BE_ABOUT, _POINTS, _SHAPE)))

_TEXT = r"(?:文章|文稿|原文|全文|正文|文本|本文|此文|一文|稿件|稿子|报道|帖子|推文|课文|论文)"
_KIND_OF_TEXT = (
    r"(?:纪要|记录|通知|公告|公报|通报|报告|讲话|演讲|评论|社论|笔谈|随笔|散文|小说|故事|日记|游记|手记|札记|侧记|专访|访谈|综述|书评|来信|公开信"
    r"|特写|通讯|新闻|消息|文件|文档|材料|资料|摘要|说明书?|启事|倡议书?|致辞|总结|论文|文章|报道|稿子?)"
)
_MARK = expression(
    rf"[这那哪该本此](?:一)?[篇份则封]?{_TEXT}|{_TEXT}|[这那哪该本此](?:一)?[篇份则封](?:的)?{_KIND_OF_TEXT}?|[这那该本此](?:一)?个?(?:文件|文档|材料|资料|通知|公告)|篇"
)
_NAMES_A_TEXT = expression(
    rf"(?:.{_KIND_OF_TEXT}|\b(?:minutes|notes?|memo|letter|report|diary|speech|review|interview|summary))$"
)
_FILLER = (
    r"关于|有关|请问|请教|请|麻烦|劳驾|帮忙|帮|给|替|让|告诉|[你您]?能不能|[你您]?能否|可不可以|可以|可否|能|想知道|想了解|想|(?<![纪摘提概])要|知道|了解|看看|看|用|来|做|我们?|咱们?|大家|一下子?|下子|快速|直接"
    r"|这|那|篇|本|该|此|文|原|全|整|通|它|上面|上边|里面|里头|里边|里|中|上|内|的|地|得|了|是|有|个|份|段|则|封|都|又|就|主要|大概|大致|大体|大约|到底|究竟|其实|具体|简单|简要|所|在|对|把|将|由|为|作者|笔者|人家"
    r"|吗|呢|啊|呀|吧|嘛|么|哈|哦|哇|咧|捏|啦|呗|喽|喔|噢|嗯|哎|诶|喂|好|先|再|一|什么|甚么|啥|有?哪些|说说|讲讲|谈谈|说|讲|谈|出来|列|下|要求|介绍|想要|表达|传达|传递|分别|以及|和|与|跟"
)
_TO_THE_BOT = expression(
    r"[你您]们?(?:刚才|刚刚|在|都|到底|究竟|想|要|还)*(?:说|讲|写|谈|聊|介绍)|[你您](?:自己|是)"
)
_BARE_TELLING = expression(rf"\W*{_TELL}{_WHAT}\W*")
_PERSON = expression(r"[他她谁]")

_ENGLISH = expression(
    r"\bwhat(?:'?s)?(?=.*\babout\W*$)|\bwhat (?:does|do|did)(?=.*\b(?:say|cover|discuss|argue|contain|deal with|talk about)\b)"
    r"|\bhow (?:is|was)(?=.*\b(?:structured|organi[sz]ed|laid out|divided)\b)"
    r"|\b(?:summary|summari[sz]e[sd]?|summari[sz]ing|summaries|tl\W{0,2}dr|recap|synopsis|abstract|overview|gist|outline|(?:in a )?nutshell|in short|in brief|bottom line)\b"
    r"|\bsum\b(?=.*\bup\b)|\b(?:table of contents|toc)\b"
    r"|\b(?:(?:main|key|central|core|major|principal|most important|basic|overall) )?(?:points?|ideas?|arguments?|takeaways?|messages?|thes[ie]s|themes?|topics?|subject|claims?|contents?|findings|highlights|structure|sections|headings|chapters|parts)\b"
)
_ENGLISH_TEXT = expression(
    r"\b(?:articles?|texts?|pieces?|story|stories|essays?|posts?|reports?|documents?|papers?|minutes|notes?|memo|letter|blog|column|editorial|interview|speech|book|file)\b"
)
_ENGLISH_FILLER = (
    r"\b(?:(?:can|could|will|would|do) (?:you|u|we|i)(?: know)?|i (?:want|need|would like|'d like) to know|let (?:me|us)"
    r"|what's|whats|what|the|a|an|is|was|are|were|it's|its|it|this|that|these|those|of|in|for|to|with|about|all|me|us|please|pls"
    r"|give|tell|show|list|make|write|does|do|did|has|have|get|say|cover|discuss|talk|deal|argue|contain|how|many|there|trying"
    r"|quick|quickly|short|brief|briefly|simple|simply|one|two|three|few|sentences?|words?|whole|entire|full|just|so|and|up|here|ok|okay|hey|hi"
    r"|structured|organi[sz]ed|laid|out|divided|into|really|mainly|mostly|actually|basically|again|s)\b"
)
_TELLING = expression(
    rf"{_TELL}(?:了|的|过|着)?(?:是|主要是|都是)*{_WHAT}|大意|梗概|概括|概述|总结|归纳|中心思想|主旨|摘要|提要|观点|论点|主张"
    r"|\babout\W*$|\bsummar|\bsum\b|\btl\W{0,2}dr|\brecap\b|\bsynopsis\b|\babstract\b|\bgist\b|\bsay\b|\bargue"
)
_ENDS, _ENGLISH_ENDS = (
    expression(rf"^(?:{words}|[\W_]+)+|(?:{words}|[\W_]+)+$") for words in (_FILLER, _ENGLISH_FILLER)
)
_LONGEST = 200
"""Characters of a question; a longer one asks something else."""


class AboutQuestion(NamedTuple):
    """What is left of a question that asks what something is about."""

    name: str
    """Words that name the thing; empty if there are none."""
    is_of_a_text: bool
    """Whether the question calls the thing an article, or names one as titles do."""
    tells: bool
    """Whether it asks for what only a text has: things have 主要内容 and 结构 too, but no 大意."""


def about_question(question: str, without: str | None = None) -> AboutQuestion | None:
    """Return what is asked about; None if the question does not ask what something is about.

    `without` is the folded question without names of articles that stand in it.
    """
    text = folded(question) if without is None else without
    if len(text) > _LONGEST or _TO_THE_BOT.search(text):
        return None
    if not has_han(text):
        return _left(text, _ENGLISH, _ENGLISH_TEXT, _ENGLISH_ENDS)
    if _PERSON.search(text) or (without is None and _BARE_TELLING.fullmatch(text)):
        return None
    return _left(text, _CHINESE, _MARK, _ENDS)


def asks_what_about(text: str) -> bool:
    """Return whether the folded text has words that ask what something is about, whatever else it has."""
    return len(text) <= _LONGEST and bool((_CHINESE if has_han(text) else _ENGLISH).search(text))


def calls_it_a_text(text: str) -> bool:
    """Return whether the folded words speak of an article, or name one as titles do."""
    return bool(_MARK.search(text) or _ENGLISH_TEXT.search(text) or _NAMES_A_TEXT.search(text))


def _left(
    text: str, asking: "re.Pattern[str]", mark: "re.Pattern[str]", ends: "re.Pattern[str]"
) -> AboutQuestion | None:
    rest, asked = asking.subn("\0", text)
    if not asked:
        return None
    pieces = (ends.sub("", piece) for piece in mark.sub("\0", rest).split("\0"))
    name = " ".join(piece for piece in pieces if piece)
    return AboutQuestion(
        name, bool(mark.search(text) or _NAMES_A_TEXT.search(name)), bool(_TELLING.search(text))
    )
