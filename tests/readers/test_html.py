"""Web pages: the article's text complete and unaltered, its source from its own lines, or an honest word."""

from datetime import date
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import FOOTER, NAVIGATION, PROSE, RELATED, TITLE, edition, page, plain, set_in_p

from bot.errors import NoText, TooComplex
from bot.model import Source
from bot.readers import File, Reading, read
from bot.readers.newspaper.byline import author_of, post_of
from bot.readers.reading import RemarkKind
from bot.readers.worker import read_safely


def reading(data: bytes) -> Reading:
    """What the page gives."""
    return read(File("a.html", data))


def texts(data: bytes) -> list[str]:
    """The paragraphs of the page's article."""
    return reading(data).article.text.split("\n")


def source(data: bytes) -> Source:
    """The source of the page's article."""
    return reading(data).article.source


def within(body: str) -> list[str]:
    """What comes of `body` between two paragraphs of prose."""
    first, *between, last = texts(plain(body))
    assert (PROSE[0], PROSE[1]) == (first, last)
    return between


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("水深10<sup>-6</sup>米", "水深10⁻⁶米"),
        ("约1.2×10<sup>4</sup>平方米", "约1.2×10⁴平方米"),
        ("面积300m<sup>2</sup>，宽50米<sup>2</sup>", "面积300m²，宽50米²"),
        ("占<sup>3</sup>/<sub>20</sub>，深2<sup>1</sup>⁄<sub>2</sub>米", "占3/20，深2 1⁄2米"),
        ("CO<sub>2</sub>与x<sub>max</sub>", "CO₂与xₘₐₓ"),
        ("a<sup>n+k</sup>与2<sup>k</sup>", "a^(n+k)与2^k"),
        ("用<sup>14</sup>C测年", "用¹⁴C测年"),
        ("10<span style='font-size:8px;vertical-align: super'>5</span>克", "10⁵克"),
        ("the 1<sup>st</sup> boat", "the 1st boat"),
    ],
)
def test_powers_and_fractions_stay_what_they_are(markup: str, text: str) -> None:
    """No figure is glued to another."""
    assert [f"船上写着：{text}。"] == within(f"<p>船上写着：{markup}。</p>")


@pytest.mark.parametrize(
    "mark",
    [
        "<sup>2</sup>",
        "<sup><a href='#n2'>2</a></sup>",
        "<a href='#n2'><sup>2</sup></a>",
        "<sup>[2]</sup>",
        "<sup>②</sup>",
        "<a href='#_ftn2'>[2]</a>",
        "<sup class='footnote'>2,3</sup>",
        "<a href='#fn2' role='doc-noteref'>2</a>",
        "<a href='#n2' style='vertical-align: super'>2</a>",
    ],
)
def test_marks_of_notes_are_no_part_of_a_sentence(mark: str) -> None:
    """And the note they call is kept."""
    found = within(f"<p>早班五点四十开船{mark}，晚班六点收船{mark}。</p><p>2 节假日照开。</p>")
    assert ["早班五点四十开船，晚班六点收船。", "2 节假日照开。"] == found


def test_marks_in_plain_characters_go_where_their_note_stands_below() -> None:
    """Numbers of steps and of pictures stay."""
    body = "<p>早班五点四十开船②。</p><p>步骤①登记②上船，见图②。</p><p>他没有误过[3]，也没有病过。</p><p>② 节假日照开。</p><p>[3] 他自己说的。</p>"
    want = [
        "早班五点四十开船。",
        "步骤①登记②上船，见图②。",
        "他没有误过，也没有病过。",
        "② 节假日照开。",
        "[3] 他自己说的。",
    ]
    assert want == within(body)


_FRACTION = "<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>"
_MATRIX = "<mtable><mtr><mtd><mi>a</mi></mtd></mtr></mtable>"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<math><mn>3</mn><mo>\u2062</mo><mi>x</mi></math>", "3x"),
        ("<math><msup><mi>x</mi><mn>2</mn></msup></math>", "x²"),
        (f"<math>{_FRACTION}</math>", "(a+b)/2"),
        ("<math><msqrt><mi>x</mi></msqrt></math>", "√x"),
        ("<math><msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup></math>", "x₁²"),
        ("<math><semantics><mi>y</mi><annotation encoding='application/x-tex'>z</annotation></semantics></math>", "y"),
        (f"<math alttext='{{\\displaystyle 10^{{4}}}}'>{_MATRIX}</math>", "10⁴"),
        (f"<math>{_MATRIX}</math>", "〔…〕"),
        ("<span class='katex'><span class='katex-mathml'><math><mi>v</mi></math></span><span class='katex-html'>v1v</span></span>", "v"),
        ("<span class='MathJax_Preview'>x?</span><script type='math/tex'>v^2</script>", "v²"),
        ("<span style='display:none'><math><mi>q</mi></math></span><img class='mwe-math-x' alt='{\\displaystyle \\frac{1}{2}}'>", "1/2"),
        ("<img class='formula' src='a.png'>", "〔…〕"),
    ],
)  # fmt: skip
def test_formulas_are_said_in_a_line_or_marked(markup: str, text: str) -> None:
    """A sentence has no hole that nobody sees."""
    assert [f"水速是{text}米，船长说。"] == within(f"<p>水速是{markup}米，船长说。</p>")


def test_pictures_of_characters_are_the_characters() -> None:
    """Any other picture says nothing."""
    markup = '船工姓<img src="g.png" alt="𠮷">野，<img src="b.png" alt="一条船的照片">他不爱说话。'
    assert ["船工姓𠮷野，他不爱说话。"] == within(f"<p>{markup}</p>")


@pytest.mark.parametrize(
    ("markup", "items"),
    [
        ("<ol><li>买票</li><li>上船</li></ol>", ["1. 买票", "2. 上船"]),
        ("<ol start=5><li>买票</li><li value=9>上船</li></ol>", ["5. 买票", "9. 上船"]),
        ("<ol type=A><li>买票</li><li>上船</li></ol>", ["A. 买票", "B. 上船"]),
        ("<ol type=i reversed><li>买票</li><li>上船</li></ol>", ["ii. 买票", "i. 上船"]),
        ("<ol><li>（一）买票</li><li>第二条 上船</li></ol>", ["（一）买票", "第二条 上船"]),
        ("<ul><li>买票</li><li><p>上船</p><p>坐好</p></li></ul>", ["• 买票", "• 上船", "坐好"]),
        ("<ol><li>买票<ul><li>成人票</li></ul></li><li>上船</li></ol>", ["1. 买票", "• 成人票", "2. 上船"]),
        ("<ul style='list-style:none'><li>买票</li></ul>", ["买票"]),
        ("<dl><dt>渡票</dt><dd>过河的凭证。</dd></dl>", ["渡票", "过河的凭证。"]),
        ("<pre><code>早班 5:40</code><code>晚班 6:00</code></pre>", ["早班 5:40", "晚班 6:00"]),
        (
            "<ul><li><input type=checkbox checked> 买票</li><li><label><input type=checkbox>上船</label></li></ul>",
            ["☑ 买票", "☐ 上船"],
        ),
        ("<ul><li><input type='checkbox' checked='checked'/><p>买票</p></li></ul>", ["☑ 买票"]),
        ("<ul><li><input type=checkbox name=agree>买票</li></ul>", ["• 买票"]),
        ("<pre>早班<br>晚班\n停航</pre>", ["早班", "晚班", "停航"]),
    ],
)
def test_lists_and_lines_of_code_keep_their_numbers_and_lines(markup: str, items: list[str]) -> None:
    """As a browser shows them."""
    assert items == within(markup)


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ("<tr><th>渡口<th>班次<tr><td>南浦<td>12", ["渡口　班次", "南浦　12"]),
        (
            "<tr><th>镇<th>渡口<tr><td rowspan=2>南浦<td>上渡<tr><td>下渡",
            ["镇　渡口", "南浦　上渡", "南浦　下渡"],
        ),
        (
            "<tr><th rowspan=2>渡口<th colspan=2>班次<tr><th>早<th>晚<tr><td>南浦<td>5:40<td>6:00",
            ["渡口　班次　班次", "渡口　早　晚", "南浦　5:40　6:00"],
        ),
        ("<tr><th>渡口<th>班次<th>票价<tr><td>北浦<td><td>2元", ["渡口　班次　票价", "北浦　　2元"]),
        ("<tr><th>渡口<th>班次<tr><td><p>南浦</p><p>（上渡）</p><td>12", ["渡口　班次", "南浦 （上渡）　12"]),
        ("<tr><td>年份<td>人次<tr><td>2022<td>98000", ["年份　人次", "2022　98000"]),
    ],
)
def test_rows_of_a_table_bear_their_labels(rows: str, lines: list[str]) -> None:
    """Labels of merged cells stand in each row, and columns stay below their heads."""
    assert lines == within(f"<table>{rows}</table>")


BODY = set_in_p(PROSE[:4])
FRAMES = {
    "form around the page": f'<form action="x.aspx">{NAVIGATION}<h1>{TITLE}</h1><div id="zoom">{BODY}</div>{FOOTER}</form>',
    "form around the article": f'<p>本栏目由南浦镇办公室主办。</p><h1>{TITLE}</h1><form name="f"><div class="x">{BODY}</div></form>',
    "overflow hidden": f'<h1>{TITLE}</h1><div style="height:9px;overflow:hidden">{BODY}</div><p>【免责声明】本文仅代表作者本人观点，与本站无关。</p>',
    "sections and a closing p": f"<h1>{TITLE}</h1><div>"
    + "".join(f"<section><span>{text}</span></section>" for text in PROSE[:3])
    + f"<p>{PROSE[3]}</p></div>",
    "div among p": f"<h1>{TITLE}</h1><div><p>{PROSE[0]}</p><div>{PROSE[1]}</div><p>{PROSE[2]}</p><p>{PROSE[3]}</p></div>",
    "breaks": f"<h1>{TITLE}</h1><div>{'<br><br>　　'.join(PROSE[:4])}</div>",
    "layout tables": f"<table><tr><td><a>首页</a><td><a>新闻</a></table><table><tr><td><a>老茶馆</a><td><table><tr><td>{TITLE}"
    f"<tr><td>　　{'<br>　　'.join(PROSE[:4])}</table></table>{FOOTER}",
    "hidden until a script runs": f'<h1>{TITLE}</h1><div id="js_content" style="visibility: hidden; opacity: 0">{BODY}</div>',
    "recommendations": f"<h1>{TITLE}</h1><div><div>{BODY}</div><div><ul><li><b>好文</b><li><b>感人</b></ul></div><div><p>本站走访六个渡口，"
    f"请船工讲过河的故事。<a>【详细】</a></p></div></div>{RELATED}{FOOTER}",
    "comments": f"<h1>{TITLE}</h1><div>{BODY}</div><div>全部评论（1）</div><div><p>我小时候天天坐这条船去对岸上学，一晃四十年了，真让人怀念。</p></div>",
    "names of what else is on the page": f'<main class="has-sidebar comments-open"><div class="with-sidebar share"><h1>{TITLE}</h1><div>{BODY}</div></div></main>',
    "a book's edition": f"{NAVIGATION}<h4>{TITLE}</h4><div>{BODY}</div><div>暂无评论</div><ul><li><a>茶馆</a><p>茶馆要重新开张，老板换了人，价钱没有变。</p></li></ul>"
    "<div><a>《渡口旧事》第四版</a></div><div>上一篇 下一篇 2024-03-05 Copyright © 南浦在线 版权所有</div>",
}


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_the_whole_article_comes_out_of_its_frame(frame: str) -> None:
    """Nothing is lost, nothing else is taken, and there is nothing to tell."""
    found = reading(page(frame))
    assert (list(PROSE[:4]), TITLE) == (found.article.text.split("\n"), found.article.source.title)
    assert () == found.remarks


@pytest.mark.parametrize(
    "tail",
    [
        "（责任编辑：周明远）",
        "<a href='/'>返回南浦在线首页&gt;&gt;</a>",
        "<a href='/x'>【详细】</a>",
        " [责任编辑: 周明远 ]",
    ],
)
def test_what_a_site_adds_to_the_last_sentence_goes(tail: str) -> None:
    """The sentence stays."""
    assert list(PROSE[:3]) == texts(
        page(f"<h1>{TITLE}</h1><div>{set_in_p(PROSE[:2])}<p>{PROSE[2]}{tail}</p></div>")
    )


@pytest.mark.parametrize(
    ("lines", "want"),
    [
        ("<div><span>2024-03-05 09:58</span><span>来源：<a>南浦晚报</a></span><span>作者：</span><span>责任编辑：周明远</span></div>", (None, "南浦晚报")),
        ("<p>邱小满/南浦晚报</p><p>2024-03-05 09:10</p>", ("邱小满", "南浦晚报")),
        ("<div>2024年3月5日 10:56 南浦晚报</div>", (None, "南浦晚报")),
        ("<div><span>作者：邱小满</span><span>来源：南浦日报</span><span>2024-03-05</span></div>", ("邱小满", "南浦日报")),
        ("<div>2024/03/05</div>", (None, None)),
        ("<p>邱小满　2024-03-05</p>", ("邱小满", None)),
        ("<div><span>2024-03-05 09:10</span> | <span>邱小满、周明远</span></div>", ("邱小满、周明远", None)),
        ("<div>【字体：大 中 小】 2024/03/05 09:00 来源：南浦晚报 编辑：周明远 浏览：33</div>", (None, "南浦晚报")),
    ],
)  # fmt: skip
def test_credits_are_read_between_headline_and_body(lines: str, want: tuple[str | None, str | None]) -> None:
    """Neighbours are not glued, and none of them is a paragraph."""
    data = page(f"<h1>{TITLE}</h1>{lines}<div>{set_in_p()}</div>")
    assert list(PROSE) == texts(data)
    assert (*want, date(2024, 3, 5)) == (
        source(data).author,
        source(data).publication,
        source(data).published,
    )


@pytest.mark.parametrize(
    ("name", "author"),
    [
        ("邱小满", "邱小满"),
        ("Ada Lovelace", "Ada Lovelace"),
        ("南浦大学河流研究所", "南浦大学河流研究所"),
        ("山本さくら", "山本さくら"),
        ("name, email@example.com", None),
        ("104363", None),
        ("admin", None),
        ("佚名", None),
        ("南浦在线", None),
        ("NANPU.NET", None),
        ("https://example.com/u/1", None),
    ],
)
def test_an_author_in_the_head_is_believed_if_it_can_be_one(name: str, author: str | None) -> None:
    """No template, account or site."""
    data = page(f"<h1>{TITLE}</h1>{set_in_p()}", head=f'<meta name="author" content="{name}">')
    assert author == source(data).author


@pytest.mark.parametrize(
    ("window", "top"),
    [
        (f"{TITLE}_新闻_南浦在线", ""),
        (f"{TITLE}-南浦日报", ""),
        (f"{TITLE} :: 南浦在线", ""),
        (f"{TITLE}_南浦在线", "<h1><a href='/'>南浦在线</a></h1>"),
        ("新闻动态", f"<h3>{TITLE}</h3><p>发布时间：2024-03-05</p>"),
        ("新闻动态", f"{NAVIGATION}<h2>{TITLE}</h2>"),
        ("详情", f"{NAVIGATION}<div class='tit'>{TITLE}</div><div>2024-03-05 09:00 来源：南浦晚报</div>"),
    ],
)
def test_title_is_the_headline_and_no_name_of_site_or_column(window: str, top: str) -> None:
    """Wherever the page shows it."""
    assert TITLE == source(page(f"{top}<div>{set_in_p()}</div>", title=window)).title


@pytest.mark.parametrize("below", ["", "<div>(责编：邱小满、周明远)</div><p>分享让更多人看到</p>"])
def test_the_imprint_below_an_article_tells_paper_and_page(below: str) -> None:
    """A site of a paper sets it there; it is no paragraph."""
    imprint = "<p>《 南浦日报 》（ 2024年03月05日 第 05 版）</p>"
    data = page(f"<h1>{TITLE}</h1><div class='txt'>{set_in_p()}{imprint}{below}</div>")
    assert list(PROSE) == texts(data)
    found = source(data)
    assert ("南浦日报", "05", date(2024, 3, 5)) == (found.publication, found.edition, found.published)


def test_wechat_article_is_its_account_s() -> None:
    """As it is fetched, before its script has run."""
    data = page(
        f'<h1 id="activity-name">{TITLE}</h1><a id="js_name"> 南浦发布 </a><div id="js_content" style="visibility: hidden;">'
        + "".join(f"<section><span>{text}</span></section>" for text in PROSE)
        + '</div><p>预览时标签不可点</p><p>微信扫一扫</p><p>关注该公众号</p><script>var ct = "1709602200";</script>',
        title="",
        head='<meta property="og:site_name" content="微信公众平台">',
    )
    assert list(PROSE) == texts(data)
    assert (TITLE, "南浦发布", date(2024, 3, 5)) == (
        source(data).title,
        source(data).publication,
        source(data).published,
    )


@pytest.mark.parametrize(
    ("by_line", "author", "post"),
    [
        ("本报记者　邱小满　周　远", "邱小满、周远", None),
        ("作者：邱小满（南浦渡口管理站站长）", "邱小满", "南浦渡口管理站站长"),
        ("文/邱小满 图/周明远", "邱小满", None),
        ("本报记者 邱小满 摄影报道", "邱小满", None),
        ("本报记者 邱小满 文/图", "邱小满", None),
        ("摄影：周明远", None, None),
        ("周明远 摄", None, None),
        ("", None, None),
    ],
)
def test_by_line_of_an_edition_names_who_wrote(by_line: str, author: str | None, post: str | None) -> None:
    """With paper, date and page on its line; not who took the pictures, and nobody out of the navigation."""
    data = edition(by_line=by_line)
    found = source(data)
    assert list(PROSE[:2]) == texts(data)
    assert (TITLE, author, post) == (
        found.title,
        author_of(by_line) if author is None else found.author,
        post,
    )
    assert ("南浦日报", "05", "要闻", date(2024, 3, 5)) == (
        found.publication,
        found.edition,
        found.edition_name,
        found.published,
    )


@pytest.mark.parametrize(
    ("headline", "kicker", "below", "column"),
    [
        ("《渡口志》出版", "", "", None),
        ("简讯", "", "", None),
        (TITLE, "（河边记事）", "", "河边记事"),
        (TITLE, "", "（河边时评）", "河边时评"),
    ],
)
def test_headline_of_an_edition(headline: str, kicker: str, below: str, column: str | None) -> None:
    """Its column stands in brackets above or below it, and is no author."""
    found = source(edition(headline, kicker=kicker, below=below))
    assert (headline, column, None) == (found.title, found.column, found.author)


def test_post_and_authors_are_told_apart() -> None:
    """作者： before names alone says nothing of their posts."""
    assert (None, "渡口站长") == (post_of("作者：邱小满 周远"), post_of("作者：邱小满（渡口站长）"))


def test_index_is_refused_as_one() -> None:
    """Of an edition or of a site."""
    links = "".join(f"<li><a href={i}>第{i}个渡口换了新船的消息</a></li>" for i in range(9))
    front = f"<div>南浦日报 2024年03月05日</div><div>第05版：要闻 <a>上一版</a></div><ul>{links}</ul>"
    for body in (front, f"{NAVIGATION}<ul>{links}</ul>{FOOTER}"):
        with pytest.raises(NoText, match="is an index of articles"):
            reading(page(body))


def test_prose_that_is_left_out_is_told() -> None:
    """With its share and its words."""
    stray = "对岸的茶馆也在同一天开张，老板说茶钱三年不变。"
    data = page(f"<div><p>{stray}</p></div><h1>{TITLE}</h1><div><div>{set_in_p()}</div></div>")
    [remark] = reading(data).remarks
    assert (RemarkKind.LEFT_OUT, (stray.rstrip("。"),)) == (remark.kind, remark.passages)
    assert 5 <= remark.number <= 20


HUGE = "A" * 11_000_000


@pytest.mark.parametrize(
    "data",
    [
        plain(f'<p><img src="data:image/png;base64,{HUGE}"></p>'),
        plain(f"<script>{HUGE}</script>"),
        page(f"<h1>{TITLE}</h1>{set_in_p(PROSE[:2])}", head=f"<style>{HUGE}</style>"),
    ],
    ids=["attribute", "script", "style"],
)
def test_what_is_huge_and_no_text_takes_nothing_with_it(data: bytes) -> None:
    """As on a page saved whole with its pictures."""
    assert list(PROSE[:2]) == texts(data)


def test_depth_is_read_to_its_limit_and_refused_beyond() -> None:
    """Nothing below it is dropped silently."""
    deep = page(f"<h1>{TITLE}</h1>" + "<div>" * 240 + set_in_p() + "</div>" * 240)
    assert list(PROSE) == read_safely(File("a.html", deep), timeout_s=60).article.text.split("\n")
    with pytest.raises(TooComplex):
        reading(page("<div>" * 300 + set_in_p()))


def test_spans_of_cells_are_bounded() -> None:
    """However wide and high they say they are."""
    data = plain(
        "<table><tr><th colspan=99999 rowspan=99999>船</th><th>票</th></tr><tr><td>2元</td></tr></table>"
    )
    assert len(reading(data).article.text) < 2_000


_WORDS = st.text("渡口船工河岸早晚班票价新旧学生老人开收雨雪风浪一二三十百", min_size=9, max_size=40)
_KINDS = ("<p>{}</p>", "<div>{}</div>", "<section><span>{}</span></section>", "<p><span>{}</span><br></p>", "<blockquote><p>{}</p></blockquote>")  # fmt: skip
_AROUND = (
    "{}",
    "<article>{}</article>",
    "<main><div>{}</div></main>",
    "<form><div class=c>{}</div></form>",
    "<div style='overflow:hidden'>{}</div>",
    "<table><tr><td>{}</td></tr></table>",
)


@settings(max_examples=60, deadline=None)
@given(
    paragraphs=st.lists(st.tuples(_WORDS, st.sampled_from(_KINDS)), min_size=3, max_size=8, unique_by=lambda pair: pair[0][:12]),
    around=st.sampled_from(_AROUND),
    framed=st.booleans(),
)  # fmt: skip
def test_an_article_comes_back_whatever_it_is_set_in(
    paragraphs: list[tuple[str, str]], around: str, framed: bool
) -> None:
    """Every character, in order, with its source, and no remark."""
    written = [f"{words}。" for words, _ in paragraphs]
    body = around.format(
        "".join(kind.format(escape(text)) for text, (_, kind) in zip(written, paragraphs, strict=True))
    )
    credit = "<div><span>2024-03-05</span><span>来源：南浦日报</span><span>作者：邱小满</span></div>"
    inner = f"<h1>{TITLE}</h1>{credit}{body}"
    found = reading(
        page(f"{NAVIGATION}{inner}{RELATED}{FOOTER}" if framed else inner, title=f"{TITLE}_南浦在线")
    )
    origin = found.article.source
    assert written == found.article.text.split("\n")
    assert (TITLE, "邱小满", "南浦日报") == (origin.title, origin.author, origin.publication)
    assert () == found.remarks
