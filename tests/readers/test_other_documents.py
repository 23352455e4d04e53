"""Documents of other word processors: OpenDocument text, and RTF."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import odt, rtf

from bot.errors import Damaged, Protected, TooComplex
from bot.model import UNREADABLE, Article
from bot.readers import File, Reading, read

NUMBERED = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..."'
    ' style:num-prefix="第" style:num-suffix="条"/><text:list-level-style-number text:level="2" style:num-format="1"'
    ' style:num-suffix=")"/></text:list-style>'
    '<text:list-style style:name="B"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>'
    '<style:style style:name="up"><style:text-properties style:text-position="super 58%"/></style:style>'
    '<style:style style:name="down"><style:text-properties style:text-position="-33% 58%"/></style:style>'
    '<style:style style:name="gone"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="P1" style:parent-style-name="Title"/>'
)


def of_odt(body: str, meta: str = "") -> Article:
    """The article in an OpenDocument text of that body."""
    return read(File("a.odt", odt(body, own=NUMBERED, meta=meta))).article


def of_rtf(body: str, *, page: int = 936, head: str = "") -> Article:
    """The article in an RTF document of that body."""
    return read(File("a.rtf", rtf(body, page=page, head=head))).article


def _p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


@pytest.mark.parametrize(
    ("paragraphs", "body"),
    [
        (["第一条 开门。", "1) 早八点。", "第二条 关门。"], '<text:list text:style-name="L"><text:list-item><text:p>开门。</text:p><text:list><text:list-item><text:p>早八点。</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>关门。</text:p></text:list-item></text:list>'),
        (["• 带伞。"], '<text:list text:style-name="B"><text:list-item><text:p>带伞。</text:p></text:list-item></text:list>'),
        (["第五条 开门。"], '<text:list text:style-name="L"><text:list-item text:start-value="5"><text:p>开门。</text:p></text:list-item></text:list>'),
        (["每亩1.2×10⁴株，喝H₂O。"], _p('每亩1.2×10<text:span text:style-name="up">4</text:span>株，喝H<text:span text:style-name="down">2</text:span>O。')),
        (["渡口开了。", "指北渡。"], _p('渡口<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>指北渡。</text:p></text:note-body></text:note>开了。')),
        (["渡口开了。"], _p('渡口<text:span text:style-name="gone">没</text:span>开了。<office:annotation><text:p>核对</text:p></office:annotation>')),
        (["渡口 开了，", "人来了。"], _p("渡口<text:s/>开了，<text:line-break/>人来了。")),
        ([f"设长为{UNREADABLE}米。"], _p('设长为<draw:frame><draw:object><math/></draw:object></draw:frame>米。')),
        (["渡口开了。", "匾上的字。"], _p("渡口开了。<draw:frame><draw:text-box><text:p>匾上的字。</text:p></draw:text-box></draw:frame>")),
    ],
)  # fmt: skip
def test_an_opendocument_text_keeps_what_it_shows(paragraphs: list[str], body: str) -> None:
    """Numbers and bullets, powers and indices, notes below their paragraph; no comments, nothing hidden."""
    assert ["头一段先说路。", *paragraphs] == of_odt(_p("头一段先说路。") + body).text.split("\n")[
        -len(paragraphs) - 1 :
    ]


def test_labels_of_merged_cells_stand_in_each_row_of_an_opendocument_table() -> None:
    """As in tables of other formats."""
    cell = "<table:table-cell{}><text:p>{}</text:p></table:table-cell>"
    rows = (
        cell.format("", "片区") + cell.format("", "村") + cell.format("", "册数"),
        cell.format(' table:number-rows-spanned="2"', "东片")
        + cell.format("", "柳湾")
        + cell.format("", "420"),
        "<table:covered-table-cell/>" + cell.format("", "石渡") + cell.format("", "310"),
    )
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    text = of_odt(_p("各村的书。") + f"<table:table>{table}</table:table>").text
    assert ["片区　村　册数", "东片　柳湾　420", "东片　石渡　310"] == text.split("\n")[-3:]


def test_an_opendocument_text_has_title_headings_and_a_maker_who_is_a_person() -> None:
    """The account of a computer is no author."""
    body = (
        '<text:p text:style-name="P1">渡口记</text:p><text:h text:outline-level="1">夏天的渡口</text:h>'
        + _p("水涨了。")
    )
    named = of_odt(body, meta="<meta:initial-creator>陆望舒</meta:initial-creator>")
    account = of_odt(body, meta="<meta:initial-creator>DELL-2019</meta:initial-creator>")
    assert ("渡口记", "陆望舒", [(1, 1)]) == (
        named.source.title,
        named.source.author,
        [tuple(h) for h in named.headings],
    )
    assert account.source.author is None


@pytest.mark.parametrize(
    ("error", "data"),
    [
        (Protected, odt(_p("密"), more={"META-INF/manifest.xml": "<m><encryption-data/></m>"})),
        (Damaged, odt("<x>")),
        (Damaged, odt(_p("密"), more={"content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'})),
        (TooComplex, odt("<text:section>" * 3_000 + "</text:section>" * 3_000)),
    ],
    ids=["password", "damaged", "entities", "deep"],
)
def test_an_opendocument_text_that_cannot_be_read_is_refused(error: type[Exception], data: bytes) -> None:
    """With the reason."""
    with pytest.raises(error, match=r"^a\.odt: "):
        read(File("a.odt", data))


@pytest.mark.parametrize(
    ("paragraphs", "body"),
    [
        (["书车停在东门。"], r"书车停在东门。\par"),
        (["书车，停在东门。"], r"\uc0 书车\u-244 停在东门。\par"),
        (["书车，停在东门。"], r"\uc2 书车\u65292\'a3\'ac停在东门。\par"),
        (["看👀着。"], r"看\u-10179?\u-9152?着。\par"),
        (["第一条 开门。"], r"{\listtext\pard 第一条\tab}开门。\par"),
        (["• 开门。"], r"{\pntext\'a1\'a4\tab}开门。\par".replace(r"\'a1\'a4", r"\bullet")),
        (["每亩1.2×10⁴株，H₂O。"], r"每亩1.2\u215?10{\super 4}株，H{\sub 2}O。\par"),
        (["渡口开了。", "指北渡。"], r"渡口{\super\chftn}{\footnote\pard{\super\chftn} 指北渡。}开了。\par"),
        (["渡口开了。"], r"渡口{\v 没}{\deleted 还}{\*\annotation 核对}{\header 书眉}开了。\par"),
        (["见章程。"], r'见{\field{\*\fldinst HYPERLINK "x"}{\fldrslt 章程}}。\par'),
        (["左{右}\\。"], r"左\{右\}\\。\par"),
        (["甲　乙", "丙　丁"], r"\trowd\cellx1\cellx2\pard\intbl 甲\cell 乙\cell\row\trowd\cellx1\cellx2 丙\cell 丁\cell\row\pard"),
        (["片　村", "东　柳", "东　渡"], r"\trowd\clvmgf\cellx1\cellx2\pard\intbl 片\cell 村\cell\row\trowd\clvmgf\cellx1\cellx2 东\cell 柳\cell\row\trowd\clvmrg\cellx1\cellx2 \cell 渡\cell\row\pard"),
    ],
)  # fmt: skip
def test_an_rtf_document_keeps_what_it_shows(paragraphs: list[str], body: str) -> None:
    """Characters in either way of writing, numbers, powers, notes, rows of tables; nothing hidden, no running heads."""
    assert ["头一段先说路。", *paragraphs] == of_rtf(rf"\pard 头一段先说路。\par {body}").text.split("\n")


@pytest.mark.parametrize(
    ("page", "text"), [(936, "书车停在东门。"), (950, "書車停在東門。"), (1252, "The café is open.")]
)
def test_an_rtf_document_is_read_in_its_code_page(page: int, text: str) -> None:
    """Old programs write the bytes of their own encoding."""
    assert f"{text}\n{text}" == of_rtf(rf"{text}\par {text}\par", page=page).text


def test_an_rtf_document_has_title_headings_and_author() -> None:
    """By the names of its styles, and its record where that names a person."""
    head = r"{\stylesheet{\s1\outlinelevel0 heading 1;}{\s15 Title;}}{\info{\title x.doc}{\author 陆望舒}}"
    article = of_rtf(r"\pard\s15 渡口记\par\pard\s1 夏天的渡口\par\pard 水涨了。\par", head=head)
    assert ("渡口记", "陆望舒", "夏天的渡口\n水涨了。") == (
        article.source.title,
        article.source.author,
        article.text,
    )
    assert [(1, 1)] == [tuple(heading) for heading in article.headings]


@pytest.mark.parametrize(
    ("shown", "body"),
    [
        (UNREADABLE, r"{\mmath{\*\moMath{\mr\mscr0 x=1}}}"),
        (UNREADABLE, r"{\mmath{\*\moMathPara{\*\moMath{\mf{\mnum{\mr a}}{\mden{\mr 2}}}}}}"),
        (
            UNREADABLE,
            r"{\object\objemb{\*\objclass Equation.DSMT4}{\*\objdata 0105}{\result{\pict\wmetafile8 0100}}}",
        ),
        ("3/20", r"{\field{\*\fldinst { EQ \\f(3,20) }}{\fldrslt }}"),
        ("☑", r"{\f7 \'fe}"),
        ("☐", r"{\f7\u-3928 ?}"),
    ],
)
def test_formulas_and_ticks_of_an_rtf_document_stay_in_their_sentence(shown: str, body: str) -> None:
    """Or their place is marked as one that cannot be read."""
    head = r"{\fonttbl{\f0\fnil Song;}{\f7\fcharset2 Wingdings;}}"
    text = of_rtf(rf"\pard 头一段先说路。\par 设长为{body}米。\par", head=head).text
    assert f"设长为{shown}米。" == text.split("\n")[1]


def test_damaged_characters_of_an_rtf_document_are_marked() -> None:
    """And counted in a remark."""
    reading: Reading = read(File("a.rtf", rtf(r"头一段先说路。\par 书\'ff\'ff车停在东门。\par")))
    assert "书〔?〕" in reading.article.text
    assert ["bad_characters"] == [remark.kind for remark in reading.remarks]


@pytest.mark.parametrize(
    ("error", "data"),
    [(Damaged, b"no rtf"), (TooComplex, rb"{\rtf1 " + b"{" * 5_000 + b"x}")],
    ids=["other", "deep"],
)
def test_an_rtf_document_that_cannot_be_read_is_refused(error: type[Exception], data: bytes) -> None:
    """With the reason."""
    with pytest.raises(error, match=r"^a\.rtf: "):
        read(File("a.rtf", data))


PARAGRAPHS = st.lists(st.text("渡口河湾水船石头abc123，。𠮷", min_size=1), max_size=8)


@given(PARAGRAPHS)
def test_all_characters_of_a_document_come_back_in_order(paragraphs: list[str]) -> None:
    """In OpenDocument, and by their numbers in RTF."""
    texts = ["头一段先说路。", *paragraphs]
    by_number = "".join(rf"{_by_number(text)}\par " for text in texts)
    assert texts == of_odt("".join(map(_p, texts))).text.split("\n")
    assert texts == of_rtf(by_number).text.split("\n")


def _by_number(text: str) -> str:
    """Every character by its number, as Word writes them: one above U+FFFF by two."""
    codes = text.encode("utf-16-le")
    return "".join(
        rf"\u{int.from_bytes(codes[i : i + 2], 'little', signed=True)}?" for i in range(0, len(codes), 2)
    )
