"""Who is the author, of what the record of a file or page calls one: a person or a body, no account, program or site."""

import re
from collections.abc import Sequence

from bot.readers.newspaper.byline import author_of, is_name, names_in

__all__ = ["believed_author", "is_nobody"]

_NOBODY = re.compile(
    r"(?:name|your name|author|editor|test|guest|root|none|null|undefined|default|site|home|n/?a|unspecified|un-?named|owner|founder"
    r"|管理员|站长|编辑|小编|作者|佚名|匿名|未知|网友|本站|原创|转载|综合|网站管理员|发布者|默认|系统之家|雨林木风|番茄花园)\d*"
    r"|[（(].*[）)]|\W*",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"admin|\busers?\b|webmaster|微软|微軟|用户|用戶|lenovo|\bhp\b|\bdell\b|asus|\bacer\b|thinkpad|windows|python|microsoft|apache|poi\b"
    r"|\bwps\b|office|\bpc\b|unknown|anonym|\bsystem\b|系统|电腦|电脑|computer|desktop|laptop|\binc\b|\bltd|\bcorp\b|template|模板|libreoffice"
    r"|docx|pandoc|google|\bapple\b|\bmac(?:book)?\b|iphone|huawei|xiaomi|adobe|latex|pdftex|https?:|www\.|[@{}<>$%\[\]_\\]|\d",
    re.IGNORECASE,
)
_MACHINE = re.compile(
    r"公司|下载|家园|花园|白云|学校|学院|大学|办公|方正|深度|owner|founder|guest|\broot\b", re.IGNORECASE
)
"""What the account of a computer is called after, and no person."""
_OTHERS = re.compile(
    r".*(?:译|譯|翻译|编译|校|编|绘|摄|攝|摄影|供图|制图|插图|主编|责编)\s*[)）]?|(?:译者|翻译|编译|校对|责任编辑|责编|编辑|主编|绘图|插图)\s*[:：].*"
)
_COUNTRY = re.compile(r"^[\[（(〔【［]\s*[\u4e00-\u9fff]{1,5}\s*[\]）)〕】］]\s*")
_POST = re.compile(r"(?<=\S)\s*[（(][^（()）]{2,30}[)）]$")
_MAIL = re.compile(r"\s*[,，;；]?\s*[<＜(（\[]?[\w.+-]{1,60}@[\w.-]{1,60}[>＞)）\]]?")
_SITE = re.compile(
    r"(?:网|網|在线|在線|频道|頻道|网站|首页|综合|自媒体|公司|平台|论坛|社区|门户|博客|头条|财经|新闻|技术支持|\.(?:com|net|cn|org)\w*)$",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"[\u4e00-\u9fff]{2,30}(?:课题组|研究院|研究所|委员会|办公室|办公厅|局|厅|部|协会|学会|大学|学院|评论员|编辑部|评论部|政府|记者站|通讯社|社)"
)
_LATIN = re.compile(r"[A-Z\u00c0-\u024f][\w.'’-]*(?:[ ][\w.'’-]+){0,5}")
_OTHER = re.compile(
    r"[\u3040-\u30ff\uac00-\ud7af\u4e00-\u9fff·・ ]*[\u3040-\u30ff\uac00-\ud7af][\u3040-\u30ff\uac00-\ud7af\u4e00-\u9fff·・ ]*"
)
_PERSON = re.compile(
    r"[A-Z\u00c0-\u024f][\w'’.-]*(?: [A-Z\u00c0-\u024f](?:[\w'’-]*|\.))* [A-Z\u00c0-\u024f][\w'’-]+"
)
_MAX_CHARACTERS = 60


def believed_author(name: str, *, sites: Sequence[str] = (), is_maker: bool = False) -> str | None:
    """Return the author that a record names, as names joined with 、; None for anything but a person or a body.

    `sites` are names of the page's own. Of who made a file (`is_maker`) only a person is believed, and not one word
    in Latin letters, which is likelier an account.
    """
    name = name.strip()
    if len(name) > _MAX_CHARACTERS or _OTHERS.fullmatch(name):
        return None
    name = _POST.sub("", _COUNTRY.sub("", _MAIL.sub("", name))).strip()
    if is_nobody(name) or any(name == site or (len(name) > 1 and name in site) for site in sites if site):
        return None
    if not is_maker and _BODY.fullmatch(name):
        return name
    if _ACCOUNT.search(name) or _SITE.search(name) or (is_maker and _MACHINE.search(name)):
        return None
    return _persons(name, is_maker=is_maker)


def is_nobody(name: str) -> bool:
    """Return whether `name` is what programs and sites write where they know of nobody."""
    return _NOBODY.fullmatch(name) is not None


def _persons(name: str, *, is_maker: bool) -> str | None:
    names = author_of(name, certain=True) or names_in(name)
    if names and all(map(_is_person, names.split("、"))):
        return names
    if (_PERSON if is_maker else _LATIN).fullmatch(name) and not name.isupper():
        return name
    return name if not is_maker and _OTHER.fullmatch(name) else None


def _is_person(name: str) -> bool:
    return _PERSON.fullmatch(name) is not None if name.isascii() else is_name(name)
