"""The lines of a saved page, each with its kind: prose, navigation, masthead, footer, caption."""

import re
from dataclasses import dataclass
from enum import Enum, auto

__all__ = ["DATE", "EDITION", "Kind", "Line", "lines", "squeeze"]

DATE = re.compile(
    r"(?P<year>\d{4}|[〇零○一二三四五六七八九]{4})\s*[年./-]\s*"
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})\s*[月./-]\s*"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})(?!\d)\s*[日号號]?"
)
_NUMBER = r"(?P<number>[A-Z]{0,2}\s?\d{1,3}[A-Z]?|[一二三四五六七八九十]{1,3})"
EDITION = re.compile(
    rf"(?:第\s*{_NUMBER}\s*[版叠疊]|(?<![\w.-]){_NUMBER.replace('number', 'bare')}\s*版(?=\s*[:：]|\s|$|[)）》])"
    rf"|版[次面位号]\s*[:：]\s*第?{_NUMBER.replace('number', 'named')}版?)"
)
_WEEKDAY = re.compile(r"(?:星期|周|週|礼拜)[一二三四五六日天]?")
_NAVIGATION = re.compile(
    r"[上下前后後][一1]?[篇版期页頁](?:文章)?|返回(?:目录|目錄|首页|首頁|版面|列表|顶部|本版|上级)?|[放縮缩][大小][+-]?|默[认認]|預設"
    r"|(?:版面|标题|標題|本版|文章|内容)(?:导航|導航|目录|目錄|列表|导读|概览|新闻|标题|缩略图|浏览)"
    r"|本[版期](?:其他|其它|更多|全部|的)*(?:文章|新闻|新聞|标题|標題|内容|报道)|相关(?:阅读|新闻|文章|链接|报道)"
    r"|(?:推荐|延伸|热门|更多)(?:阅读|新闻|文章|推荐)|往期(?:回顾|查询|报纸)?|按日期(?:检索|查询|查看)|全文(?:检索|复制)|数字报刊?|電子報|电子[报版]|多媒体(?:报|数字报)?"
    r"|PDF(?:版|下载|文件)?|查看原版|版面图|原版(?:阅读|呈现)|打印(?:本[页稿])?|列印|分享(?:让更多人看到|到|至)?|收藏|复制(?:链接|本文)?|关闭(?:窗口)?"
    r"|朗读|听报|读报|语音播报|评论|点赞|字体|字號|字号|首页|首頁|目录|登录|注册|搜索|日历|微信|微博|朋友圈|空间|二维码"
    r"|扫一扫|大(?=\s|$)|中(?=\s|$)|小(?=\s|$)|今日|关注我们|客户端|手机版"
)
_NEIGHBOUR = re.compile(r"\W*\d?\s*[上下前后後][一1]?[篇条期]\s*[:：]")
_FOOTER = re.compile(
    r"版权|版權|©|copyright|all rights reserved|(?:未经|未經|未获|未獲).{0,14}(?:授权|授權|许可|許可|同意)|不得(?:转载|轉載|复制)|转载(?:请|须)"
    r"|地\s*址\s*[:：]|邮\s*编|邮政编码|郵編|郵遞區號|技术(?:支持|提供|服务|合作)|技術(?:支援|支持|提供)|备案|備案|ICP|公网安备|许可证|刊号|CN\d|ISSN|邮发代号"
    r"|(?:电话|电\s话|热线|热线电话|传真|電話|傳真|电子邮箱|邮箱|投稿|网址|网站|E-?mail|零售|定价|广告|发行|举报|监督)[^。，]{0,8}[:：]"
    r"|(?:主管|主办|主辦|承办|出版|协办)(?:单位)?(?:[:：]|\s*$)|本网站|建议使用|浏览器|分辨率|(?:总编辑|社长)\s*[:：]",
    re.IGNORECASE,
)
_EDITORS = re.compile(
    r"[\W_]*(?:本版|本期|值班|执行|责任|責任|版面|视觉|美术|文字|图片)?(?:责编|责任编辑|責任編輯|编辑|主编|校对|校對|美编|版式|组版|编审|终审|检校|审读|统筹|制图|策划|设计)"
    r"\s*[:：/／丨|]"
)
_LABEL = re.compile(
    r"\W*(?:来源|來源|稿源|栏目|欄目|阅读(?:数|量)?|点击(?:数|量)?|浏览(?:数|量)?|字数|本文字数|发布时间|時間|时间|日期|关键词|分类)\s*[:：]"
)
_CAPTION = re.compile(
    r"(?:[▲▼△▽◀▶◆↑↓←→]\s*|(?:图片说明|圖片說明|图[一二三四五六七八九十①-⑩\d]*|圖\d*|[上下左右题]图(?:为)?|资料图片?|制图|漫画|插图|题图)\s*[:：/／（(]).{0,160}"
    r"|.{0,160}(?:[\s（(/／]摄|摄影(?:报道)?|攝|攝影|供图|供圖|图片来源.{0,20}|绘图?|(?<=\s)图|配图|制图|资料图片?|资料照片|新华社发)\s*[)）]?"
    r"|\W*(?:本报|本報|新华社|新華社)?(?:首席|特约|见习|实习|摄影|全媒体)?(?:记者|記者|通讯员|通訊員)\s*[\u4e00-\u9fff]{2,4}(?:[、\s][\u4e00-\u9fff]{2,4}){0,3}(?<![拍跟抢航偷合])摄\s*[)）]?"
)
_JUMP = re.compile(
    r"[（(【]?\s*(?:上接|下转|下轉|紧接|详见|相关报道见|文见|转)[^。]{0,24}版[^。]{0,8}[)）】]?"
)
_NOTICE = re.compile(r"(?:未经|未經|未获|未獲).{0,60}(?:授权|授權|许可|許可|同意)")
_NOTICE_OF = re.compile(r"电子版|電子版|数字报|數位報|本网|本網|本站|本报|本報|网站|相关权利人|镜像|鏡像")
_SENTENCE_END = re.compile(r"[。！？!?…；;][”’」』）)》\]】\"']*$|[.][\"')]*$")
_INDENT = re.compile(r"\u3000|[ \u00a0\u2002-\u200a\t]{2,}|\t")
_MAX_NOTICE_CHARACTERS = 1_000
_BLANKS = "\u3000\u00a0 \t\ufeff\u200b"


class Kind(Enum):
    """The kind of a line of a page, judged by itself."""

    FURNITURE = auto()
    MASTHEAD = auto()
    ASIDE = auto()
    """A caption, an editors' line, a jump, a row of stars: within the body, but not of it."""
    PROSE = auto()
    SHORT = auto()
    """A headline, a name, a column, an intertitle."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its stripped text, and whether it was indented."""

    text: str
    indented: bool
    kind: Kind

    @property
    def ends_sentence(self) -> bool:
        """Set if the line ends as a sentence does."""
        return _SENTENCE_END.search(self.text) is not None


def lines(page: str, title: str = "") -> list[Line]:
    """Return the lines of `page` that are not blank, in order; one that is the known `title` is a headline."""
    wanted = squeeze(title)
    return [_line(raw, text, wanted) for raw in page.split("\n") if (text := raw.strip())]


def squeeze(text: str) -> str:
    """Return `text` without punctuation and white space, to compare headlines."""
    return re.sub(r"[\W_]", "", text)


def _line(raw: str, text: str, title: str) -> Line:
    indented = _INDENT.match(raw) is not None
    if title and len(text) < 2 * len(title) + 8 and squeeze(text) == title:
        return Line(text, indented, Kind.SHORT)
    return Line(text, indented, _kind(text, indented))


def _kind(text: str, indented: bool) -> Kind:
    ends = _SENTENCE_END.search(text) is not None
    long = len(text) > 160 or (ends and len(text) > 40)
    if not long and (_EDITORS.match(text) or _JUMP.fullmatch(text) or _CAPTION.fullmatch(text)):
        return Kind.ASIDE
    if not re.search(r"\w", text):
        return Kind.ASIDE
    if re.fullmatch(r"[\W\d]{1,4}", text):
        return Kind.SHORT
    if _is_furniture(text, indented):
        return Kind.FURNITURE
    if len(text) < 60 and not ends and _is_masthead(text):
        return Kind.MASTHEAD
    if len(text) >= 2 and _reads_as_prose(text, indented):
        return Kind.PROSE
    return Kind.SHORT


def _is_furniture(text: str, indented: bool) -> bool:
    if _remainder(text) == "" or (len(text) < 60 and _NEIGHBOUR.match(text)):
        return True
    if len(text) < _MAX_NOTICE_CHARACTERS and _NOTICE.search(text) and len(_NOTICE_OF.findall(text)) > 1:
        return True
    if not (footer := _FOOTER.search(text)):
        return False
    # An indented sentence that mentions an address is the article's; a footer starts with its word or has several.
    if indented and _SENTENCE_END.search(text):
        return False
    return len(text) < 200 and (not text.endswith("。") or (footer.start() < 24 and len(text) < 80))


def _is_masthead(text: str) -> bool:
    """Return whether a line is an edition, a date, a label or names of publications."""
    edition, dated = EDITION.search(text), DATE.search(text)
    if (edition and edition.start() < 16) or _LABEL.match(text):
        return True
    return bool(dated and len(_remainder(text)) < 16 and "，" not in text)


def _remainder(text: str) -> str:
    """Return `text` without navigation, dates, digits and punctuation."""
    if len(text) > 120:
        return text
    for pattern in (DATE, _WEEKDAY, _NAVIGATION):
        text = pattern.sub(" ", text)
    return re.sub(r"[\W\d_]|农历\w*|第?[A-Z]?\d*版", "", text)


def _reads_as_prose(text: str, indented: bool) -> bool:
    if indented:
        return True
    return bool(re.search(r"[。][”’」』）)\"]*$", text)) or (
        len(text) > 32 and bool(_SENTENCE_END.search(text))
    )
