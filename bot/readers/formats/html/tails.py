"""What sites set at the end of an article's last sentences: links back, editors, 【详细】."""

import re

__all__ = ["without_tail"]

_TAIL = re.compile(
    r"(?<=[。！？!?…”’」』）)])\s*(?:"
    r"[（(\[【]\s*(?:责任编辑|責任編輯|责编|编辑|編輯|校对|审核|编校|实习生)\s*[:：][^（）()\[\]【】]{1,60}[）)\]】]"
    r"|(?:责任编辑|責任編輯|责编)\s*[:：]\s*[\u4e00-\u9fff 、\w]{1,20}"
    r"|[\[【（(]?返回[^。，]{0,16}(?:首页|首頁|列表|顶部|栏目|频道|目录)[\]】）)]?\s*[>＞»]*"
    r"|[\[【（(](?:详细|详情|查看全文|阅读全文|点击查看.{0,8}|更多)[\]】）)]\s*[>＞»]*"
    r"|(?:查看更多|点击进入专题|进入专题|更多精彩)\s*[>＞»]+"
    r")\s*$"
)


def without_tail(paragraph: str) -> str:
    """Return `paragraph` without what a site added behind its last sentence."""
    end = paragraph[-120:]
    return paragraph[: len(paragraph) - len(end)] + _TAIL.sub("", end)
