"""Web pages for tests: the frames that sites set around an article, and articles to set in them."""

from collections.abc import Iterable

TITLE = "南浦渡口换了新船"
PROSE = (
    "南浦渡口的摆渡船上个月换了新的发动机，声音小了，船也快了，过河只要六分钟。",
    "船工邱桂生今年五十八岁，他在这条河上摇了三十一年的船，从没有误过一班。",
    "“早上第一班是五点四十，”邱桂生说，“赶集的人挑着菜，一句话也不说就上来了。”",
    "渡口管理站统计，去年一共运送旅客十一万四千人次，其中学生占了三成。",
    "站长说，明年开春以后，对岸的候船室要加盖雨棚，再装两盏路灯。",
    "下雨天他就把伞让给学生。",
)
NAVIGATION = (
    '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/n">新闻</a></li>'
    '<li><a href="/s">社会</a></li><li><a href="/v">视频</a></li></ul></div>'
)
FOOTER = (
    '<div class="footer"><p>关于我们 | 联系我们</p>'
    "<p>南浦在线版权所有 未经授权不得转载 备案号：南ICP备00000012号</p></div>"
)
RELATED = (
    '<div class="tj"><h3>相关阅读</h3><ul><li><a href="/1">渡口旁边的老茶馆要重新开张</a></li>'
    '<li><a href="/2">河堤路下周起半幅封闭施工</a></li><li><a href="/3">镇上的最后一家铁匠铺</a></li></ul></div>'
)
_RIGHTS = (
    "<div><p>版权声明</p><p>《南浦日报》（电子版）的一切内容(包括但不限于文字、图片、版面设计)仅供南浦网读者阅读使用，"
    "未经南浦网股份有限公司及/或相关权利人书面授权，任何单位及个人不得将所登载的内容用于商业性目的，包括但不限于转载、复制、"
    "发行，或将之在非本站所属的服务器上作镜像。否则，将采取一切合法手段，追究侵权者的法律责任。</p>"
    "<p>Copyright © 1997-2024 all rights reserved</p></div>"
)


def page(body: str, *, title: str = TITLE, head: str = "") -> bytes:
    """A whole page of `body`."""
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{body}</body></html>'.encode()


def plain(body: str) -> bytes:
    """A page with a heading, a sentence on either side of `body`, and no container."""
    return page(f"<h1>{TITLE}</h1><p>{PROSE[0]}</p>{body}<p>{PROSE[1]}</p>")


def set_in_p(texts: Iterable[str] = PROSE) -> str:
    """The texts as paragraphs."""
    return "".join(f"<p>{text}</p>" for text in texts)


def edition(
    headline: str = TITLE,
    *,
    kicker: str = "",
    below: str = "",
    by_line: str = "",
    texts: Iterable[str] = PROSE[:2],
) -> bytes:
    """A page of a newspaper's digital edition: other papers, editions and headlines above, a long notice below."""
    body = "".join(f"<p>　　{text}</p>" for text in texts)
    return page(
        "<ul><li>日报<ul><li><a>南浦日报</a></li><li><a>南浦时报</a></li></ul></li><li>周报<ul><li><a>健康周报</a></li></ul></li></ul>"
        "<p>第05版：要闻</p><p><a>PDF下载</a></p><p>南浦日报 <span>2024年03月05日 Tue</span></p>"
        "<p><span>上一期</span><span>下一期</span></p><div><a>04版：理论</a></div><div><a>05版：要闻</a></div>"
        f"<ul><li><span>·</span><a>{headline}</a></li><li><span>·</span><a>老茶馆重新开张</a></li></ul>"
        f"<div><a>上一篇</a><a>下一篇</a></div><div class=article><h3>{kicker}</h3><h1>{headline}</h1><h2>{below}</h2>"
        f"<p class=sec>{by_line} <span>《南浦日报》（<span>2024年03月05日</span>　第 05 版）</span></p>"
        f"<div id=ozoom>{body}</div></div>{_RIGHTS}",
        title=f"{headline}-南浦日报",
    )
