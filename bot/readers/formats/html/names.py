"""Whether what a page's record calls its author is one: a person or a body, no template, account or site."""

import re
from collections.abc import Sequence

from bot.readers.newspaper.byline import author_of, is_name

__all__ = ["believed"]

_NOBODY = re.compile(
    r"(?:admin\w*|administrator|root|user\w*|test|name|your name|author|editor|webmaster|unknown|anonymous|guest|none|null|undefined"
    r"|default|site|home|管理员|站长|编辑|小编|作者|佚名|匿名|未知|网友|本站|原创|转载|综合|网站管理员|发布者|默认)\d*",
    re.IGNORECASE,
)
_SITE = re.compile(
    r"(?:网|網|在线|在線|频道|頻道|网站|首页|综合|自媒体|公司|平台|论坛|社区|门户|博客|头条|财经|新闻|技术支持|\.(?:com|net|cn|org)\w*)$"
    r"|https?:|www\.|@|[{}<>$%\[\]]|[,，].*@",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"[\u4e00-\u9fff]{2,30}(?:课题组|研究院|研究所|委员会|办公室|办公厅|局|厅|部|协会|学会|大学|学院|评论员|编辑部|评论部|政府|记者站|通讯社|社)"
)
_LATIN = re.compile(r"[A-Z\u00c0-\u024f][\w.'’-]*(?:[ ][\w.'’-]+){0,5}")
_OTHER = re.compile(
    r"[\u3040-\u30ff\uac00-\ud7af\u4e00-\u9fff·・ ]*[\u3040-\u30ff\uac00-\ud7af][\u3040-\u30ff\uac00-\ud7af\u4e00-\u9fff·・ ]*"
)
_MAX_CHARACTERS = 60


def believed(name: str, sites: Sequence[str]) -> str | None:
    """Return the author that `name` gives, or None if it is no person or body, or one of the names `sites`."""
    name = name.strip()
    if not name or len(name) > _MAX_CHARACTERS or _NOBODY.fullmatch(name) or _SITE.search(name):
        return None
    if any(name == site or (len(name) > 1 and name in site) for site in sites if site):
        return None
    names = author_of(name, certain=True)
    if names and all(map(is_name, names.split("、"))):
        return names
    if _BODY.fullmatch(name):
        return name
    if _LATIN.fullmatch(name) and not name.isupper() and not re.search(r"\d", name):
        return name
    return name if _OTHER.fullmatch(name) else None
