"""What a block of a web page is, judged by itself: prose, a link, frame, a notice, the start of something else."""

import re

from bot.readers.markup import Block
from bot.readers.newspaper.furniture import Kind, lines
from bot.remembered import remembered

__all__ = [
    "ends_article",
    "is_advertisement",
    "is_content",
    "is_frame",
    "is_link",
    "is_notice",
    "is_prose",
    "promotes",
]

_MAX_LINKED_SHARE = 0.6
_SENTENCE = re.compile(r"[。！？!?.…][”’」』）)\"']*$")
_NOTICE = re.compile(
    r"免责声明|免責聲明|版权声明|版權聲明|版权归|版权与|侵权|不代表本[站网平]|与本[站网]无关|本[站网](?:对|不|转载|所有)|未经.{0,30}(?:授权|许可|同意)"
    r"|转载(?:请|须)注明|法律责任|法律責任|违法和不良信息|Cookie|all rights reserved",
    re.IGNORECASE,
)
_PROMOTION = re.compile(
    r"[【\[［（(]?\s*(?:详细|详情|查看(?:详情|全文|更多|原文)|阅读(?:全文|原文|更多)|点击(?:查看|进入|阅读).{0,12}|更多|全文|进入专题)\s*[】\]］）)>＞»…]*$"
)
_AFTER = re.compile(
    r"\W*(?:(?:相关|相關)(?:阅读|閱讀|新闻|新聞|文章|链接|連結|报道|報導|推荐|专题|内容)|(?:推荐|推薦|延伸|热门|更多|精彩|最新)(?:阅读|閱讀|新闻|新聞|文章|推荐|推薦|评论|評論|内容)"
    r"|猜你喜欢|大家都在看|推荐|评论|評論|(?:网友|全部|最新|发表|暂无|参与)(?:评论|評論)|related (?:articles|posts|stories)|more from\b.{0,20}"
    r"|you may also like|comments?)\W*\d*\W*条?\W*",
    re.IGNORECASE,
)
_ADVERTISEMENT = re.compile(r"\W*(?:广告|廣告|AD|Advertisements?|Sponsored|赞助内容)\W*", re.IGNORECASE)
_MAX_NOTICE_CHARACTERS = 600
_MOST_KEPT = 100_000
"""Texts of one page, whose blocks are judged again at each step."""


def is_link(block: Block) -> bool:
    """Return whether the block is a link and not a sentence that is one."""
    return block.linked > _MAX_LINKED_SHARE and not _SENTENCE.search(block.text)


def is_frame(block: Block) -> bool:
    """Return whether the block is a page's frame: navigation, footer, editors, a caption."""
    return _reads_as_frame(block.text)


def is_notice(block: Block) -> bool:
    """Return whether the block is the site's notice on rights and liability."""
    return _reads_as_notice(block.text)


def is_prose(block: Block) -> bool:
    """Return whether the block reads as a paragraph of somebody's, and not of the page's frame."""
    return (
        not block.around
        and not is_link(block)
        and len(block.text) > 8
        and bool(_SENTENCE.search(block.text) or len(block.text) > 40)
        and not is_notice(block)
        and not is_frame(block)
    )


def is_content(block: Block) -> bool:
    """Return whether the block, between an article's others, is one of them."""
    if (
        block.around
        or block.aside
        or is_link(block)
        or is_notice(block)
        or _ADVERTISEMENT.fullmatch(block.text)
    ):
        return False
    return not is_frame(block) or (block.tag in ("tr", "pre") and not re.search(r"[^\W\d_]", block.text))


def ends_article(block: Block) -> bool:
    """Return whether the block heads what follows an article: recommendations, comments."""
    return len(block.text) <= 24 and _AFTER.fullmatch(block.text) is not None


def promotes(block: Block) -> bool:
    """Return whether the block below an article leads to something else."""
    if block.aside or is_link(block) or ends_article(block) or _PROMOTION.search(block.text):
        return True
    bare = block.mark or block.tag in ("li", "a", "span")
    return bool(bare) and len(block.text) < 12 and not re.search(r"[，。；：、]", block.text)


def is_advertisement(block: Block) -> bool:
    """Return whether the block says no more than that it is one."""
    return _ADVERTISEMENT.fullmatch(block.text) is not None


@remembered(_MOST_KEPT)
def _reads_as_frame(text: str) -> bool:
    return all(line.kind in (Kind.FURNITURE, Kind.MASTHEAD, Kind.ASIDE) for line in lines(text))


@remembered(_MOST_KEPT)
def _reads_as_notice(text: str) -> bool:
    return len(text) <= _MAX_NOTICE_CHARACTERS and len(_NOTICE.findall(text)) >= (1 if len(text) < 60 else 2)
